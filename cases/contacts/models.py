"""Contacts: the heart of the system. Every meeting, call or attempt, for one or several young people."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.core.periods import midnight_after, open_on
from cases.enrolments.models import Enrolment
from cases.people.models import Person, in_reach
from cases.programmes.models import Programme
from cases.records.models import AskedRecord, Record
from cases.staff.codes import TEAM_ROLES
from cases.staff.models import User
from cases.teams.models import Membership, Team


class ContactQuerySet(models.QuerySet["Contact"]):
    """Filters of contacts."""

    def visible_to(self, user: User) -> "ContactQuerySet":
        """Contacts with at least one young person the user may see; having written one opens nothing for good."""
        return self.filter(Exists(ContactPerson.objects.filter(contact=OuterRef("pk"), person__in=in_reach(user))))

    def standing(self) -> "ContactQuerySet":
        """Entries that were not withdrawn as mistakes."""
        return self.filter(withdrawn_at__isnull=True)

    def reached(self) -> "ContactQuerySet":
        return self.standing().filter(outcome=ContactOutcome.REACHED)


class Contact(AskedRecord):
    """One contact or attempt. `happened_at` is when it took place, `registered_at` when it was written down."""

    people: "models.ManyToManyField[Person, ContactPerson]" = models.ManyToManyField(
        Person, through="ContactPerson", related_name="contacts"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("worker"))
    happened_at = models.DateTimeField(_("when"), db_index=True)
    kind = models.CharField(_("kind"), max_length=40, choices=CONTACT_KINDS.choices)
    outcome = models.CharField(_("did you reach them?"), max_length=20, choices=ContactOutcome.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.TextField(blank=True, editable=False)
    client_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(
                fields=["id"],
                include=["happened_at"],
                condition=Q(outcome=ContactOutcome.REACHED, withdrawn_at__isnull=True),
                name="contact_reached",
            ),
            # Who was reached lately, of everyone: a few weeks of all the years.
            models.Index(
                fields=["happened_at", "id"],
                condition=Q(outcome=ContactOutcome.REACHED, withdrawn_at__isnull=True),
                name="contact_reached_lately",
            ),
            models.Index(fields=["id"], condition=~Q(confirmed=[]), name="contact_unusual"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_not_in_future",
                condition=Q(happened_at__lte=F("registered_at") + timedelta(minutes=1)),
                violation_error_message=_("A contact cannot be logged before it has happened."),
            ),
            models.CheckConstraint(
                name="contact_kind_known",
                condition=Q(kind__in=CONTACT_KINDS.codes),
                violation_error_message=_("Choose a kind from the list."),
            ),
            models.CheckConstraint(
                name="contact_outcome_known",
                condition=Q(outcome__in=ContactOutcome.values),
                violation_error_message=_("Say whether you reached the young person."),
            ),
            models.CheckConstraint(
                name="contact_minutes_in_a_day",
                condition=Q(minutes__isnull=True) | Q(minutes__lte=1440),
                violation_error_message=_("A contact lasts at most a day (1440 minutes)."),
            ),
            models.CheckConstraint(
                name="contact_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
                violation_error_message=_("Write why the entry is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    """Filters of young people's parts in contacts."""

    def with_made_for(self) -> "models.QuerySet[Any]":
        """With `made_for`, the key of the programme that the contact was made for with this young person, or none.

        It is a programme in which the young person was enrolled on that day.
        """
        return self.annotate(made_for=_made_for())

    def made_for(self, programme: Programme) -> "ContactPersonQuerySet":
        """Those made for the programme.

        Nobody needs to be asked which of several it was where the young person was not enrolled elsewhere that day and
        the worker never was in a team that works elsewhere only: that spares most rows the whole question. Whoever was
        never enrolled elsewhere is found without looking at the day, and the question comes last of all.
        """
        that_day = Enrolment.objects.filter(open_on(OuterRef("contact__happened_at__date")), person=OuterRef("person"))
        enrolled = Exists(that_day.filter(programme=programme))
        elsewhere = Enrolment.objects.exclude(programme=programme)
        alone = ~Q(person__in=elsewhere.values("person")) | ~Exists(that_day.exclude(programme=programme))
        teams_elsewhere = Team.objects.filter(programme_ties__isnull=False).exclude(
            programme_ties__programme=programme
        )
        strangers = Membership.objects.filter(role__in=TEAM_ROLES, team__in=teams_elsewhere).values("user")
        plain = alone & ~Q(contact__by__in=strangers)
        rows = self.filter(enrolled).alias(made_for=_made_for())
        return rows.filter(plain | Q(enrolled) & Q(made_for=programme.pk))

    def leading_to(self, programme: Programme) -> "ContactPersonQuerySet":
        """Those on the way into the programme: made for none, and reached before or on the first day of an enrolment.

        It is the next enrolment there was: what led into another programme first did not lead into this one.
        """
        day = OuterRef("contact__happened_at__date")
        enrolled = Enrolment.objects.filter(person=OuterRef("person"))
        coming = enrolled.filter(start__gte=day).order_by("start").values("start")[:1]
        nowhere = ~Exists(enrolled.filter(open_on(day)))
        reached = self.filter(contact__outcome=ContactOutcome.REACHED).alias(coming=Subquery(coming))
        rows = reached.filter(Exists(enrolled.filter(programme=programme, start=OuterRef("coming"))))
        rows = rows.alias(made_for=_made_for())
        return rows.filter(nowhere | Q(made_for__isnull=True))


def _made_for() -> Subquery:
    day, worker = "contact__happened_at__date", "contact__by"
    enrolled = Enrolment.objects.filter(open_on(OuterRef(day)), person=OuterRef("person"))
    nearest = enrolled.nearest_to(OuterRef(OuterRef(worker)), OuterRef(OuterRef(day)), chosen=OuterRef("programme"))
    return Subquery(nearest.values("programme")[:1])


class ContactPerson(Record):
    """A young person's part in a contact; `programme` is set where somebody has said which one it was made for."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("programme")
    )

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "contact"], name="contact_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["contact", "person"], name="contact_person_once"),
        ]

    def __str__(self) -> str:
        return self.person.reference


class ContactAmendment(Record):
    """A change made more than 24 hours after registration; `before` keeps the original readable.

    `before["people"]` are the keys of those who took part; where nobody could be changed yet, it is missing.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="amendments")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(_("why it is changed"))
    before = models.JSONField()

    class Meta:
        ordering = ["contact", "at"]
        constraints = [
            models.CheckConstraint(
                name="amendment_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Write why the contact is changed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.at:%Y-%m-%d}"

    @property
    def people_before(self) -> list[int]:
        """The keys of those who took part before the change, as far as they are known."""
        return list(self.before.get("people", []))


def reached(day: "date", *, after: "date | None" = None) -> "models.QuerySet[ContactPerson]":
    """Who was reached up to the end of `day`, and if given later than the day `after`."""
    rows = ContactPerson.objects.filter(
        contact__outcome=ContactOutcome.REACHED,
        contact__withdrawn_at__isnull=True,
        contact__happened_at__lt=midnight_after(day),
    )
    return rows if after is None else rows.filter(contact__happened_at__gte=midnight_after(after))


def last_reached(day: "date", *, person: str = "pk") -> models.Subquery:
    """When the young person was last reached, up to the end of `day`, for annotating the rows `person` points from.

    The maximum over the young person's own contacts: sorting them would make the database walk through everyone's.
    """
    rows = reached(day).filter(person=OuterRef(person)).order_by().values("person")
    return models.Subquery(rows.annotate(last=Max("contact__happened_at")).values("last"))
