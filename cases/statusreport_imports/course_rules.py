"""A course of a file held against what is there: the same course, and others of the young person. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.core.periods import ONE_DAY, Period, last_day
from cases.statusreport_imports.rules import CourseFacts


@dataclass(frozen=True, slots=True)
class CourseThere:
    """A course as it is here. `person` is what the file called the young person that brought it.

    `lasting` is the latest day on which something of it began that goes on: a phase, a pause, an assignment.
    """

    start: date
    end: date | None
    person: str
    lasting: date


def period_of(start: date, last: date | None) -> Period:
    """The period up to and with a last day."""
    return Period(start, None if last is None else last + ONE_DAY)


def against_there(facts: CourseFacts, there: CourseThere) -> Iterator[tuple[str, str]]:
    """What a file says otherwise about a course than what stands here, as column and sentence."""
    if facts.start != there.start:
        yield "started_on", _("The course began on %(day)s here.") % {"day": _day(there.start)}
    if facts.person and there.person and facts.person != there.person:
        yield "person", _("The course is here with another young person.")
    if facts.last_day is None:
        return
    closed_on = last_day(there.end)
    if closed_on is not None and closed_on != facts.last_day:
        yield "ended_on", _("The course was closed on %(day)s here.") % {"day": _day(closed_on)}
    if closed_on is None and facts.last_day < there.lasting:
        said = _("The course goes on here: a phase, a pause or an assignment began on %(day)s.")
        yield "ended_on", said % {"day": _day(there.lasting)}


def check_apart(facts: CourseFacts, taken: list[Period]) -> Iterator[tuple[str, str]]:
    """Whether a new course lies apart from the other courses of the young person; then it is one of them."""
    period = period_of(facts.start, facts.last_day)
    if any(period.overlaps(other) for other in taken):
        yield "enrolment", _("The young person has another course in the programme at that time.")
    else:
        taken.append(period)


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
