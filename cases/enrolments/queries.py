"""Running enrolments and their people, the way into a programme, the course of an enrolment, the steps of a phase."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.utils.translation import gettext as _

from cases.core.codes import Label
from cases.core.periods import Period, last_day, open_after
from cases.enrolments.codes import CLOSING_REASONS
from cases.enrolments.models import Assignment, Enrolment, EnrolmentQuerySet, Pause, PhaseSpell, StepDone
from cases.enrolments.rules import Course, Mark, Part, Spell, check_course
from cases.intake.codes import SCREENING_REASONS, ScreeningOutcome
from cases.intake.models import Screening
from cases.intake.queries import decisions
from cases.people.models import Person, PersonQuerySet
from cases.programmes.models import PhaseStep, PhaseTemplate, Programme
from cases.staff.models import User
from cases.teams.models import Membership, Team


@dataclass(frozen=True)
class Selection:
    """The part of the work that is looked at, as it stands in the address; None and "" are no filter."""

    programme: Programme | None = None
    team: Team | None = None
    worker: User | None = None
    function: str = ""
    phase: PhaseTemplate | None = None


EVERYTHING = Selection()


def running_on(user: User, today: date, selection: Selection = EVERYTHING) -> EnrolmentQuerySet:
    """The running enrolments of the user's teams. Protected young people are among them."""
    rows = Enrolment.objects.going_on(today).filter(team__in=user.scope.team_ids)
    if selection.programme:
        rows = rows.filter(programme=selection.programme)
    if selection.team:
        rows = rows.filter(team=selection.team)
    if selection.phase:
        rows = rows.filter(
            Exists(PhaseSpell.objects.filter(open_after(today), enrolment=OuterRef("pk"), phase=selection.phase))
        )
    if selection.worker:
        assigned = Assignment.objects.filter(open_after(today), enrolment=OuterRef("pk"), worker=selection.worker)
        rows = rows.filter(Exists(assigned.filter(function=selection.function) if selection.function else assigned))
    return rows


def people_in(user: User, today: date, selection: Selection = EVERYTHING) -> PersonQuerySet:
    """Everybody the user may see, enrolled or not; with a programme, phase or worker those who are enrolled there."""
    if selection.programme or selection.phase or selection.worker:
        enrolled = running_on(user, today, selection).values("person")
        return Person.objects.visible_to(user).filter(pk__in=enrolled)
    people = Person.objects.visible_to(user)
    return in_team(people, selection.team) if selection.team else people


def in_team(people: PersonQuerySet, team: Team) -> PersonQuerySet:
    """The team's own, and those who ever were enrolled with it."""
    return people.filter(Q(team=team) | Q(pk__in=Enrolment.objects.filter(team=team).values("person")))


def with_leavers(assignments: QuerySet[Assignment], today: date) -> QuerySet[Any]:
    """Assignments with `has_left`: the worker can open no young person any more."""
    return assignments.annotate(has_left=truth(~at_work(today)))


def people_of_worker(worker: User, today: date) -> int:
    """How many young people have the worker assigned in a running enrolment, whoever may see them."""
    return Person.objects.filter(
        Exists(Assignment.objects.filter(open_after(today), worker=worker, enrolment__person=OuterRef("pk")))
    ).count()


def at_work(today: date) -> Q:
    """Filter for assignments whose worker has an open account and a role in a team, be it another team."""
    return Q(worker__in=Membership.objects.of_workers(today).values("user"))


def truth(condition: Q) -> "ExpressionWrapper[Any]":
    """A condition as a column."""
    return ExpressionWrapper(condition, output_field=BooleanField())


@dataclass(frozen=True)
class Intake:
    """What has been decided so far. `waiting`: a yes without an enrolment. `closed`: what has ended, newest first.

    `refused` is the latest decision where it is a no, `ended` the last enrolment where no decision has said no since.
    """

    waiting: list[Screening]
    closed: list[Enrolment]
    refused: Screening | None
    ended: Enrolment | None
    today: date

    @property
    def reopenable(self) -> list[Enrolment]:
        """The closed ones that can be taken up again: from the day after the last one, and once."""
        return [
            row for row in self.closed if getattr(row, "reopened_as", None) is None and last_day(row.end) != self.today
        ]

    @property
    def unused(self) -> list[Screening]:
        """The decisions that no enrolment rests on, which can still be taken back."""
        return [*self.waiting, *([self.refused] if self.refused else [])]

    @property
    def badge(self) -> str:
        """Where someone without a running enrolment stands, in a word."""
        if self.waiting or not (self.refused or self.ended):
            return _("Not enrolled")
        return str(self.refused) if self.refused else _("Enrolment closed")

    @property
    def reasons(self) -> list[Label]:
        """Why it was a no, or why the enrolment was closed."""
        if self.refused:
            return [SCREENING_REASONS[code].label for code in self.refused.reasons]
        return [CLOSING_REASONS[code].label for code in self.ended.closing_reasons] if self.ended else []


def intake_of(person: Person, today: date) -> Intake:
    """Everything decided about a young person's way into programmes."""
    return intakes([person], today)[person.pk]


def intakes(people: Iterable[Person], today: date) -> dict[int, Intake]:
    """The same for several young people, by their key; a fixed number of queries."""
    people = list(people)
    prefetch_related_objects(
        people,
        Prefetch("screenings", decisions()),
        Prefetch("enrolments", Enrolment.objects.select_related("programme", "reopened_as")),
    )
    return {
        person.pk: _intake(list(person.screenings.all()), list(person.enrolments.all()), today) for person in people
    }


def _intake(decided: list[Screening], enrolments: list[Enrolment], today: date) -> Intake:
    used = {row.screening_id for row in enrolments}
    waiting = [row for row in _latest(decided) if row.pk not in used]
    closed = [row for row in enrolments if not Period(row.start, row.end).goes_on_after(today)]
    ended = max(closed, key=lambda row: row.end or today, default=None)
    refused = decided[0] if decided and decided[0].outcome == ScreeningOutcome.NOT_ELIGIBLE else None
    if refused and ended and Period(ended.start, ended.end).not_over(refused.decided_on):
        refused = None
    return Intake(waiting, closed, refused, None if refused else ended, today)


def _latest(decided: list[Screening]) -> list[Screening]:
    """The latest screening of each programme, where it says yes; newest first."""
    latest: dict[int, Screening] = {}
    for screening in decided:
        latest.setdefault(screening.programme_id, screening)
    return [row for row in latest.values() if row.outcome != ScreeningOutcome.NOT_ELIGIBLE]


def check_whole(enrolment: Enrolment) -> None:
    """Raises `Refused` where what is saved of the enrolment, a step taken just now included, is out of order.

    A step of long ago fits the day it happened on, and the days since may still contradict it.
    """
    check_course(
        course_of(
            enrolment,
            spells=enrolment.phase_spells.select_related("phase").order_by("start"),
            pauses=enrolment.pauses.all(),
            assignments=enrolment.assignments.select_related("worker"),
        )
    )


def course_of(
    enrolment: Enrolment, *, spells: Iterable[PhaseSpell], pauses: Iterable[Pause], assignments: Iterable[Assignment]
) -> Course:
    """The parts as they stand in memory, spells in their order; steps that are done as they are saved."""
    begun = {spell.pk: spell.start for spell in spells}
    done = StepDone.objects.filter(spell__enrolment=enrolment, undone=False).select_related("step")
    again = Enrolment.objects.filter(reopens=enrolment).first()
    return Course(
        period=Period(enrolment.start, enrolment.end),
        decided_on=enrolment.screening.decided_on if enrolment.screening else None,
        taken_up_from=enrolment.reopens.end if enrolment.reopens else None,
        taken_up_on=again.start if again else None,
        spells=[Spell(str(s), Period(s.start, s.end), s.phase.position, bool(s.reason)) for s in spells],
        pauses=_parts(pauses),
        assignments=_parts(assignments),
        marks=[Mark(str(row), row.done_on, begun[row.spell_id]) for row in done],
    )


def _parts(rows: Iterable[Pause | Assignment]) -> list[Part]:
    ordered = sorted(rows, key=lambda row: row.start)
    return [Part(str(row), Period(row.start, row.end)) for row in ordered]


@dataclass(frozen=True)
class Task:
    """A step of the running phase, with the mark that says it is done."""

    step: PhaseStep
    done: StepDone | None


def tasks(spell: PhaseSpell | None) -> list[Task]:
    """The steps of the running phase in their order; retired ones only where they were done."""
    if spell is None:
        return []
    marks = {mark.step_id: mark for mark in spell.steps_done.all() if not mark.undone}
    steps = sorted(spell.phase.steps.all(), key=lambda step: step.position)
    return [Task(step, marks.get(step.pk)) for step in steps if step.is_active or step.pk in marks]
