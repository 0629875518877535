"""Who stands behind a count, for somebody who may see them: as many as it counts, of whom some may be out of reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.core.periods import last_day
from cases.enrolments.models import Enrolment
from cases.people.models import Person, danish_order
from cases.staff.models import User
from reporting.tabulation.facts import Course


@dataclass(frozen=True)
class Row:
    """One young person, with the days of the course that is counted where it is a course."""

    person: Person
    start: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Behind:
    """Those the user may see, by name, and how many more are counted whom the user may not."""

    rows: list[Row]
    hidden: int


def people_behind(user: User, found: Sequence[Any]) -> Behind:
    """The young people of some courses, or of enquiries or waits."""
    is_of_courses = all(isinstance(one, Course) for one in found)
    rows = _of_courses(user, found) if is_of_courses else _of_people(user, found)
    counted = len(found) if is_of_courses else len({one.person for one in found})
    return Behind(rows, counted - len(rows))


def _of_courses(user: User, found: Sequence[Course]) -> list[Row]:
    enrolments = Enrolment.objects.visible_to(user).filter(pk__in=[course.key for course in found])
    ordered = enrolments.select_related("person").order_by(danish_order("person__"), "start", "pk")
    return [Row(one.person, one.start, last_day(one.end)) for one in ordered]


def _of_people(user: User, found: Sequence[Any]) -> list[Row]:
    people = Person.objects.visible_to(user).filter(pk__in=[one.person for one in found])
    return [Row(person) for person in people.in_danish_order()]
