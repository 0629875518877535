"""Kinds of tables that lay days or the case itself beside what was stated in status reports."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from cases.core.periods import ONE_DAY
from cases.questionnaires.definition import Text
from reporting.figures.rules import percent
from reporting.kinds.distributions import Distribution, Several
from reporting.kinds.given import Spread, Wait
from reporting.tabulation.adding import Part
from reporting.tabulation.facts import Course
from reporting.tabulation.reading import Items
from reporting.tabulation.results import Cell, Computed, Row

# What a cell is called that holds what the case says.
CASE = "case"


@dataclass(frozen=True)
class Beside:
    """What was stated, and as a cell of each row what the case itself says of the same courses.

    `said` gives the rows that the case puts a course in, or None where nothing is known of it: its base is its own.
    `more` are rows that the case alone can say; where it `says_no_answer`, those are all it can say.
    """

    stated: Distribution | Several
    said: Callable[[Course], Collection[str] | None]
    label: Text
    more: Mapping[str, Text]
    says_no_answer: bool = False

    @property
    def name(self) -> str:
        return self.stated.name

    @property
    def adds(self) -> bool:
        return self.stated.adds

    @property
    def base(self) -> str:
        return self.stated.base

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        found = self.stated.compute(courses, at, items)
        counts: Counter[str] = Counter()
        n = 0
        for course in courses:
            codes = self.said(course)
            if codes is not None:
                n += 1
                counts.update(set(codes))
        blank = [Row(key, label, None) for key, label in self.more.items()]
        rows = tuple(self._with(row, counts, n) for row in (*found.rows, *blank))
        base = Text(f"{self.label.da}: n = {n}.", f"{self.label.en}: n = {n}.")
        return replace(found, rows=rows, notes=(*found.notes, base))

    def _with(self, row: Row, counts: Mapping[str, int], n: int) -> Row:
        """A row that counts answers, as "how many", is not the case's to say."""
        if "." in row.key or (self.says_no_answer and row.key not in self.more):
            return row
        cell = Cell(CASE, self.label, found := counts.get(row.key, 0), percent(found, n))
        return replace(row, cells=(*row.cells, cell))

    def adding(self, part: Part, items: Items) -> None:
        self.stated.adding(replace(part, rows=[row for row in part.rows if row.key not in self.more]), items)


@dataclass(frozen=True)
class MethodTime:
    """How long each method lasted, or has so far: the value is the median with those still running in it.

    A method is told of by several reports: it began on the earliest first day and is over when the latest that tells
    of it says so, or with the course. Its last day counts.
    """

    name: ClassVar[str] = "spread"
    adds: ClassVar[bool] = False
    repeats: ClassVar[str] = "arrived"
    base: ClassVar[str] = "methods"
    item: str
    limits: Mapping[str, tuple[int, Text]]
    as_of: date | None = None
    shown: ClassVar[Mapping[str, Text]] = {
        "arrived": Text("Afsluttet", "Ended"),
        "waiting": Text("I gang", "Running"),
        "lower": Text("Nedre kvartil, dage", "Lower quartile, days"),
        "median": Text("Median af de afsluttede, dage", "Median of those ended, days"),
        "upper": Text("Øvre kvartil, dage", "Upper quartile, days"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        item = items[self.item]
        spells = [spell for course in courses for spell in self._spells(course)]
        labels = {code: choice.label for code, choice in item.choices.items()}
        found = Spread(labels, self.shown).compute(spells, at, items)
        rows: list[Row] = []
        for row in found.rows:
            rows.append(row)
            if row.key in self.limits:
                days, label = self.limits[row.key]
                long = sum(one.step == row.key and one.days > days for one in spells)
                rows.append(Row(f"{row.key}.long", label, long, percent(long, row.n or 0), n=row.n, sub=True))
        return replace(found, rows=tuple(rows))

    def _spells(self, course: Course) -> Iterator[Wait]:
        first: dict[str, date] = {}
        last: dict[str, date | None] = {}
        for report in course.reports:
            for code, event in self._latest(report.answers.get(self.item) or ()).items():
                if start := event.get("from"):
                    first[code] = min(first.get(code, date.max), date.fromisoformat(start))
                last[code] = date.fromisoformat(event["to"]) + ONE_DAY if event.get("to") else None
        for code, start in first.items():
            end = last[code] or course.end or (self.as_of + ONE_DAY if self.as_of else None)
            if end:
                has_ended = bool(last[code] or course.end)
                yield Wait(code, (end - start).days, arrived=has_ended, person=course.person)

    def _latest(self, events: Sequence[Any]) -> dict[str, Mapping[str, Any]]:
        """One event for each method: of several in one report the one that began last."""
        dated = [one if isinstance(one, Mapping) else {"code": one} for one in events]
        return {one["code"]: one for one in sorted(dated, key=lambda one: one.get("from") or "")}

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            if row.sub:
                part.each([row.key], of=part.own_base(row))
            else:
                part.own(row, ("arrived", "waiting"))
