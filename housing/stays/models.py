"""Stays: where a young person lives or sleeps, night by night."""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from cases.core.periods import Period, no_overlap, not_over, open_on, start_before_end
from cases.enrolments.models import Enrolment
from cases.people.models import Person, in_reach
from cases.records.models import AskedRecord
from cases.staff.models import Organisation, User
from housing.stays.codes import OWN_HOME, SHELTER, STAY_KINDS, grouped_stay_choices


class StayQuerySet(models.QuerySet["Stay"]):
    """Filters and sums of stays."""

    def visible_to(self, user: User) -> "StayQuerySet":
        return self.filter(person__in=in_reach(user))

    def open_on(self, day: date) -> "StayQuerySet":
        """Stays that include the night that begins on `day`."""
        return self.filter(open_on(day))

    def since_first(self, enrolments: QuerySet[Enrolment]) -> "StayQuerySet":
        """Stays with a night on or after the young person's first day in `enrolments`, which is `enrolled_on`."""
        return self.from_first(enrolments).filter(not_over(F("enrolled_on")))

    def from_first(self, enrolments: QuerySet[Enrolment]) -> "StayQuerySet":
        """Stays of those who have a first day in `enrolments`, with it as `enrolled_on`."""
        first = enrolments.filter(person=OuterRef("person")).order_by("start").values("start")[:1]
        return self.annotate(enrolled_on=Subquery(first)).filter(enrolled_on__isnull=False)

    def in_shelter(self) -> "StayQuerySet":
        return self.filter(kind=SHELTER)


class Stay(AskedRecord):
    """A time in one place, half-open: `end` is the day the young person left. Never two at once; gaps are unknown."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")
    kind = models.CharField(_("where"), max_length=40, choices=grouped_stay_choices)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=_("shelter or institution"),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    start = models.DateField(_("since"))
    end = models.DateField(_("left on"), null=True, blank=True)
    offer = models.OneToOneField(
        "housing.Offer", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="stay"
    )

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        constraints = [
            start_before_end("stay_period", _("A stay lasts at least one night: it ends after it starts.")),
            no_overlap(
                "stay_no_overlap",
                _("The young person already has a stay in that period. Correct the other one first."),
                within=["person"],
            ),
            models.CheckConstraint(
                name="stay_kind_known",
                condition=Q(kind__in=STAY_KINDS.codes),
                violation_error_message=_("Choose from the list where the young person stays."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} · {self.start:%Y-%m-%d}"

    @property
    def kind_label(self) -> str:
        return str(STAY_KINDS[self.kind].label)

    @property
    def where(self) -> str:
        """The name of the place, as far as it is known."""
        return ", ".join(filter(None, [str(self.organisation or ""), self.place]))

    @property
    def is_own_home(self) -> bool:
        return STAY_KINDS[self.kind].group == OWN_HOME

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)
