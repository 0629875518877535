"""Enrolments (forløb): a young person in a programme, with phases, pauses and workers."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from cases.core.periods import EndDate, Period, no_overlap, open_after, open_on, start_before_end
from cases.enrolments.codes import PAUSE_REASONS, EnrolmentState
from cases.intake.models import Screening
from cases.people.models import Person, in_reach
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import PhaseStep, PhaseTemplate, Programme
from cases.records.models import AskedRecord, Record
from cases.staff.codes import TEAM_ROLES
from cases.staff.models import User
from cases.teams.models import Membership, Team


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Filters of enrolments."""

    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        return self.filter(person__in=in_reach(user))

    def open_on(self, day: date) -> "EnrolmentQuerySet":
        """Running on `day`, paused ones included."""
        return self.filter(open_on(day))

    def going_on(self, day: date) -> "EnrolmentQuerySet":
        """Running on `day` and not closed with it: those for whom something is still to be done."""
        return self.filter(open_after(day))

    def nearest_to(self, worker: Any, day: Any, *, chosen: Any = None) -> "EnrolmentQuerySet":
        """Those that what the worker did on `day` can have been done for, the likeliest first.

        First the programme `chosen` by hand; then where the worker was assigned; then where a team of the worker has
        the enrolment; then where a team of the worker works; each time the latest begun. A worker whose teams work in
        no programme at all acts for whichever there is; nobody acts for the programmes of others.
        """
        assigned = Assignment.objects.filter(open_on(day), enrolment=OuterRef("pk"), worker=worker)
        teams = Membership.objects.filter(open_on(day), user=worker, role__in=TEAM_ROLES)
        steps = [
            Q(programme=chosen) if chosen else Q(pk__isnull=True),
            Exists(assigned),
            Exists(teams.filter(team=OuterRef("team"))),
            Exists(teams.filter(team__programme_ties__programme=OuterRef("programme"))),
            ~Exists(teams.filter(team__programme_ties__isnull=False)),
        ]
        distance = Case(*(When(step, then=number) for number, step in enumerate(steps)))
        return self.annotate(distance=distance).filter(distance__isnull=False).order_by("distance", "-start", "-pk")


class Enrolment(AskedRecord):
    """A course of a young person in a programme. Closing ends it for good; reopening makes a new one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("team"))
    screening = models.OneToOneField(Screening, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reopens = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reopened_as")
    start = models.DateField(_("enrolled on"))
    end = EndDate(_("closed, last day"), null=True, blank=True)
    closing_reasons = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name=_("reasons for closing")
    )
    closing_note = models.TextField(_("closing note"), blank=True)
    # Taken over from a file of the project's: whoever decided on the target group then is not known here.
    is_imported = models.BooleanField(_("imported"), default=False, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            start_before_end("enrolment_period", _("The last day of an enrolment is not before its first.")),
            no_overlap(
                "enrolment_no_overlap",
                _("The young person is already enrolled in the programme in that period."),
                within=["person", "programme"],
            ),
            models.CheckConstraint(
                name="enrolment_closed_with_reason",
                condition=Q(end__isnull=True, closing_reasons=[]) | Q(end__isnull=False, closing_reasons__len__gt=0),
                violation_error_message=_("Closing needs a date and at least one reason."),
            ),
            models.CheckConstraint(
                name="enrolment_screened_or_reopened",
                condition=Q(screening__isnull=False) | Q(reopens__isnull=False) | Q(is_imported=True),
                violation_error_message=_("An enrolment rests on a screening or reopens an earlier enrolment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.reference} · {self.programme}"

    def state_on(self, day: date) -> EnrolmentState:
        """Where the enrolment stands when `day` is over, be it the last day of the enrolment or of a pause."""
        if not Period(self.start, self.end).goes_on_after(day):
            return EnrolmentState.CLOSED
        paused = any(Period(pause.start, pause.end).goes_on_after(day) for pause in self.pauses.all())
        return EnrolmentState.PAUSED if paused else EnrolmentState.ACTIVE


class PhaseSpell(Record):
    """One stay of an enrolment in a phase. Spells follow each other without gap or overlap: the database checks."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="phase_spells")
    phase = models.ForeignKey(PhaseTemplate, on_delete=models.PROTECT, related_name="spells", verbose_name=_("phase"))
    start = models.DateField(_("from"))
    end = EndDate(_("last day"), null=True, blank=True)
    target_end = models.DateField(_("target"), null=True, blank=True)
    reason = models.TextField(_("why this phase"), blank=True)

    class Meta:
        ordering = ["enrolment", "start"]
        verbose_name = _("phase spell")
        verbose_name_plural = _("phase spells")
        constraints = [
            start_before_end("phase_spell_period", _("A phase lasts at least one day.")),
            no_overlap("phase_spell_no_overlap", _("Two phases cannot run at the same time."), within=["enrolment"]),
        ]

    def __str__(self) -> str:
        return str(self.phase)


class StepDone(Record):
    """A phase step that has been done for an enrolment; undoing removes nothing, it sets `undone`."""

    spell = models.ForeignKey(PhaseSpell, on_delete=models.PROTECT, related_name="steps_done")
    step = models.ForeignKey(PhaseStep, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(_("done on"))
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["spell", "done_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["spell", "step"],
                condition=Q(undone=False),
                name="step_done_once",
                violation_error_message=_("The step is already done."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.step)


class Pause(Record):
    """A time in which the enrolment rests (prison, hospital, lost contact); it moves the phase target."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(_("reason"), max_length=40, choices=PAUSE_REASONS.choices)
    start = models.DateField(_("from"))
    end = EndDate(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ["enrolment", "start"]
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            start_before_end("pause_period", _("A pause lasts at least one day.")),
            no_overlap("pause_no_overlap", _("There is already a pause in that period."), within=["enrolment"]),
            models.CheckConstraint(
                name="pause_reason_known",
                condition=Q(reason__in=PAUSE_REASONS.codes),
                violation_error_message=_("Choose a reason from the list."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())


class Assignment(Record):
    """A worker's responsibility for a young person in an enrolment, for a period; history is kept."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="assignments")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("worker"))
    function = models.CharField(_("function"), max_length=20, choices=WorkerFunction.choices)
    start = models.DateField(_("from"))
    end = EndDate(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ["enrolment", "start"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            start_before_end("assignment_period", _("An assignment lasts at least one day.")),
            no_overlap(
                "assignment_no_overlap",
                _("The worker already has this function for the young person in that period."),
                within=["enrolment", "worker", "function"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} · {self.get_function_display()}"
