"""Support cases: from the assessment talk to running support in the home (bostøtte)."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.core.periods import ONE_DAY, EndDate
from cases.enrolments.models import Enrolment
from cases.people.models import Person, PersonQuerySet, in_reach
from cases.records.models import AskedRecord, Record
from cases.staff.models import Organisation, User
from housing.steps.codes import Actor
from housing.support.codes import (
    DROP_REASONS,
    SUPPORT_ENDINGS,
    SUPPORT_PARAGRAPHS,
    SUPPORT_REFUSALS,
    SupportEvent,
    SupportState,
)
from housing.support.rules import OPEN, WAITING_ON_AUTHORITY, next_actor

State = SupportState

DECIDED = (State.GRANTED, State.REFUSED, State.STARTED, State.ENDED)

UNDECIDED = (State.OPENED, State.TALKED, State.HEARING)

RUNNING_OR_ENDED = (State.STARTED, State.ENDED)

# Where the case keeps the day of each step. A decision is one of two.
STEP_DAYS = {
    SupportEvent.TALK: "talked_on",
    SupportEvent.SEND_HEARING: "hearing_sent_on",
    SupportEvent.ANSWER_HEARING: "hearing_answered_on",
    SupportEvent.GRANT: "decided_on",
    SupportEvent.REFUSE: "decided_on",
    SupportEvent.START: "start",
    SupportEvent.END: "end",
    SupportEvent.DROP: "dropped_on",
}

UNANSWERED = Q(state=State.HEARING, hearing_answered_on__isnull=True)


def late_condition(day: date) -> Q:
    """Filter for cases whose hearing should have been answered before `day`."""
    return UNANSWERED & Q(hearing_deadline__lt=day)


def authority_condition(day: date) -> Q:
    """Filter for cases that wait on the authority worker on `day`; in a hearing once it can be decided."""
    heard = Q(state=State.HEARING, hearing_answered_on__isnull=False)
    return Q(state__in=WAITING_ON_AUTHORITY) | heard | late_condition(day)


class SupportCaseQuerySet(models.QuerySet["SupportCase"]):
    """Filters of support cases."""

    def visible_to(self, user: User) -> "SupportCaseQuerySet":
        return self.filter(person__in=in_reach(user))

    def followed_by(self, user: User, people: PersonQuerySet) -> "SupportCaseQuerySet":
        """Those of the user's own young people, and those the user opened: they outlive an enrolment."""
        return self.filter(Q(person__in=people.order_by()) | Q(worker=user))

    def open(self) -> "SupportCaseQuerySet":
        """Not refused, ended or dropped."""
        return self.filter(state__in=OPEN)

    def unanswered(self) -> "SupportCaseQuerySet":
        """Sent to the young person for comment, and no answer has come."""
        return self.filter(UNANSWERED)

    def late_on(self, day: date) -> "SupportCaseQuerySet":
        """The answer to the hearing was due and has not come."""
        return self.filter(late_condition(day))

    def waiting_on_authority(self, day: date) -> "SupportCaseQuerySet":
        """The next step is the authority worker's."""
        return self.filter(authority_condition(day))


class SupportCase(AskedRecord):
    """A case about support in the home under one paragraph. Its dates are its story, and the database orders them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="support_cases")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="support_cases"
    )
    paragraph = models.CharField(_("paragraph"), max_length=20, choices=SUPPORT_PARAGRAPHS.choices)
    provider = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_cases",
        verbose_name=_("who gives the support"),
    )
    worker = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="support_cases", verbose_name=_("opened by")
    )
    state = models.CharField(
        _("step"), max_length=20, choices=SupportState.choices, default=SupportState.OPENED, editable=False
    )
    state_since = models.DateField(_("since"), editable=False)
    opened_on = models.DateField(_("opened"))
    talked_on = models.DateField(_("assessment talk (VUM)"), null=True, editable=False)
    hearing_sent_on = models.DateField(_("hearing sent"), null=True, editable=False)
    hearing_deadline = models.DateField(_("answer to the hearing due"), null=True, editable=False)
    hearing_answered_on = models.DateField(_("hearing answered"), null=True, editable=False)
    hearing_answer = models.TextField(_("answer to the hearing"), blank=True, editable=False)
    decided_on = models.DateField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("decided by")
    )
    grounds = models.TextField(_("grounds of the decision"), blank=True, editable=False)
    refusal = models.CharField(
        _("reason for refusing"), max_length=40, choices=SUPPORT_REFUSALS.choices, blank=True, editable=False
    )
    hours_per_week = models.DecimalField(
        _("hours a week"),
        max_digits=4,
        decimal_places=1,
        null=True,
        editable=False,
        validators=[MinValueValidator(0)],
    )
    start = models.DateField(_("support since"), null=True, editable=False)
    end = EndDate(_("last day with support"), null=True, editable=False)
    ending = models.CharField(
        _("reason for ending"), max_length=40, choices=SUPPORT_ENDINGS.choices, blank=True, editable=False
    )
    dropped_on = models.DateField(_("dropped"), null=True, editable=False)
    dropped_why = models.CharField(
        _("reason for dropping"), max_length=40, choices=DROP_REASONS.choices, blank=True, editable=False
    )
    note = models.TextField(_("note"), blank=True)

    objects = SupportCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("support case")
        verbose_name_plural = _("support cases")
        # The database takes a comparison with nothing as fulfilled: each condition also asks that the day is there.
        constraints = [
            models.UniqueConstraint(
                fields=["person", "paragraph"],
                condition=Q(state__in=OPEN),
                name="support_one_open",
                violation_error_message=_("The young person already has an open case under this paragraph."),
            ),
            models.CheckConstraint(
                name="support_codes_known",
                condition=Q(
                    state__in=SupportState.values,
                    paragraph__in=SUPPORT_PARAGRAPHS.codes,
                    refusal__in=["", *SUPPORT_REFUSALS.codes],
                    ending__in=["", *SUPPORT_ENDINGS.codes],
                    dropped_why__in=["", *DROP_REASONS.codes],
                ),
                violation_error_message=_("Choose the paragraph and the reason from the lists."),
            ),
            models.CheckConstraint(
                name="support_talk",
                condition=Q(state=State.OPENED, talked_on__isnull=True)
                | Q(state=State.DROPPED)
                | ~Q(state__in=[State.OPENED, State.DROPPED])
                & Q(talked_on__isnull=False, talked_on__gte=F("opened_on")),
                violation_error_message=_("The assessment talk is held on or after the day the case was opened."),
            ),
            models.CheckConstraint(
                name="support_hearing",
                condition=Q(hearing_sent_on__isnull=True, hearing_deadline__isnull=True)
                | Q(
                    talked_on__isnull=False,
                    hearing_sent_on__isnull=False,
                    hearing_deadline__isnull=False,
                    hearing_sent_on__gte=F("talked_on"),
                    hearing_deadline__gt=F("hearing_sent_on"),
                ),
                violation_error_message=_("The hearing is sent after the talk and leaves time for an answer."),
            ),
            models.CheckConstraint(
                name="support_hearing_before_refusal",
                condition=~Q(state__in=[State.HEARING, State.REFUSED]) | Q(hearing_sent_on__isnull=False),
                violation_error_message=_("A refusal needs a hearing of the party first."),
            ),
            models.CheckConstraint(
                name="support_hearing_answer",
                condition=Q(hearing_answered_on__isnull=True, hearing_answer="")
                | Q(
                    hearing_sent_on__isnull=False,
                    hearing_answered_on__isnull=False,
                    hearing_answered_on__gte=F("hearing_sent_on"),
                ),
                violation_error_message=_("The hearing is answered on or after the day it was sent."),
            ),
            models.CheckConstraint(
                name="support_decision",
                condition=Q(state__in=UNDECIDED, decided_on__isnull=True, decided_by__isnull=True)
                | Q(state=State.DROPPED)
                | Q(
                    state__in=DECIDED,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decided_on__gte=F("talked_on"),
                ),
                violation_error_message=_("A decision has a day, on or after the assessment talk, and a decider."),
            ),
            models.CheckConstraint(
                name="support_refusal",
                condition=(Q(state=State.REFUSED) & ~Q(refusal="") & ~Q(grounds=""))
                | (~Q(state=State.REFUSED) & Q(refusal="")),
                violation_error_message=_("A refusal has a reason and written grounds."),
            ),
            models.CheckConstraint(
                name="support_running",
                condition=Q(state__in=RUNNING_OR_ENDED, start__isnull=False, start__gte=F("decided_on"))
                | ~Q(state__in=RUNNING_OR_ENDED) & Q(start__isnull=True),
                violation_error_message=_("Support starts on or after the day of the decision."),
            ),
            models.CheckConstraint(
                name="support_ended",
                condition=(Q(state=State.ENDED, end__isnull=False, end__gt=F("start")) & ~Q(ending=""))
                | (~Q(state=State.ENDED) & Q(end__isnull=True, ending="")),
                violation_error_message=_("The last day with support is not before the first, and has a reason."),
            ),
            models.CheckConstraint(
                name="support_dropped",
                condition=(
                    Q(state=State.DROPPED, dropped_on__isnull=False, dropped_on__gte=F("opened_on"))
                    & ~Q(dropped_why="")
                )
                | (~Q(state=State.DROPPED) & Q(dropped_on__isnull=True, dropped_why="")),
                violation_error_message=_("A dropped case has a day and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_paragraph_display()

    @property
    def step(self) -> SupportState:
        return SupportState(self.state)

    def next_actor_on(self, day: date) -> Actor:
        """Who has to do the next thing."""
        return next_actor(self.step, day, deadline=self.hearing_deadline, answered_on=self.hearing_answered_on)

    def is_late_on(self, day: date) -> bool:
        """The answer to the hearing was due and has not come."""
        waits = self.step == State.HEARING and self.hearing_answered_on is None
        return waits and self.next_actor_on(day) == Actor.AUTHORITY

    @property
    def is_open(self) -> bool:
        return self.step in OPEN

    @property
    def taken(self) -> list[tuple[SupportEvent, date]]:
        """The steps taken so far with their days, in the order in which they were entered; the opening is none."""
        steps = self.steps.exclude(event="").order_by("pk")
        return [(SupportEvent(event), day) for event, day in steps.values_list("event", "happened_on")]

    def put_day(self, event: SupportEvent | None, day: date | None) -> None:
        """Say when a step was taken, or the case opened; None where it was not.

        The end is stored as the first day without support.
        """
        field = STEP_DAYS[event] if event else "opened_on"
        setattr(self, field, day + ONE_DAY if day and event == SupportEvent.END else day)


class SupportStepQuerySet(models.QuerySet["SupportStep"]):
    """Filters of the steps of support cases."""

    def visible_to(self, user: User) -> "SupportStepQuerySet":
        return self.filter(case__person__in=in_reach(user))


class SupportStep(Record):
    """One step of a support case: the day it happened, when and by whom it was registered.

    What was told with it stands in the case. The first step is the opening, which has no event.
    """

    case = models.ForeignKey(SupportCase, on_delete=models.PROTECT, related_name="steps")
    event = models.CharField(_("what happened"), max_length=20, choices=SupportEvent.choices, blank=True)
    from_state = models.CharField(max_length=20, choices=SupportState.choices, blank=True)
    to_state = models.CharField(_("step"), max_length=20, choices=SupportState.choices)
    happened_on = models.DateField(_("on"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SupportStepQuerySet.as_manager()

    class Meta:
        ordering = ["case", "happened_on", "pk"]
        verbose_name = _("step of a support case")
        verbose_name_plural = _("steps of support cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "event"],
                name="support_step_once",
                violation_error_message=_("That step has already been taken."),
            ),
            models.CheckConstraint(
                name="support_step_known",
                condition=Q(event="", from_state="", to_state=State.OPENED)
                | Q(event__in=SupportEvent.values, from_state__in=State.values, to_state__in=State.values),
                violation_error_message=_("The step is unknown."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_to_state_display()
