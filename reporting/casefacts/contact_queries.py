"""What the contact log says of each course: visits, months with a contact, network meetings."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from cases.contacts.codes import NETWORK_MEETING, VISIT, ContactOutcome
from cases.core.periods import ONE_DAY, Period
from reporting.casefacts.asked import Asked
from reporting.casefacts.rules import MEETINGS, months_since
from reporting.kinds.given import Meetings
from reporting.tabulation.facts import Course

AT_A_TIME = 5_000
HELD = (ContactOutcome.REACHED, ContactOutcome.WITHOUT)
PRIVATE = "privat"


def _by_day(rows: QuerySet[Any]) -> QuerySet[Any]:
    dated: QuerySet[Any] = rows.order_by().annotate(day=TruncDate("contact__happened_at"))
    return dated


def _until(course: Course, as_of: date) -> date:
    """The first day that is no longer the course's own, or the day after the one that facts count up to."""
    return Period(course.start, course.end).end_by(as_of + ONE_DAY)


def visits(asked: Asked) -> dict[int, tuple[tuple[date, int | None], ...]]:
    """The day and the minutes of every visit in which the young person was met."""
    rows = _by_day(
        asked.facts.participations.filter(contact__kind=VISIT, contact__outcome=ContactOutcome.REACHED)
    ).values_list("person", "day", "contact__minutes")
    found: defaultdict[int, list[tuple[date, int | None]]] = defaultdict(list)
    for course, day, minutes in asked.by_course(rows.iterator(chunk_size=AT_A_TIME)):
        found[course.key].append((day, minutes))
    return {course.key: tuple(found.get(course.key, ())) for course in asked.courses}


def months(asked: Asked) -> dict[int, tuple[int, int]]:
    """In how many months of the course the young person was reached, and how many months it has had.

    A month goes from the day of the month on which the course began to the day before it in the next; the one that
    has begun counts.
    """
    rows = _by_day(asked.facts.participations.filter(contact__outcome=ContactOutcome.REACHED))
    found: defaultdict[int, set[int]] = defaultdict(set)
    days = rows.values_list("person", "day").distinct().iterator(chunk_size=AT_A_TIME)
    for course, day, _what in asked.by_course((person, day, None) for person, day in days):
        found[course.key].add(months_since(course.start, day))
    return {
        course.key: (
            len(found.get(course.key, ())),
            months_since(course.start, _until(course, asked.as_of) - ONE_DAY) + 1,
        )
        for course in asked.courses
    }


def network_meetings(asked: Asked) -> dict[int, Meetings]:
    """Network meetings by the contact log and the status reports: what is said of one day is one meeting.

    Who took part beside the young person stands in the status reports alone.
    """
    rows = _by_day(
        asked.facts.participations.filter(contact__kind=NETWORK_MEETING, contact__outcome__in=HELD)
    ).values_list("person", "day")
    held: defaultdict[int, set[date]] = defaultdict(set)
    for course, day, _what in asked.by_course((person, day, None) for person, day in rows):
        held[course.key].add(day)
    return {course.key: _meetings(course, held[course.key], asked.as_of) for course in asked.courses}


def _meetings(course: Course, held: set[date], as_of: date) -> Meetings:
    told = list(_told(course))
    days: timedelta = _until(course, as_of) - course.start
    private = {day for day, code in told if code == PRIVATE}
    return Meetings(days.days, len(held | {day for day, _code in told}), len(private))


def _told(course: Course) -> Iterator[tuple[date, str]]:
    """Each day of a meeting that a report of the course tells, with one of those who took part."""
    for report in course.reports:
        for event in report.answers.get(MEETINGS) or ():
            if day := event.get("from"):
                yield date.fromisoformat(day), event["code"]
