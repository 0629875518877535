"""The dates of an enrolment as one course: what must hold of them however they came about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.codelists.base import Label
from cases.enums import EnrolmentEvent as Event
from cases.enums import EnrolmentState
from cases.periods import ONE_DAY, Period
from cases.rules.enrolments import ENROLMENT_STATES, needs_reason
from cases.rules.errors import Refused


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
    start, end = part.period.start, part.period.end
    if end is not None and end <= start:
        text = _("%(what)s would end before it begins on %(day)s.")
        raise Refused(text % {"what": part.name, "day": _day(start)})
    if start < whole.start or (whole.end is not None and (end is None or end > whole.end)):
        text = _("%(what)s from %(day)s would not lie within the enrolment. Correct it first.")
        raise Refused(text % {"what": part.name, "day": _day(start)})


def _check_phases(spells: Sequence[Spell]) -> None:
    for before, spell in pairwise(spells):
        names = {"what": spell.name, "day": _day(spell.period.start)}
        if before.period.end != spell.period.start:
            raise Refused(_("%(what)s from %(day)s would not follow the phase before it.") % names)
        if needs_reason(before.position, spell.position) and not spell.has_reason:
            raise Refused(_("%(what)s from %(day)s would skip or repeat a phase. Write why in that phase.") % names)


def _replay(course: Course) -> None:
    """Walk through everything that happened, day by day, with the table of states."""
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
    if course.period.end:
        yield course.period.end - ONE_DAY, 4, Event.CLOSE, _("The closing")


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
