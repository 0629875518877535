"""Tables of the courses themselves: where they are, and how they stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from cases.questionnaires.definition import Text
from reporting.figures.rules import half_up, quartiles
from reporting.kinds.coarse import Coarser, labels_of, rare, said
from reporting.tabulation.adding import Part, plain
from reporting.tabulation.facts import Course
from reporting.tabulation.reading import Items
from reporting.tabulation.results import MERGED, TOGETHER, Cell, Computed, Row, TableResult, counted

RUNNING = "running"
# The rows of units that stand last, in any order of names.
LAST = {"unknown": Text("Uoplyst", "Not known"), MERGED: TOGETHER}


@dataclass(frozen=True)
class Units:
    """How many courses each organisation or municipality has."""

    name: ClassVar[str] = "distribution"
    adds: ClassVar[bool] = True
    base: ClassVar[str] = "all"
    unit: str = "organisation"
    together: frozenset[str] = frozenset()

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        counts = Counter(self._of(course) for course in courses)
        names = sorted(counts, key=lambda name: (name in LAST, name))
        return Computed(
            len(courses), 0, counted({name: LAST.get(name, Text.of(name)) for name in names}, counts, len(courses))
        )

    def _of(self, course: Course) -> str:
        name: str = getattr(course, self.unit) or "unknown"
        return MERGED if name in self.together else name

    def coarser(self, result: TableResult, items: Items) -> Coarser | None:
        """Units with few courses together."""
        keys = rare(result.rows)
        if not keys:
            return None
        return Coarser(replace(self, together=frozenset(keys)), items, said(labels_of(result.rows, keys)))

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.whole(plain(part.rows))


@dataclass(frozen=True)
class Status:
    """Courses that run, were completed or broken off; with the days that they took, or have taken so far.

    How long the running ones have run is known only as of a day.
    """

    name: ClassVar[str] = "distribution"
    adds: ClassVar[bool] = True
    base: ClassVar[str] = "all"
    as_of: date | None = None
    labels: ClassVar[Mapping[str, Text]] = {
        RUNNING: Text("I gang", "Running"),
        "completed": Text("Gennemført", "Completed"),
        "broken_off": Text("Afbrudt", "Broken off"),
    }
    spread: ClassVar[Mapping[str, Text]] = {
        "lower": Text("Nedre kvartil, dage", "Lower quartile, days"),
        "median": Text("Median, dage", "Median, days"),
        "upper": Text("Øvre kvartil, dage", "Upper quartile, days"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        days: dict[str, list[int]] = {key: [] for key in self.labels}
        counts: Counter[str] = Counter()
        for course in courses:
            state = course.closed or (RUNNING if course.end is None else "")
            state = state if state in self.labels else "status_unknown"
            counts[state] += 1
            until = course.end or (self.as_of if state == RUNNING else None)
            if state in days and until:
                days[state].append((until - course.start).days)
        unknown = counts.pop("status_unknown", 0)
        rows = tuple(
            Row(row.key, row.label, row.count, row.percent, cells=self._lasted(days[row.key]))
            for row in counted(self.labels, counts, counts.total())
        )
        return Computed(counts.total(), 0, rows, Counter(status_unknown=unknown))

    def _lasted(self, days: list[int]) -> tuple[Cell, ...]:
        found = quartiles(days)
        if found is None:
            return ()
        rounded = [float(half_up(one)) for one in found]
        return tuple(
            Cell(key, label, value=one) for (key, label), one in zip(self.spread.items(), rounded, strict=True)
        )

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.whole(plain(part.rows))
