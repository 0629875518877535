"""The plain facts that a table is made from: courses with their status reports.

Whoever reads them from the database decides what is known (as of a day, current versions alone); nothing here asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.questionnaires.codes import UNKNOWN
from cases.questionnaires.definition import Text
from cases.statusreports.codes import ReportKind

# On one day the reports of a course stand in this order; the last of them is the latest.
KINDS = tuple(ReportKind.values)

# A real answer ("Ved ikke") of every question that offers it.
DONT_KNOW = UNKNOWN

PRESENT = ("tidligere", "aktuelt")


@dataclass(frozen=True, slots=True)
class Report:
    """One status report (indberetning) as it stands now.

    `answers` is flat: a key that is missing was not asked, None is blank, `ved_ikke` is a real answer.
    """

    key: int
    kind: str
    on: date
    answers: Mapping[str, Any]


def in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Reports from the first to the latest: by day, then as a course goes, then as they were made."""
    return tuple(sorted(reports, key=lambda report: (report.on, KINDS.index(report.kind), report.key)))


@dataclass(frozen=True, slots=True)
class Course:
    """One enrolment (forløb) with its reports, from `in_order`. `end` is the first day that is no longer its own.

    `key` is the enrolment's. `facts` is what the case itself says, by its source; what is missing was not read.
    """

    key: int
    person: int
    start: date
    end: date | None = None
    closed: str | None = None
    birth_date: date | None = None
    age_given: int | None = None
    gender: str = ""
    municipality: str = ""
    organisation: str = ""
    programme: str = ""
    reports: tuple[Report, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def age_on(self, day: date) -> int | None:
        """Completed years on a day; the age that was given where the day of birth is not known."""
        born = self.birth_date
        if born is None:
            return self.age_given
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Courses that a table leaves out, for one reason; None where an edition hides how many."""

    key: str
    label: Text
    count: int | None


@dataclass(frozen=True, slots=True)
class Population:
    """The courses of a programme that take part, and how many are out of them already (declined, withdrawn)."""

    courses: tuple[Course, ...]
    exclusions: tuple[Exclusion, ...] = ()
