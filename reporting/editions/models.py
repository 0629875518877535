"""Editions: made from a report for one audience, looked at, and then released for good."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.core.names import fold
from cases.core.periods import ONE_DAY, EndDate, Period, start_before_end
from cases.programmes.models import Programme
from cases.staff.models import User
from reporting.editions.codes import EditionError, EditionState, PeriodKind
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.runs.models import ReportRun


class EditionQuerySet(models.QuerySet["Edition"]):
    """Filters of editions."""

    def visible_to(self, user: User) -> "EditionQuerySet":
        """What is released of the programmes the user reports on, and what a lead is about to release."""
        reported = self.filter(programme__in=Programme.objects.reported_to(user))
        return reported.filter(Q(state=EditionState.RELEASED) | Q(programme__in=Programme.objects.led_by(user)))

    def released_to(self, programme: Programme, audience: str) -> "EditionQuerySet":
        """What an audience has had of a programme, the oldest first."""
        rows = self.filter(programme=programme, audience_key=fold(audience), state=EditionState.RELEASED)
        return rows.order_by("released_at", "pk")

    def standing_still(self, now: datetime, *, longer_than: timedelta) -> "EditionQuerySet":
        """Those being made to which, as to their report, nothing has happened for some time: a message may be lost."""
        since = now - longer_than
        return self.filter(state=EditionState.MAKING, moved_at__lt=since, run__moved_at__lt=since)


class Edition(models.Model):
    """A report for one audience. `reporting.editions.actions` moves it along; nothing else does.

    `result` is the report without what is hidden, as everybody reads it. `system` holds the counts as they are and how
    they add up, for the editions that come after; `hidden` are the names of those that are not shown; `against` are
    the editions that the audience had when this one was protected. Once released, the database refuses to change it.
    """

    States = EditionState  # by its names in templates

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="editions", verbose_name=_("programme")
    )
    run = models.ForeignKey(ReportRun, on_delete=models.PROTECT, related_name="editions", verbose_name=_("report"))
    audience = models.CharField(_("audience"), max_length=120)
    audience_key = models.CharField(max_length=500, editable=False)  # folded, a letter may be two
    kind = models.CharField(_("period"), max_length=20, choices=PeriodKind.choices)
    start = models.DateField(_("from"))
    end = EndDate(_("last day"))
    threshold = models.PositiveSmallIntegerField(
        _("smallest number shown"), default=SMALLEST_SHOWN, validators=[MinValueValidator(SMALLEST_SHOWN)]
    )
    state = models.CharField(_("state"), max_length=20, choices=EditionState.choices, default=EditionState.MAKING)
    error = models.CharField(max_length=20, choices=EditionError.choices, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    system = models.JSONField(null=True, blank=True)
    hidden = models.JSONField(null=True, blank=True)
    against = models.JSONField(null=True, blank=True)
    # None: asked for with the command on the server.
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked for by")
    )
    requested_at = models.DateTimeField(_("asked for"))
    moved_at = models.DateTimeField()
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            start_before_end("edition_period", _("The last day cannot lie before the first.")),
            models.UniqueConstraint(
                fields=["programme", "audience_key", "start", "end"],
                condition=Q(state=EditionState.RELEASED),
                name="edition_once",
                violation_error_message=_("The audience has an edition of this period already."),
            ),
            models.CheckConstraint(
                name="edition_threshold",
                condition=Q(threshold__gte=SMALLEST_SHOWN),
                violation_error_message=_("No number below five may be shown in an edition."),
            ),
            models.CheckConstraint(
                name="edition_known",
                condition=Q(state__in=EditionState.values, kind__in=PeriodKind.values) & ~Q(audience_key=""),
                violation_error_message=_("The edition is in an unknown state, or for nobody."),
            ),
            models.CheckConstraint(
                name="edition_made_with_result",
                condition=Q(
                    state__in=[EditionState.READY, EditionState.RELEASED],
                    result__isnull=False,
                    system__isnull=False,
                    hidden__isnull=False,
                    against__isnull=False,
                )
                | ~Q(state__in=[EditionState.READY, EditionState.RELEASED])
                & Q(result__isnull=True, system__isnull=True, hidden__isnull=True, against__isnull=True),
                violation_error_message=_("An edition has its figures when it is made, and not before."),
            ),
            models.CheckConstraint(
                name="edition_released_stamped",
                condition=Q(state=EditionState.RELEASED, released_at__isnull=False)
                | ~Q(state=EditionState.RELEASED) & Q(released_at__isnull=True, released_by__isnull=True),
                violation_error_message=_("A released edition says when it was released."),
            ),
            models.CheckConstraint(
                name="edition_failed_with_code",
                condition=Q(state=EditionState.FAILED, error__in=EditionError.values)
                | ~Q(state=EditionState.FAILED) & Q(error=""),
                violation_error_message=_("An edition that could not be made says why."),
            ),
            models.CheckConstraint(
                name="edition_asked_before_moved",
                condition=Q(moved_at__gte=F("requested_at")),
                violation_error_message=_("An edition cannot have moved before it was asked for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.audience} · {self.start:%Y-%m-%d}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def last_day(self) -> date:
        """The last day of the period, as people say it."""
        day: date = self.end - ONE_DAY
        return day

    @property
    def is_made(self) -> bool:
        return self.state in (EditionState.READY, EditionState.RELEASED)

    @property
    def is_released(self) -> bool:
        return self.state == EditionState.RELEASED

    @property
    def counts(self) -> int:
        """How many counts the edition would print if nothing were hidden."""
        return sum(is_printed for _name, _n, _people, is_printed in (self.system or {}).get("counts", ()))

    @property
    def share_hidden(self) -> int:
        """How many of its counts are hidden, in whole per cent."""
        return round(100 * len(self.hidden or ()) / self.counts) if self.counts else 0
