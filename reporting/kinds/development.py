"""Kinds of tables that compare: the first report with the latest, or two who rate the same."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from cases.questionnaires.definition import Item, Text
from reporting.figures.rules import half_up, percent
from reporting.tabulation.adding import Part, plain
from reporting.tabulation.facts import DONT_KNOW, Course
from reporting.tabulation.reading import (
    HOUSING,
    NOT_ASKED,
    NOT_OWN,
    OWN,
    THREE_WAY,
    Answers,
    Items,
    chosen,
    column,
    folded,
    followed,
    keys_of,
    rule_of,
)
from reporting.tabulation.results import Cell, Computed, Row, cells, counted

RATERS = {
    "worker": Text("medarbejderen", "the worker"),
    "young_person": Text("den unge", "the young person"),
}
MEAN_N = Text(
    "Hver række har sit eget n; tabellens n er deres afrundede gennemsnit.",
    "Each row has its own n; the n of the table is their mean, rounded.",
)


def mean(total: int, n: int) -> float | None:
    """A mean to one decimal, halves away from zero; None of nothing."""
    return float(half_up(Decimal(total) / Decimal(n), 1)) if n else None


def _mean_of(numbers: Sequence[int]) -> int:
    """The whole number nearest to their mean, halves up."""
    return (2 * sum(numbers) + len(numbers)) // (2 * len(numbers)) if numbers else 0


@dataclass(slots=True)
class _Pairs:
    """Two answers to the same question, compared: which came out how, and which cannot be compared."""

    counts: Counter[str]
    blanks: int = 0
    dropped: int = 0
    not_asked: int = 0
    unknown: int = 0

    @property
    def n(self) -> int:
        return self.counts.total()


def _compared(pairs: Iterable[tuple[Any, Any]], levels: Mapping[str, int], outcomes: tuple[str, str, str]) -> _Pairs:
    """Each pair as one of `outcomes`: the second answer stands higher, the same, lower. Dropped: Ved ikke in one."""
    found = _Pairs(Counter())
    for pair, times in Counter(pairs).items():
        if NOT_ASKED in pair:
            found.not_asked += times
        elif None in pair:
            found.blanks += times
        elif DONT_KNOW in pair:
            found.dropped += times
        elif pair[0] not in levels or pair[1] not in levels:
            found.unknown += times
        else:
            step = levels[pair[1]] - levels[pair[0]]
            found.counts[outcomes[0 if step > 0 else 1 if step == 0 else 2]] += times
    return found


def _levels(item: Item, part: str) -> dict[str, int]:
    """The place of each answer on its scale, in the order in which it is printed."""
    return {code: place for place, code in enumerate(code for code in item.steps_of(part) if code != DONT_KNOW)}


def _table(rows: Sequence[tuple[Row, _Pairs]], out: Counter[str]) -> Computed:
    """Rows with bases of their own as one table."""
    pairs = [found for _row, found in rows]
    out = out + Counter(not_asked=min((one.not_asked for one in pairs), default=0))
    if len(pairs) == 1:
        out += Counter(ved_ikke=pairs[0].dropped, unknown_answer=pairs[0].unknown)
    n, blanks = _mean_of([one.n for one in pairs]), _mean_of([one.blanks for one in pairs])
    return Computed(n, blanks, tuple(row for row, _found in rows), out, (MEAN_N,) if len(pairs) > 1 else ())


@dataclass(frozen=True)
class BeforeAfter:
    """Whether each part stood better, the same or worse at the latest report than at the first (followed courses).

    Ved ikke or a blank at either end leaves that part out for that course. `better` says which way is better where
    the question does not.
    """

    name: ClassVar[str] = "before_after"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "followed"
    repeats: ClassVar[str] = "positive"
    item: str
    better: str = ""
    shown: ClassVar[Mapping[str, Text]] = {
        "positive": Text("Mere positiv", "More positive"),
        "unchanged": Text("Uændret", "Unchanged"),
        "negative": Text("Mere negativ", "More negative"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        item = items[self.item]
        found, out = followed(courses)
        first = [course.reports[0].answers for course in found]
        latest = [course.reports[-1].answers for course in found]
        rows = []
        for key, part, asked, label in _rated(item):
            pairs = self._pairs(item, part, column(first, asked), column(latest, asked))
            parts = cells(self.shown, pairs.counts, pairs.n)
            row = Row(key, label, parts[0].count, parts[0].percent, parts, pairs.n, pairs.blanks, pairs.dropped)
            rows.append((row, pairs))
        return _table(rows, out)

    def _pairs(self, item: Item, part: str, first: Sequence[Any], latest: Sequence[Any]) -> _Pairs:
        """From the first answer to the latest: what stands higher on the scale is better, or worse."""
        higher = "higher_is_better" in (self.better, item.direction)
        outcomes = ("positive", "unchanged", "negative") if higher else ("negative", "unchanged", "positive")
        return _compared(zip(first, latest, strict=True), _levels(item, part), outcomes)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            part.own(row, self.shown)


def _rated(item: Item) -> list[tuple[str, str, str, Text]]:
    """Each row of a question: its key, its part, the key of its answer, its label; one for each who rates it."""
    if not item.parts:
        return [(item.code, "", item.code, item.label)]
    if len(item.raters) == 1:
        return [(part, part, key, item.parts[part].label) for part, key in keys_of(item).items()]
    return [
        (f"{rater}.{part}", part, key, item.parts[part].label.then(RATERS.get(rater, Text.of(rater)), ", "))
        for rater in item.raters
        for part, key in keys_of(item, rater).items()
    ]


@dataclass(frozen=True)
class BeforeAfterMean:
    """The mean of a score at the first and the latest report, of those who answered all of it both times."""

    name: ClassVar[str] = "before_after_mean"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "followed"
    item: str
    times: int = 1
    labels: ClassVar[Mapping[str, Text]] = {
        "first": Text("Første indberetning", "First report"),
        "latest": Text("Seneste indberetning", "Latest report"),
        "change": Text("Ændring", "Change"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        found, out = followed(courses)
        keys = list(keys_of(items[self.item]).values())
        scores = [self._scores([course.reports[end].answers for course in found], keys) for end in (0, -1)]
        pairs = Counter(zip(*scores, strict=True))
        out += Counter(not_asked=sum(times for pair, times in pairs.items() if NOT_ASKED in pair))
        complete = {pair: times for pair, times in pairs.items() if None not in pair and NOT_ASKED not in pair}
        n = sum(complete.values())
        before = self.times * sum(pair[0] * times for pair, times in complete.items())
        after = self.times * sum(pair[1] * times for pair, times in complete.items())
        sums = {"first": before, "latest": after, "change": after - before}
        rows = tuple(Row(key, label, n, mean=mean(sums[key], n)) for key, label in self.labels.items())
        return Computed(n, len(found) - n - out["not_asked"], rows, out)

    def _scores(self, answers: Sequence[Answers], keys: Sequence[str]) -> Iterator[Any]:
        """The sum of all parts; blank where one is missing, not asked where all are."""
        for values in zip(*(column(answers, key) for key in keys), strict=True):
            complete = None not in values and NOT_ASKED not in values
            yield sum(values) if complete else rule_of(values, None)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            part.whole([row.key])


@dataclass(frozen=True)
class Paired:
    """What worker and young person say of the same rows at the latest report, of the same courses."""

    name: ClassVar[str] = "paired"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "rated_by_both"
    repeats: ClassVar[str] = "same"
    item: str
    shown: ClassVar[Mapping[str, Text]] = {
        "same": Text("Samme vurdering", "The same"),
        "young_person_higher": Text("Den unge vurderer højere", "The young person rates higher"),
        "worker_higher": Text("Medarbejderen vurderer højere", "The worker rates higher"),
    }
    average: ClassVar[Text] = Text("Gennemsnit", "Mean")

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        item = items[self.item]
        found = chosen(courses, at or "latest", "all", items)
        worker, own = (keys_of(item, rater) for rater in item.raters[:2])
        said = {
            part: [*zip(column(found.answers, worker[part]), column(found.answers, own[part]), strict=True)]
            for part in item.parts
        }
        rows = tuple(self._row(item, part, pairs) for part, pairs in said.items())
        levels = {part: _levels(item, part).keys() for part in said}
        rated = ([{one, other} <= levels[part] for one, other in pairs] for part, pairs in said.items())
        both = sum(map(any, zip(*rated, strict=True)))
        return Computed(both, 0, rows, found.exclusions + Counter(not_both=len(found.answers) - both))

    def _row(self, item: Item, part: str, pairs: Sequence[tuple[Any, Any]]) -> Row:
        levels, label = _levels(item, part), item.parts[part].label
        found = _compared(pairs, levels, ("young_person_higher", "same", "worker_higher"))
        known = {pair: times for pair, times in Counter(pairs).items() if pair[0] in levels and pair[1] in levels}
        sums = [sum(levels[pair[which]] * times for pair, times in known.items()) for which in (0, 1)]
        parts = cells(self.shown, found.counts, found.n)
        means = tuple(
            Cell(f"mean.{rater}", self.average.then(RATERS[rater], ", "), value=mean(total, found.n))
            for rater, total in zip(RATERS, sums, strict=True)
        )
        return Row(part, label, parts[0].count, parts[0].percent, parts + means, found.n, found.blanks, found.dropped)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            part.own(row, self.shown)


def way(groups: Sequence[str | None]) -> str:
    """What became of a home, from own (own home), not_own and whatever else at each report in order.

    Lost if a home is later followed by none, and then `lost_new` or `lost_not_new` by how it ends; it wins over all
    others. What is neither, between the ends, says nothing. Moving between homes is no loss.
    """
    known = [group for group in groups if group in (OWN, NOT_OWN)]
    if any(one == OWN and NOT_OWN in known[place:] for place, one in enumerate(known)):
        return "lost_new" if known[-1] == OWN else "lost_not_new"
    if known[-1] == NOT_OWN:
        return "never"
    return "stable" if known[0] == OWN else "got"


@dataclass(frozen=True)
class Retention:
    """Whether those whose housing is known at both ends kept, got or lost a home of their own."""

    name: ClassVar[str] = "retention"
    adds: ClassVar[bool] = True
    base: ClassVar[str] = "housing_known"
    item: str = HOUSING
    labels: ClassVar[Mapping[str, Text]] = {
        "stable": Text("Har egen bolig hele tiden", "Has a home of their own all the time"),
        "got": Text("Får egen bolig", "Gets a home of their own"),
        "lost": Text("Mister egen bolig", "Loses a home of their own"),
        "lost_new": Text("heraf: mister og får en ny", "of which: loses it and gets a new one"),
        "lost_not_new": Text("heraf: mister og får ikke en ny", "of which: loses it and gets no new one"),
        "never": Text("Har ikke egen bolig på noget tidspunkt", "Has no home of their own at any time"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        groups = items[self.item].grouped(THREE_WAY)
        found, out = followed(courses)
        ways: Counter[tuple[str | None, ...]] = Counter()
        blanks = 0
        for course in found:
            homes = [report.answers.get(self.item, NOT_ASKED) for report in course.reports]
            ends = (homes[0], homes[-1])
            if NOT_ASKED in ends:
                out["not_asked"] += 1
            elif None in ends:
                blanks += 1
            elif not {groups.get(end) for end in ends} <= {OWN, NOT_OWN}:
                out["housing_unknown"] += 1
            else:
                ways[tuple([groups.get(home) for home in homes])] += 1
        counts: Counter[str] = Counter()
        for one, times in ways.items():
            counts[way(one)] += times
        counts["lost"] = counts["lost_new"] + counts["lost_not_new"]
        n = sum(ways.values())
        rows = (
            Row(row.key, row.label, row.count, row.percent, sub=row.key.startswith("lost_"))
            for row in counted(self.labels, counts, n)
        )
        return Computed(n, blanks, tuple(rows), out)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.whole(plain(part.rows))
        part.system.add_up(part.row("lost"), [part.row("lost_new"), part.row("lost_not_new")])


@dataclass(frozen=True)
class SharesChange:
    """How the share with certain answers changed from the first report to the latest, in percentage points.

    Only courses that answered at both ends count, so both shares are of the same young people. The change is rounded
    once, from the counts, halves away from zero: it may differ by one from the difference of the rounded shares.
    """

    name: ClassVar[str] = "shares_change"
    adds: ClassVar[bool] = False
    base: ClassVar[str] = "followed"
    repeats: ClassVar[str] = "latest"
    item: str
    rows: Mapping[str, tuple[Text, frozenset[str]]]
    ends: ClassVar[Mapping[str, Text]] = {
        "first": Text("Første indberetning", "First report"),
        "latest": Text("Seneste indberetning", "Latest report"),
    }

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:  # noqa: ARG002
        found, out = followed(courses)
        known = items[self.item].choices
        columns = [column([course.reports[end].answers for course in found], self.item) for end in (0, -1)]
        pairs = folded(columns, lambda pair: pair if NOT_ASKED in pair else rule_of(pair, pair))
        out += Counter(not_asked=sum(times for pair, times in pairs.items() if pair and NOT_ASKED in pair))
        blanks = pairs.pop(None, 0)
        both = {pair: times for pair, times in pairs.items() if pair[0] in known and pair[1] in known}
        n = sum(both.values())
        out += Counter(unknown_answer=len(found) - blanks - n - out["not_asked"])
        rows = tuple(self._row(key, label, codes, both, n) for key, (label, codes) in self.rows.items())
        return Computed(n, blanks, rows, out)

    def _row(self, key: str, label: Text, codes: frozenset[str], both: Mapping[Any, int], n: int) -> Row:
        first, latest = (sum(times for pair, times in both.items() if pair[end] in codes) for end in (0, 1))
        shares = cells(self.ends, {"first": first, "latest": latest}, n)
        return Row(key, label, latest, percent(latest, n), shares, value=percent(latest - first, n))

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for end in self.ends:
            counts = [part.cell(row.key, end) for row in part.rows]
            part.system.leaves(part.base, counts, f"{part.base}.others.{end}")
