"""What the contact log, handovers and days of a course say in the answers and rows of a table."""

from collections.abc import Collection
from datetime import date
from statistics import median
from typing import Any

from cases.report_forms.known_facts import how_long, how_often, looked_back_on
from reporting.tabulation.facts import Course
from reporting.tabulation.reading import report_at

VISITS, MONTHS, MEETINGS, SERVICES = "visits", "months", "network_meetings", "services"

NONE = "none"

# Shares of the months of a course, in whole per cent, with the most that falls in each.
MONTH_SHARES = ((0, "0"), (49, "1_49"), (79, "50_79"), (99, "80_99"), (100, "100"))


def months_since(start: date, day: date) -> int:
    """Whole months from one day to another: the month that has begun is not among them."""
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


def _visits(course: Course) -> list[int | None] | None:
    """The minutes of each visit in the months that the latest report looks back on; None where nothing is known."""
    report = report_at(course, "latest")
    if report is None or VISITS not in course.facts:
        return None
    period = looked_back_on(report.on)
    return [minutes for day, minutes in course.facts[VISITS] if period.contains(day)]


def visits_said(course: Course) -> Collection[str] | None:
    """How often somebody was visited by the contact log, as the answer that is nearest to it."""
    found = _visits(course)
    if not found:
        return None if found is None else (NONE,)
    period = looked_back_on(course.reports[-1].on)
    return (how_often(len(found), period.days(until=period.end or period.start) / 7),)


def minutes_said(course: Course) -> Collection[str] | None:
    """How long the visits were by the contact log: the answer that their median falls in."""
    found = _visits(course)
    if found is None:
        return None
    timed = [minutes for minutes in found if minutes is not None]
    return (how_long(median(timed)) if timed else NONE,)


def months_said(course: Course) -> Collection[str] | None:
    """In how many of the months of the course somebody was reached, as a share of all of them."""
    known: Any = course.facts.get(MONTHS)
    if not known:
        return None
    reached, months = known
    share = 100 * reached / months
    return (next(code for most, code in MONTH_SHARES if share < most + 1),) if reached else ("0",)


def services_said(course: Course) -> Collection[str] | None:
    """The services that have taken the young person in and met them."""
    return course.facts[SERVICES] or (NONE,) if SERVICES in course.facts else None
