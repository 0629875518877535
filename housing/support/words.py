"""A support case in marks, buttons and rows of a list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.core.periods import last_day
from housing.steps.codes import Actor
from housing.steps.words import Button, Mark, day_text, marks_of
from housing.support import rules as supportcases
from housing.support.codes import SupportState
from housing.support.models import SupportCase

SUPPORT_TONES = {
    SupportState.HEARING: "warning",
    SupportState.GRANTED: "success",
    SupportState.STARTED: "success",
    SupportState.REFUSED: "error",
}


@dataclass(frozen=True)
class SupportLine:
    """One support case in a list: whose turn it is, and whether the answer to its hearing is overdue."""

    case: SupportCase
    actor: Actor
    tone: str
    late: bool

    @property
    def waits(self) -> bool:
        """Running or closed support waits for nobody."""
        return self.actor != Actor.NOBODY


def support_marks(case: SupportCase) -> list[Mark]:
    """The way of a support case; a refused or dropped one ends where it stopped."""
    days: dict[str, date | None] = {
        SupportState.OPENED: case.opened_on,
        SupportState.TALKED: case.talked_on,
        SupportState.HEARING: case.hearing_sent_on,
        SupportState.GRANTED: case.decided_on,
        SupportState.STARTED: case.start,
        SupportState.ENDED: last_day(case.end),
    }
    state, path = case.step, supportcases.PATH
    if state in path:
        taken = [step for step in path if days[step] or path.index(step) > path.index(state)]
        return marks_of(taken, state, days)
    granted = [] if state == SupportState.REFUSED else [SupportState.GRANTED]
    walked = [SupportState.OPENED, SupportState.TALKED, SupportState.HEARING, *granted]
    done = [Mark(step.label, "done", day_text(days[step])) for step in walked if days[step]]
    return [*done, Mark(state.label, "current", day_text(case.state_since))]


def support_buttons(case: SupportCase, *, may_decide: bool) -> list[Button]:
    """Only what is possible now, and only for those who decide: decisions, and dropping what was decided."""
    steps = supportcases.steps_from(case.step, hearing_answered=case.hearing_answered_on is not None)
    return [
        Button(step.label, reverse("housing:support_step", args=[case.pk, step]))
        for step in steps
        if may_decide or not supportcases.needs_decider(step, case.step)
    ]


def support_lines(cases: Iterable[SupportCase], today: date) -> Iterator[SupportLine]:
    """Support cases as the rows of a list."""
    for case in cases:
        yield SupportLine(case, case.next_actor_on(today), SUPPORT_TONES.get(case.step, ""), case.is_late_on(today))
