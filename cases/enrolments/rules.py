"""What can happen to an enrolment, and whether its whole course holds together."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.core.codes import Label
from cases.core.errors import Refused
from cases.core.periods import ONE_DAY, Period
from cases.core.transitions import StateTable
from cases.enrolments.codes import CLOSING_REASONS, EnrolmentState
from cases.enrolments.codes import EnrolmentEvent as Event
from cases.enrolments.codes import EnrolmentState as State

# Reopening starts a new enrolment, so the closed one stays closed.
ENROLMENT_STATES: StateTable[State, Event] = StateTable(
    (Event.ENROL, [State.SCREENED], State.ACTIVE),
    (Event.CHANGE_PHASE, [State.ACTIVE], None),
    (Event.PAUSE, [State.ACTIVE], State.PAUSED),
    (Event.RESUME, [State.PAUSED], State.ACTIVE),
    (Event.CLOSE, [State.ACTIVE, State.PAUSED], State.CLOSED),
    (Event.REOPEN, [State.CLOSED], None),
)

NOT_TIED = gettext_lazy("The team does not work in the programme. An administrator can give access.")


def phase_target(start: date, target_days: int | None) -> date | None:
    """The day a phase that begins on `start` should be over; None where the programme sets no length."""
    return None if target_days is None else start + timedelta(days=target_days)


def needs_reason(from_position: int, to_position: int) -> bool:
    """A young person may go back a phase or skip one, and then the worker says why."""
    return to_position != from_position + 1


def closing_reasons(reasons: Collection[str], *, on: date) -> list[str]:
    """The codes in the order of the list. Raises `Refused` without one, or with one that was not in use on the day."""
    offered = dict(CLOSING_REASONS.choices_on(on))
    if not reasons or set(reasons) - set(offered):
        raise Refused(_("Choose at least one reason from the list."), field="reasons")
    return [code for code in offered if code in set(reasons)]


@dataclass(frozen=True)
class Part:
    """Something that lasts: a phase, a pause, an assignment. `name` is how the user knows it."""

    name: Label
    period: Period


@dataclass(frozen=True)
class Spell(Part):
    """A time in a phase; `position` is the phase's place in the programme."""

    position: int
    has_reason: bool


@dataclass(frozen=True)
class Mark:
    """A step that is done, and the first day of the time in its phase."""

    name: Label
    on: date
    begun: date


@dataclass(frozen=True)
class Course:
    """An enrolment with its parts, each kind in the order of its first days.

    `taken_up_from`: the end of the enrolment that it takes up again. `taken_up_on`: when another took this one up.
    """

    period: Period
    decided_on: date | None
    spells: Sequence[Spell]
    pauses: Sequence[Part]
    assignments: Sequence[Part]
    marks: Sequence[Mark] = ()
    taken_up_from: date | None = None
    taken_up_on: date | None = None


def check_course(course: Course) -> None:
    """Raises `Refused`, naming what and when, where the dates contradict each other or the table of states."""
    if course.decided_on and course.period.start < course.decided_on:
        text = _("The decision on the target group was made on %(day)s: the enrolment cannot begin before it.")
        raise Refused(text % {"day": _day(course.decided_on)})
    _check_taken_up(course)
    for part in (Part(_("The enrolment"), course.period), *course.spells, *course.pauses, *course.assignments):
        _check_within(part, course.period)
    _check_phases(course.spells)
    _check_marks(course)
    _replay(course)


def _check_taken_up(course: Course) -> None:
    """One enrolment takes up another where it ended, never before."""
    if course.taken_up_from and course.period.start < course.taken_up_from:
        text = _("The enrolment that is taken up again ended on %(day)s: this one begins later.")
        raise Refused(text % {"day": _day(course.taken_up_from - ONE_DAY)})
    if course.taken_up_on and course.period.overlaps(Period(course.taken_up_on)):
        text = _("The enrolment was taken up again on %(day)s: it ends before that day.")
        raise Refused(text % {"day": _day(course.taken_up_on)})


def _check_marks(course: Course) -> None:
    for mark in course.marks:
        words = {"what": mark.name, "day": _day(mark.on)}
        if mark.on < mark.begun:
            raise Refused(_("“%(what)s” was done on %(day)s: the phase cannot begin after it.") % words)
        if not course.period.not_over(mark.on):
            raise Refused(_("“%(what)s” was done on %(day)s: the enrolment cannot end before it.") % words)


def _check_within(part: Part, whole: Period) -> None:
    words = {"what": part.name, "day": _day(part.period.start)}
    if part.period.is_empty:
        raise Refused(_("%(what)s would end before it begins on %(day)s.") % words)
    if not whole.covers(part.period):
        raise Refused(_("%(what)s from %(day)s would not lie within the enrolment. Correct it first.") % words)


def _check_phases(spells: Sequence[Spell]) -> None:
    for before, spell in pairwise(spells):
        names = {"what": spell.name, "day": _day(spell.period.start)}
        if before.period.end != spell.period.start:
            raise Refused(_("%(what)s from %(day)s would not follow the phase before it.") % names)
        if needs_reason(before.position, spell.position) and not spell.has_reason:
            raise Refused(_("%(what)s from %(day)s would skip or repeat a phase. Write why in that phase.") % names)


def _replay(course: Course) -> None:
    """Walk through everything that happened, day by day, with the table of states.

    Not the closing: it comes last, for every part lies within the enrolment, and may come in a pause or outside one.
    """
    state = EnrolmentState.ACTIVE
    for day, _rank, event, what in sorted(_events(course), key=lambda row: row[:2]):
        if not ENROLMENT_STATES.allows(state, event):
            text = _("%(what)s on %(day)s would not fit the pauses of the enrolment.")
            raise Refused(text % {"what": what, "day": _day(day)})
        state = ENROLMENT_STATES.after(state, event)


def _events(course: Course) -> Iterator[tuple[date, int, Event, Label]]:
    """What happened when, with its place within the day: a pause is over before its last day is."""
    for spell in course.spells[1:]:
        yield spell.period.start, 1, Event.CHANGE_PHASE, spell.name
    for pause in course.pauses:
        yield pause.period.start, 2, Event.PAUSE, pause.name
        if pause.period.end:
            last = pause.period.end - ONE_DAY
            yield last, 3 if last == pause.period.start else 0, Event.RESUME, pause.name


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
