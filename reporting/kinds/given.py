"""Kinds of tables whose facts are not in status reports: enquiries, waits, targets, statistics; and meetings.

Whoever reads those facts gives them as the plain types below, in place of courses; meetings with their course.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from cases.questionnaires.definition import Text
from reporting.figures.rules import half_up, median_wait, percent, percent_change, quartiles
from reporting.tabulation.adding import Part
from reporting.tabulation.facts import Course
from reporting.tabulation.reading import Items, tally
from reporting.tabulation.results import Cell, Computed, Row, counted


@dataclass(frozen=True, slots=True)
class Enquiry:
    """An enquiry (henvendelse) about a young person; None where what became of it was not answered."""

    outcome: str | None
    person: int = 0


@dataclass(frozen=True)
class Enquiries:
    """What became of the enquiries; those that led to no course are counted here and in no other table.

    `not_kept` are outcomes that nobody writes down: their rows say nothing, which is not 0.
    """

    name: ClassVar[str] = "funnel"
    adds: ClassVar[bool] = True
    base: ClassVar[str] = "enquiries"
    item: str
    not_kept: frozenset[str] = frozenset()

    def compute(self, facts: Sequence[Enquiry], at: str, items: Items) -> Computed:  # noqa: ARG002
        item = items[self.item]
        found = tally(Counter(one.outcome for one in facts), {code: item.row_of(code) for code in item.choices})
        rows = tuple(
            Row(row.key, row.label, None) if row.key in self.not_kept and not row.count else row
            for row in counted(item.printed(), found.counts, found.n)
        )
        return Computed(found.n, found.blanks, rows, found.exclusions)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.whole(row.key for row in part.rows if row.count is not None)


@dataclass(frozen=True, slots=True)
class Wait:
    """The days from one step to the next; `arrived` is False for one that still waits. At risk from day `entry`."""

    step: str
    days: int
    arrived: bool
    entry: int = 0
    person: int = 0


ARRIVED = {
    "arrived": Text("Nået videre", "Gone on"),
    "waiting": Text("Venter stadig", "Still waiting"),
    "lower": Text("Nedre kvartil, dage", "Lower quartile, days"),
    "median": Text("Median af dem, der er nået videre, dage", "Median of those gone on, days"),
    "upper": Text("Øvre kvartil, dage", "Upper quartile, days"),
}


@dataclass(frozen=True)
class Spread:
    """Waiting times. The value is the median with those still waiting in it; the quartiles are of those arrived.

    What would have ended before it began has a day that is wrong, and is left out.
    """

    name: ClassVar[str] = "spread"
    adds: ClassVar[bool] = False
    repeats: ClassVar[str] = "arrived"
    base: ClassVar[str] = "waits"
    steps: Mapping[str, Text]
    shown: Mapping[str, Text] = field(default_factory=lambda: ARRIVED)

    def compute(self, facts: Sequence[Wait], at: str, items: Items) -> Computed:  # noqa: ARG002
        in_order = [one for one in facts if one.days >= 0]
        rows = [
            self._row(key, label, [one for one in in_order if one.step == key]) for key, label in self.steps.items()
        ]
        out = Counter(unknown_answer=self._unknown(in_order), out_of_order=len(facts) - len(in_order))
        return Computed(sum(row.n or 0 for row in rows), 0, tuple(rows), +out)

    def _unknown(self, facts: Iterable[Wait]) -> int:
        return sum(one.step not in self.steps for one in facts)

    def _row(self, key: str, label: Text, waits: Sequence[Wait]) -> Row:
        arrived = [one.days for one in waits if one.arrived]
        n = len(waits)
        counts = {"arrived": len(arrived), "waiting": n - len(arrived)}
        parts = [Cell(name, self.shown[name], count, percent(count, n)) for name, count in counts.items()]
        ends = zip(("lower", "median", "upper"), quartiles(arrived) or (), strict=False)
        parts += [Cell(name, self.shown[name], value=float(half_up(one, 1))) for name, one in ends]
        median = median_wait((one.entry, one.days, one.arrived) for one in waits)
        return Row(key, label, len(arrived), percent(len(arrived), n), tuple(parts), n=n, value=median)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            if row.sub:
                part.each([row.key], of=part.own_base(row))
            else:
                part.own(row, ("arrived", "waiting"))


@dataclass(frozen=True, slots=True)
class Meetings:
    """The network meetings of one course, over its days so far; how many had somebody of the private network."""

    days: int
    held: int
    with_private: int


@dataclass(frozen=True)
class Rate:
    """How often, for each young person and twelve months; who reaches the norm, and who had the private network.

    The meetings of a course are among its facts, under `source`.
    """

    name: ClassVar[str] = "rate"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "meetings"
    source: str = "network_meetings"
    norm: int = 3
    year: ClassVar[int] = 365
    labels: ClassVar[Mapping[str, Text]] = {
        "per_12_months": Text("Netværksmøder pr. ung og 12 måneder", "Network meetings a young person and 12 months"),
        "reached_norm": Text("Når tre møder pr. 12 måneder", "Reaches three meetings in 12 months"),
        "with_private": Text("Mindst ét møde med det private netværk", "At least one with the private network"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        known: list[Meetings] = [course.facts[self.source] for course in courses if self.source in course.facts]
        counted_in = [one for one in known if one.days > 0]
        n, days, held = len(counted_in), sum(one.days for one in counted_in), sum(one.held for one in counted_in)
        rate = float(half_up(Decimal(held * self.year) / Decimal(days), 1)) if days else None
        reached = sum(one.held * self.year >= self.norm * one.days for one in counted_in)
        private = sum(one.with_private > 0 for one in counted_in)
        rows = (
            Row("per_12_months", self.labels["per_12_months"], held, value=rate),
            Row("reached_norm", self.labels["reached_norm"], reached, percent(reached, n)),
            Row("with_private", self.labels["with_private"], private, percent(private, n)),
        )
        return Computed(n, 0, rows, +Counter(no_days=len(courses) - n))

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.each(["reached_norm", "with_private"])


@dataclass(frozen=True, slots=True)
class Span:
    """A target as a range, "6-8": shares are of its middle, totals of its upper end."""

    low: int
    high: int

    @classmethod
    def of(cls, value: int | str) -> "Span":
        """A number, or a range as it is printed: "42-44"."""
        low, _, high = str(value).replace("–", "-").partition("-")
        return cls(int(low), int(high or low))

    @property
    def printed(self) -> Text:
        return Text.of(f"{self.low}" if self.low == self.high else f"{self.low}–{self.high}")


@dataclass(frozen=True, slots=True)
class Target:
    """One target: as it was set, as it is now, and what was established. `lower_is_better` is for what should fall.

    `established` None is not known, which is not 0. `said` is how it stands, with the arithmetic.
    """

    key: str
    label: Text
    original: Span
    current: Span
    established: int | None
    lower_is_better: bool = False
    chosen: bool = True
    said: Text | None = None


@dataclass(frozen=True)
class Targets:
    """What was established against the targets, each with its share of the original and of the current target."""

    name: ClassVar[str] = "targets"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "targets"
    shown: ClassVar[Mapping[str, Text]] = {
        "original": Text("Oprindeligt mål", "Original target"),
        "current": Text("Nuværende mål", "Current target"),
        "pct_of_original": Text("Pct. af oprindeligt mål", "Per cent of the original target"),
        "pct_of_current": Text("Pct. af nuværende mål", "Per cent of the current target"),
        "reached": Text("Nået (1) eller ikke (0)", "Reached (1) or not (0)"),
    }

    def compute(self, facts: Sequence[Target], at: str, items: Items) -> Computed:  # noqa: ARG002
        chosen = [one for one in facts if one.chosen]
        targets = [one for one in chosen if one.established is not None]
        original, current = (
            Span.of(sum(getattr(one, name).high for one in targets)) for name in ("original", "current")
        )
        established = sum(one.established or 0 for one in targets)
        lower = bool(targets) and all(one.lower_is_better for one in targets)
        whole = Target("total", Text("I alt", "Total"), original, current, established, lower_is_better=lower)
        rows = tuple(self._row(one) for one in [*targets, whole])
        out = +Counter(not_chosen=len(facts) - len(chosen), no_figure=len(chosen) - len(targets))
        notes = tuple(one.label.then(one.said, ": ") for one in targets if one.said)
        return Computed(len(targets), 0, rows, out, notes)

    def _row(self, target: Target) -> Row:
        established = target.established or 0
        shares = {name: self._share(established, getattr(target, name)) for name in ("original", "current")}
        reached = self._reached(target)
        parts = [Cell(name, self.shown[name].then(getattr(target, name).printed, ": "), getattr(target, name).high)
                 for name in ("original", "current")]  # fmt: skip
        parts += [Cell(f"pct_of_{name}", self.shown[f"pct_of_{name}"], value=share) for name, share in shares.items()]
        parts.append(Cell("reached", self.shown["reached"], value=int(reached)))
        return Row(target.key, target.label, target.established, shares["current"], tuple(parts))

    def _share(self, established: int, target: Span) -> int | None:
        return percent(2 * established, target.low + target.high)

    def _reached(self, target: Target) -> bool:
        """At most the target where lower is better; else all of it, of a range all of its middle."""
        twice, established = target.current.low + target.current.high, 2 * (target.established or 0)
        return established <= twice if target.lower_is_better else established >= twice


@dataclass(frozen=True, slots=True)
class Counts:
    """A number of an external statistic before and after; of shares, `points` is their change in percentage points."""

    key: str
    label: Text
    before: int | float
    after: int | float
    points: float | None = None


@dataclass(frozen=True)
class Change:
    """Numbers of two years with the change: of counts in whole per cent, of shares in percentage points.

    Whole per cent are of the published numbers, halves away from zero. A share stands as a value, as points do.
    """

    name: ClassVar[str] = "change"
    adds: ClassVar[bool] = False
    is_published: ClassVar[bool] = True
    base: ClassVar[str] = "statistics"
    shown: Mapping[str, Text] = field(
        default_factory=lambda: {
            "before": Text("Før", "Before"),
            "after": Text("Efter", "After"),
            "points": Text("Ændring i procentpoint", "Change in percentage points"),
        }
    )

    def compute(self, facts: Sequence[Counts], at: str, items: Items) -> Computed:  # noqa: ARG002
        return Computed(len(facts), 0, tuple(self._of(one) for one in facts))

    def _of(self, one: Counts) -> Row:
        ends = {"before": one.before, "after": one.after}
        if one.points is not None:
            parts = [Cell(key, self.shown[key], value=end) for key, end in (ends | {"points": one.points}).items()]
            return Row(one.key, one.label, None, cells=tuple(parts), value=one.after)
        counted_in = [Cell(key, self.shown[key], int(end)) for key, end in ends.items()]
        change = percent_change(int(one.before), int(one.after))
        return Row(one.key, one.label, int(one.after), change, cells=tuple(counted_in))
