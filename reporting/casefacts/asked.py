"""What a reader of case facts is asked: whose courses, up to which day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

from cases.core.periods import Period
from cases.enrolments.models import EnrolmentQuerySet
from cases.programmes.models import Programme
from reporting.figures.facts import Facts
from reporting.tabulation.facts import Course

R = TypeVar("R")

# Without a moment whatever is registered by now counts, when it happened in time: as with the status reports.
EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """The courses that take part, as plain facts and as rows of the database, and the day up to which facts count.

    With `known_at` only what was registered by then.
    """

    programme: Programme
    as_of: date
    enrolments: EnrolmentQuerySet
    courses: Sequence[Course] = ()
    start: date | None = None
    end: date | None = None
    known_at: datetime = EVER

    @cached_property
    def facts(self) -> Facts:
        """The same as an indicator reads it: from the first day of the earliest course to the day."""
        first = min((course.start for course in self.courses), default=self.as_of)
        return Facts(self.programme, Period(first, None), self.as_of, self.known_at)

    @cached_property
    def _by_person(self) -> dict[int, list[tuple[date, Course]]]:
        found: defaultdict[int, list[tuple[date, Course]]] = defaultdict(list)
        for course in sorted(self.courses, key=lambda course: (course.start, course.key)):
            found[course.person].append((course.start, course))
        return dict(found)

    def by_course(self, rows: Iterable[tuple[int, date, R]]) -> Iterator[tuple[Course, date, R]]:
        """What happened to a young person on a day, with the latest course that had begun; else it is nobody's."""
        for person, day, what in rows:
            begun = self._by_person.get(person, [])
            if place := bisect_right(begun, day, key=_start):
                yield begun[place - 1][1], day, what


def _start(one: tuple[date, Any]) -> date:
    return one[0]
