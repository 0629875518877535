"""Kinds of tables that read one report of each course: how the answers are distributed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from cases.questionnaires.definition import Item, Text
from reporting.kinds.coarse import Coarser, is_small, labels_of, rare, rare_numbers, said, together
from reporting.tabulation.adding import Part, plain
from reporting.tabulation.facts import DONT_KNOW, PRESENT, Course
from reporting.tabulation.reading import (
    NOT_ASKED,
    Answers,
    Chosen,
    Items,
    any_misuse,
    band_of,
    chosen,
    codes_in,
    column,
    folded,
    keys_of,
    main_code,
    number_in,
    tally,
    values_of,
)
from reporting.tabulation.results import MERGED, TOGETHER, Computed, Row, TableResult, cells, counted, numbers

UNKNOWN = Text("Ved ikke", "Do not know")
OR_UNKNOWN = Text("eller ved ikke", "or do not know")
SUBSTANCES = ("alkohol", "stoffer", "hash")
TWO_WAY, PROBLEM, NO_PROBLEM = "two_way", "problem", "no_problem"
ANY_MISUSE = "misbrug_i_alt"


@dataclass(frozen=True)
class Distribution:
    """One answer of each course, as its printed row or its group; every row is there, with 0 too.

    `of` says what is counted: the answer (`answer`), the main one of several (`main`), the sum of the parts in
    bands (`bands`), or how many parts are a problem (`problems`).
    """

    name: ClassVar[str] = "distribution"
    adds: ClassVar[bool] = True
    item: str
    base: str = "answered"
    group: str = ""
    of: str = "answer"
    together: frozenset[str] = frozenset()

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        found = chosen(courses, at, self.base, items)
        item = items[self.item]
        labels, rows = self._rows(item)
        sorted_in = tally(self._values(item, found.answers), rows)
        out = found.exclusions + sorted_in.exclusions
        return Computed(sorted_in.n, sorted_in.blanks, counted(labels, sorted_in.counts, sorted_in.n), out)

    def _rows(self, item: Item) -> tuple[dict[str, Text], dict[Any, str]]:
        """The labels of the rows, and the row of each value."""
        if self.of == "problems":
            rows = {one: str(one) for one in range(len(item.parts) + 1)}
            labels = {key: Text.of(key) for key in rows.values() if key not in self.together}
            labels |= {MERGED: TOGETHER} if self.together else {}
            return labels, {one: MERGED if key in self.together else key for one, key in rows.items()}
        if self.of == "bands":
            labels = {key: Text.of(key.replace("_", "–")) for key in item.bands}
            labels |= {DONT_KNOW: UNKNOWN} if item.may_be_unknown else {}
            return labels, {key: key for key in labels}
        if self.group:
            return {key: one.label for key, one in item.groups[self.group].items()}, item.grouped(self.group)
        return item.printed(), {code: item.row_of(code) for code in item.choices}

    def _values(self, item: Item, answers: Sequence[Answers]) -> Counter[Any]:
        if self.of == "main":
            return Counter(main_code(one, item.code) for one in answers)
        if self.of == "answer":
            return Counter(column(answers, item.code))
        columns = [column(answers, key) for key in keys_of(item).values()]
        if self.of == "bands":
            return folded(columns, partial(band_of, bands=item.bands))
        return folded(columns, partial(number_in, graded=item.groups[TWO_WAY][PROBLEM].codes))

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        part.whole(plain(part.rows))

    def coarser(self, result: TableResult, items: Items) -> Coarser | None:
        """Rare answers or numbers together; not bands, or groups that somebody chose."""
        keys = rare(result.rows) if self.of != "bands" and not self.group else []
        if keys and self.of == "problems":
            return Coarser(replace(self, together=frozenset(keys)), items, said(labels_of(result.rows, keys)))
        return together(self, items, items[self.item], keys) if keys else None


class Crosstab(Distribution):
    """A distribution of each unit beside the others, with a column for all of them."""

    name: ClassVar[str] = "crosstab"


def _asked(columns: Sequence[Sequence[Any]], found: Chosen) -> tuple[int, int, Counter[str]]:
    """Courses with an answer to any part, blank ones, and who is left out."""
    answered = blanks = out = 0
    for values, times in Counter(zip(*columns, strict=True)).items():
        if all(value is NOT_ASKED for value in values):
            out += times
        elif all(value is None or value is NOT_ASKED for value in values):
            blanks += times
        else:
            answered += times
    return answered, blanks, found.exclusions + Counter(not_asked=out)


def _few_unknown(result: TableResult) -> bool:
    """Whether few are not known in some row, of the whole or of a column."""
    rows = (*result.rows, *(row for column in result.columns for row in column.rows))
    return any(cell.key == DONT_KNOW and is_small(cell.count) for row in rows for cell in row.cells)


def _row(key: str, label: Text, shown: Mapping[str, Text], values: Counter[Any], rows: Mapping[Any, str]) -> Row:
    """A row with a base of its own; its count is that of its first cell."""
    found = tally(values, rows)
    parts = cells(shown, found.counts, found.n)
    return Row(key, label, parts[0].count, parts[0].percent, cells=parts, n=found.n, blanks=found.blanks)


@dataclass(frozen=True)
class DistributionMany:
    """Several parts of one question, each sorted into the same groups; each row has a base of its own.

    `rows` is their printed order; `misbrug_i_alt` is any misuse, or in treatment.
    """

    name: ClassVar[str] = "distribution_many"
    adds: ClassVar[bool] = False
    repeats: ClassVar[str] = PROBLEM
    item: str
    rows: tuple[str, ...]
    base: str = "all"
    tells_unknown: bool = True
    misuse: ClassVar[Text] = Text("Misbrug i alt eller i behandling", "Any misuse, or in treatment")

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        found, item = chosen(courses, at, self.base, items), items[self.item]
        groups = item.groups[TWO_WAY]
        read = {part: column(found.answers, key) for part, key in keys_of(item).items()}
        n, blanks, out = _asked(list(read.values()), found)
        shown = {key: groups[key].label for key in (PROBLEM, NO_PROBLEM)}
        shown |= {DONT_KNOW: UNKNOWN} if self.tells_unknown else {NO_PROBLEM: shown[NO_PROBLEM].then(OR_UNKNOWN, ", ")}
        rows: dict[Any, str] = item.grouped(TWO_WAY) | {DONT_KNOW: NO_PROBLEM} | {key: key for key in shown}
        misuse = partial(any_misuse, problem=groups[PROBLEM].codes)
        treated = [column(found.answers, f"in_treatment.{part}") for part in SUBSTANCES]
        counts = {part: Counter(values) for part, values in read.items()}
        if ANY_MISUSE in self.rows:
            counts[ANY_MISUSE] = folded([*(read[part] for part in SUBSTANCES), *treated], misuse)
        labels = {ANY_MISUSE: self.misuse} | {part: one.label for part, one in item.parts.items()}
        made = tuple(_row(key, labels[key], shown, counts[key], rows) for key in self.rows)
        return Computed(n, blanks, made, out)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            part.own(row, [cell.key for cell in row.cells])
        if ANY_MISUSE in self.rows:
            part.each([one for one in SUBSTANCES if one in self.rows], of=part.row(ANY_MISUSE))

    def coarser(self, result: TableResult, items: Items) -> Coarser | None:
        """Who is not known to have a problem together with those who have none, where few are not known."""
        return Coarser(replace(self, tells_unknown=False), items) if _few_unknown(result) else None


@dataclass(frozen=True)
class Grid:
    """One scale over several rows, each with a base of its own; a row counts those to whom it applies or applied.

    Rows that are printed as one (`joined`) stand above their parts. `number` adds how many apply to each course.
    """

    name: ClassVar[str] = "grid"
    adds: ClassVar[bool] = False
    item: str
    base: str = "answered"
    present: tuple[str, ...] = PRESENT
    number: bool = False
    tells_unknown: bool = True
    together: frozenset[str] = frozenset()
    applies: ClassVar[Text] = Text("Tidligere eller aktuelt", "Earlier or at present")
    how_many: ClassVar[Text] = Text("Antal forhold", "Number of conditions")

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        found, item = chosen(courses, at, self.base, items), items[self.item]
        read = {part: column(found.answers, key) for part, key in keys_of(item).items()}
        n, blanks, out = _asked(list(read.values()), found)
        joined = {part for one in item.joined.values() for part in one.parts}
        rows = [self._part(item, part, read[part]) for part in item.parts if part not in joined]
        for key, one in item.joined.items():
            either = folded([read[part] for part in one.parts], self._either)
            rows.append(self._counted(item, key, one.label, either))
            rows += [self._part(item, part, read[part], sub=True) for part in one.parts]
        if self.number:
            each = tally(folded(list(read.values()), self._number), {one: str(one) for one in range(99)})
            found_in = {int(one): times for one, times in each.counts.items()}
            rows += numbers(found_in, self.how_many, len(item.parts), self.together)
        return Computed(n, blanks, tuple(rows), out)

    def _part(self, item: Item, part: str, values: Sequence[Any], *, sub: bool = False) -> Row:
        return self._counted(item, part, item.parts[part].label, Counter(values), sub=sub)

    def _counted(self, item: Item, key: str, label: Text, values: Counter[Any], *, sub: bool = False) -> Row:
        scale = dict(next(iter(item.scales.values())))
        rows = {code: code for code in scale}
        if not self.tells_unknown:
            [no] = [code for code in scale if code not in (*self.present, DONT_KNOW)]
            rows[DONT_KNOW], scale[no] = no, scale[no].then(OR_UNKNOWN, ", ")
            del scale[DONT_KNOW]
        found = tally(values, rows)
        applies = {"present": sum(found.counts[code] for code in self.present)}
        [first] = counted({"present": self.applies}, applies, found.n)
        shown = cells(scale, found.counts, found.n)
        return Row(key, label, first.count, first.percent, shown, found.n, found.blanks, sub=sub)

    def _either(self, values: tuple[Any, ...]) -> Any:
        """The strongest answer: at present, earlier, Ved ikke; a blank only where nothing stronger is known."""
        strongest = [*reversed(self.present), DONT_KNOW]
        said = next((code for code in strongest if code in values), None)
        if said is not None:
            return said
        return next((value for value in values if value is None or value is NOT_ASKED), values[0])

    def _number(self, values: tuple[Any, ...]) -> Any:
        return number_in(values, frozenset(self.present))

    def adding(self, part: Part, items: Items) -> None:
        for row in part.rows:
            if row.cells:
                part.own(row, [cell.key for cell in row.cells])
                part.system.add_up(part.row(row.key), [part.cell(row.key, code) for code in self.present])
        for key, one in items[self.item].joined.items():
            part.each(one.parts, of=part.row(key))
        part.numbers()

    def coarser(self, result: TableResult, items: Items) -> Coarser | None:
        """Ved ikke together with no, where few are not known and there is one way to say no; and rare numbers."""
        scale = next(iter(items[self.item].scales.values()))
        is_one = DONT_KNOW in scale and len(scale.keys() - {*self.present, DONT_KNOW}) == 1
        keys = rare_numbers(result.rows)
        made = replace(self, together=frozenset(keys), tells_unknown=not (is_one and _few_unknown(result)))
        note = said(labels_of(result.rows, keys)) if keys else None
        return Coarser(made, items, note) if made != self else None


@dataclass(frozen=True)
class Several:
    """Several answers of each course. The denominator is the courses that answered, so a column may exceed 100.

    `union` takes what any report of the course says; `number` and `combinations` add how many, and which together.
    """

    name: ClassVar[str] = "several"
    adds: ClassVar[bool] = False
    item: str
    base: str = "answered"
    union: bool = False
    number: bool = False
    combinations: bool = False
    together: frozenset[str] = frozenset()
    how_many: ClassVar[Text] = Text("Antal svar", "Number of answers")

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        item = items[self.item]
        found = chosen(courses, "latest" if self.union else at, self.base, items)
        read: Iterable[Any] = (
            values_of(found.courses, item.code) if self.union else map(codes_in, column(found.answers, item.code))
        )
        values = Counter(read)
        out, blanks = found.exclusions + Counter(not_asked=values.pop(NOT_ASKED, 0)), values.pop(None, 0)
        known = {one: times for one, times in values.items() if one <= item.choices.keys()}
        out += Counter(unknown_answer=values.total() - sum(known.values()))
        sets = self._without_none(item, known)
        counts: Counter[str] = Counter()
        for codes, times in sets.items():
            for row in {item.row_of(code) for code in codes}:
                counts[row] += times
        n = sets.total()
        return Computed(n, blanks, counted(item.printed(), counts, n) + self._more(item, sets), out)

    def _without_none(self, item: Item, known: Mapping[frozenset[str], int]) -> Counter[frozenset[str]]:
        """None and Ved ikke in one report say nothing where another report names something."""
        alone = {code for code, choice in item.choices.items() if choice.is_alone}
        sets: Counter[frozenset[str]] = Counter()
        for codes, times in known.items():
            sets[codes - alone if self.union and codes - alone else codes] += times
        return sets

    def _more(self, item: Item, sets: Counter[frozenset[str]]) -> tuple[Row, ...]:
        alone = {code for code, choice in item.choices.items() if choice.is_alone} | {DONT_KNOW}
        rows: tuple[Row, ...] = ()
        if self.number:
            each: Counter[int] = Counter()
            for codes, times in sets.items():
                if DONT_KNOW not in codes:
                    each[len(codes - alone)] += times
            rows = numbers(each, self.how_many, len(item.choices.keys() - alone), self.together)
        return rows + self._together(item, sets) if self.combinations else rows

    def _together(self, item: Item, sets: Counter[frozenset[str]]) -> tuple[Row, ...]:
        order = list(item.choices)
        named = {tuple(sorted(codes, key=order.index)): times for codes, times in sets.items()}
        found = sorted(named, key=lambda codes: (len(codes), [order.index(code) for code in codes]))
        labels = {codes: [item.choices[code].label for code in codes] for codes in found}
        shown = {
            f"combination.{'+'.join(codes)}": Text(
                " + ".join(one.da for one in texts), " + ".join(one.en for one in texts)
            )
            for codes, texts in labels.items()
        }
        return counted(shown, {f"combination.{'+'.join(codes)}": named[codes] for codes in found}, sets.total())

    def adding(self, part: Part, items: Items) -> None:
        item = items[self.item]
        together = [row.key for row in part.rows if row.key.startswith("combination.")]
        rows = [key for key in plain(part.rows) if key not in together]
        alone = {item.row_of(code) for code, choice in item.choices.items() if choice.is_alone and not self.union}
        others = f"{part.base}.others"
        part.system.leaves(part.base, [part.row(key) for key in rows if key in alone], others)
        part.each([key for key in rows if key not in alone], of=others)
        part.numbers()
        if together:
            part.whole(together)
        for key in rows if together else ():
            said = [one for one in together if key in {item.row_of(code) for code in one.split(".")[1].split("+")}]
            part.system.add_up(part.row(key), [part.row(one) for one in said])

    def coarser(self, result: TableResult, items: Items) -> Coarser | None:
        """Rare answers together, but for those that stand alone; and rare numbers."""
        item = items[self.item]
        alone = {item.row_of(code) for code, choice in item.choices.items() if choice.is_alone}
        keys = rare([row for row in result.rows if row.key in item.printed()], alone)
        few = rare_numbers(result.rows)
        if not keys and not few:
            return None
        asked = {**items, item.code: item.with_row(keys, MERGED, TOGETHER)} if keys else items
        return Coarser(replace(self, together=frozenset(few)), asked, said(labels_of(result.rows, [*keys, *few])))
