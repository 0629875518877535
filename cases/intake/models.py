"""Screenings, the dated decisions whether a young person is in a programme's target group, and requests for them."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.intake.codes import RequestState, ScreeningOutcome
from cases.intake.rules import ANSWER_SHOWN, ScreeningFacts
from cases.people.models import Person, in_reach
from cases.programmes.models import Programme
from cases.records.models import AskedRecord, Record
from cases.staff.models import User


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Filters of screenings."""

    def visible_to(self, user: User) -> "ScreeningQuerySet":
        return self.filter(person__in=in_reach(user))


class Screening(AskedRecord):
    """A target-group decision with the facts it rested on. Another decision is a new screening."""

    Outcomes = ScreeningOutcome  # by its names in templates

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screenings")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="screenings")
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    outcome = models.CharField(_("decision"), max_length=20, choices=ScreeningOutcome.choices)
    reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("reasons"))
    unstable_housing = models.BooleanField(_("unstable housing"), null=True, blank=True)
    needs_more_than_advice = models.BooleanField(_("needs more than short advice"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        constraints = [
            models.CheckConstraint(
                name="screening_reasons",
                condition=Q(outcome=ScreeningOutcome.ELIGIBLE, reasons=[])
                | Q(outcome__in=[ScreeningOutcome.NOT_ELIGIBLE, ScreeningOutcome.EXCEPTION], reasons__len__gt=0),
                violation_error_message=_("A no and an exception have at least one reason, a yes has none."),
            ),
            models.CheckConstraint(
                name="screening_exception_explained",
                condition=~Q(outcome=ScreeningOutcome.EXCEPTION) | ~Q(note=""),
                violation_error_message=_("Write why an exception is made."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


def screening_facts(
    person: Person, *, unstable_housing: bool | None = None, needs_more_than_advice: bool | None = None
) -> ScreeningFacts:
    """What a screening rests on: what is known of the young person, and the two answers that only it gives."""
    return ScreeningFacts(
        birth_date=person.birth_date,
        acting_municipality=person.acting_municipality,
        paying_municipality=person.paying_municipality,
        residence=person.residence,
        unstable_housing=unstable_housing,
        needs_more_than_advice=needs_more_than_advice,
    )


ANSWERED = (RequestState.DECIDED, RequestState.RETURNED)


class ScreeningRequestQuerySet(models.QuerySet["ScreeningRequest"]):
    """Filters of requests for a decision."""

    def visible_to(self, user: User) -> "ScreeningRequestQuerySet":
        return self.filter(person__in=in_reach(user))

    def open(self) -> "ScreeningRequestQuerySet":
        return self.filter(state=RequestState.OPEN)

    def answered_to(self, user: User, day: date) -> "ScreeningRequestQuerySet":
        """Those of the user that were decided or sent back in the two weeks before `day`."""
        return self.filter(asked_by=user, state__in=ANSWERED, state_since__date__gt=day - ANSWER_SHOWN)


class ScreeningRequest(Record):
    """What a caseworker knows of the target group, put before somebody who may decide.

    No decision: reports and exports never count it. It is answered by a screening, or sent back with a reason; its
    state changes only through `cases.intake.actions`.
    """

    States = RequestState  # by its names in templates

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screening_requests")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    unstable_housing = models.BooleanField(_("unstable housing"), null=True, blank=True)
    needs_more_than_advice = models.BooleanField(_("needs more than short advice"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=RequestState.choices, default=RequestState.OPEN)
    state_since = models.DateTimeField(_("since"))
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answer = models.TextField(_("why it was sent back"), blank=True)
    screening = models.ForeignKey(
        Screening, on_delete=models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("decision")
    )

    objects = ScreeningRequestQuerySet.as_manager()

    class Meta:
        ordering = ["registered_at", "pk"]
        verbose_name = _("request for a decision")
        verbose_name_plural = _("requests for a decision")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(state=RequestState.OPEN),
                name="screening_request_one_open",
                violation_error_message=_("A decision has already been asked for, and waits."),
            ),
            models.CheckConstraint(
                name="screening_request_decided",
                condition=Q(state=RequestState.DECIDED, screening__isnull=False)
                | (~Q(state=RequestState.DECIDED) & Q(screening__isnull=True)),
                violation_error_message=_("A request is decided by a decision, and by nothing else."),
            ),
            models.CheckConstraint(
                name="screening_request_answered",
                condition=Q(state__in=ANSWERED, answered_by__isnull=False)
                | (~Q(state__in=ANSWERED) & Q(answered_by__isnull=True)),
                violation_error_message=_("An answer says who gave it."),
            ),
            models.CheckConstraint(
                name="screening_request_returned_why",
                condition=Q(state=RequestState.RETURNED) & ~Q(answer="")
                | (~Q(state=RequestState.RETURNED) & Q(answer="")),
                violation_error_message=_("Write why it is sent back."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
