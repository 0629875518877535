"""Small numbers: what may not be shown, and what would give it away.

Figures that rest on one to four young people are not shown to readers without the right to names, nor as many others
as it takes to keep them from being found by subtraction (the practice of Danish statistics: fewer than five). Hidden
figures of both kinds look the same.

The figures of a report add up in relations (a whole and its parts) that share figures but never form a ring. In such
a tree no hidden figure can be computed from those shown when every relation has either none or at least two hidden.
Beyond that, whatever a reader can tell of a hidden figure from all that is shown (`ranges`), it could be five or more:
a hidden part that has three hidden parts of its own is three at the least, and leaves less room beside it.

Steps of one course do form rings: what a step lacks of the one before it stands in every column. A step is therefore
shown as far as it differs from the last one shown by nobody or by five or more, in every column; all that can be
computed from such steps adds up from groups of that size.

Figures that sum up values (quartiles, nights in all) are hidden with any band of the same values, and the outer ones
unless ten young people stand behind them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reporting.figures.base import ANY_ROW, TOTAL, Adds, Form, Measure, Table
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.indicators.registry import FROM_START, SUBTRACTIONS

COMPLEMENT = "complement"

FrozenRow = Mapping[str, Any]


@dataclass(frozen=True)
class Quantity:
    """One count of a report. `is_printed` is false for the rest of a whole, which readers can find by subtraction."""

    n: int
    people: int
    is_printed: bool = True

    @property
    def is_small(self) -> bool:
        return 0 < self.people < SMALLEST_SHOWN


@dataclass(frozen=True)
class Relation:
    """The parts make up the whole."""

    whole: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        return (*self.parts, self.whole)


NOBODY = Quantity(0, 0)

BOUNDLESS = 10**9

Order = tuple[str, str]  # two quantities of which the first is never above the second


def hidden(
    quantities: Mapping[str, Quantity],
    relations: Iterable[Relation],
    already: Iterable[str] = (),
    order: Iterable[Order] = (),
) -> set[str]:
    """The names of the quantities that are not shown. Zeros always are: they are about nobody."""
    rules, steps = list(relations), list(order)
    suppressed = {name for name, quantity in quantities.items() if quantity.is_small} | set(already)
    while True:
        more = {name for rule in rules if (name := _next(rule, quantities, suppressed))}
        if not more and (one := _room(rules, steps, quantities, suppressed)):
            more = {one}
        if not more:
            return suppressed
        suppressed |= more


def _next(rule: Relation, quantities: Mapping[str, Quantity], suppressed: set[str]) -> str | None:
    """One more quantity to hide so that nothing in the relation can be found from the rest; None when all is well."""
    parts = [name for name in rule.parts if name in suppressed]
    if parts if rule.whole in suppressed else len(parts) != 1:
        return None
    return _smallest(rule.parts, quantities, suppressed) or _smallest([rule.whole], quantities, suppressed)


def _smallest(names: Iterable[str], quantities: Mapping[str, Quantity], suppressed: set[str]) -> str | None:
    """Of those shown the one that is missed least: rather one that is printed nowhere, and rather a small one."""
    shown = [name for name in names if name not in suppressed and quantities[name].n]
    return min(shown, key=lambda name: (quantities[name].is_printed, quantities[name].n, name), default=None)


def _room(
    rules: list[Relation], order: list[Order], quantities: Mapping[str, Quantity], suppressed: set[str]
) -> str | None:
    """One more quantity to hide where a reader can tell that a hidden one is less than five; None when all is well."""
    known = ranges(rules, order, quantities, suppressed)
    told = {name for name in suppressed if quantities[name].n and known[name][1] < SMALLEST_SHOWN}
    return _nearest(told, rules, quantities, suppressed)


def _nearest(
    told: set[str], rules: list[Relation], quantities: Mapping[str, Quantity], suppressed: set[str]
) -> str | None:
    """What to hide to leave more room for those `told`: something beside one, else a whole, else further off."""
    around, before = told, 0
    while before != len(around):
        before = len(around)
        near = [rule for rule in rules if not around.isdisjoint(rule.members)]
        parts = [part for rule in near for part in rule.parts]
        found = _smallest(parts, quantities, suppressed) or _smallest(
            [rule.whole for rule in near], quantities, suppressed
        )
        if found:
            return found
        around = around.union(parts, (rule.whole for rule in near))
    return None


def ranges(
    rules: list[Relation], order: list[Order], quantities: Mapping[str, Quantity], suppressed: set[str]
) -> dict[str, tuple[int, int]]:
    """The least and the most that each quantity can be, as far as a reader can tell who knows that noughts are shown.

    Exact in a tree. Of two numbers in an `order` the first is not above the second.
    """
    known = {
        name: (min(quantity.n, 1), BOUNDLESS) if name in suppressed else (quantity.n, quantity.n)
        for name, quantity in quantities.items()
    }
    for _round in quantities:
        before = dict(known)
        for rule in rules:
            _add_up(rule, known)
        for less, more in order:
            known[less] = _both(known[less], (0, known[more][1]))
            known[more] = _both(known[more], (known[less][0], BOUNDLESS))
        if known == before:
            break
    return known


def _add_up(rule: Relation, known: dict[str, tuple[int, int]]) -> None:
    """Narrow what is known of a whole by its parts, and of each part by the whole and the others."""
    least = sum(known[name][0] for name in rule.parts)
    most = sum(known[name][1] for name in rule.parts)
    known[rule.whole] = _both(known[rule.whole], (least, most))
    low, high = known[rule.whole]
    narrowed = {
        name: _both(known[name], (low - (most - known[name][1]), high - (least - known[name][0])))
        for name in rule.parts
    }
    known.update(narrowed)


def _both(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return max(one[0], other[0]), min(one[1], other[1])


def name_of(indicator: str, table: Table, code: str, measure: str) -> str:
    """The quantity that a count of a table is."""
    own = f"{indicator}.{table.key}.{code}.{measure}"
    return table.quantities.get((code, measure)) or table.quantities.get((ANY_ROW, measure)) or own


def quantities_of(indicator: str, table: Table, rows: list[FrozenRow]) -> dict[str, Quantity]:
    """Every count of a frozen table by its name, and for answers given singly those without each answer."""
    counts = _counts(table)
    found = {
        name_of(indicator, table, row["code"], key): Quantity(row["values"][key], row["people"][key])
        for row in rows
        for key in counts
    }
    if table.adds is Adds.SINGLY:
        whole = found[name_of(indicator, table, TOTAL, counts[0])]
        for row in rows[:-1]:
            name = name_of(indicator, table, row["code"], counts[0])
            rest = whole.n - found[name].n
            found[f"{name}.{COMPLEMENT}"] = Quantity(rest, rest, is_printed=False)
    return found


def relations_of(indicator: str, table: Table, rows: list[FrozenRow]) -> list[Relation]:
    """How the counts of a frozen table add up."""
    if table.adds is Adds.NOT:
        return []
    counts = _counts(table)
    if table.adds is Adds.STEPS:
        return [
            Relation(
                name_of(indicator, table, row["code"], counts[0]),
                tuple(name_of(indicator, table, row["code"], key) for key in counts[1:]),
            )
            for row in rows
        ]
    names = {row["code"]: name_of(indicator, table, row["code"], counts[0]) for row in rows}
    if table.adds is Adds.SINGLY:
        parts = [name for code, name in names.items() if code != TOTAL]
        return [Relation(names[TOTAL], (name, f"{name}.{COMPLEMENT}")) for name in parts]
    return _sums(rows, names)


def _sums(rows: list[FrozenRow], names: Mapping[str, str]) -> list[Relation]:
    """Rows without a parent make up the total, the others their parent."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row["code"] != TOTAL:
            groups.setdefault(row.get("parent", TOTAL), []).append(names[row["code"]])
    return [Relation(names[parent], tuple(parts)) for parent, parts in groups.items()]


def _counts(table: Table) -> list[str]:
    """The measures of a table that are counts."""
    return [measure.key for measure in table.measures if measure.form is Form.COUNT]


def order_of(indicator: str, table: Table, rows: list[FrozenRow]) -> list[Order]:
    """In a table of steps fewer and fewer have come to each one; more and more wait for it, or have ended before."""
    _whole, reached, *others = _counts(table)
    pairs: list[Order] = []
    for one, following in pairwise(row["code"] for row in rows):
        pairs.append((name_of(indicator, table, following, reached), name_of(indicator, table, one, reached)))
        pairs += [(name_of(indicator, table, one, key), name_of(indicator, table, following, key)) for key in others]
    return pairs


def between_steps(indicator: str, table: Table, rows: list[FrozenRow]) -> set[str]:
    """The names of the counts that would tell of the few who stopped between two steps."""
    whole, reached, *others = _counts(table)
    suppressed: set[str] = set()
    shown: dict[str, Quantity] = {}
    for row in rows:
        at = {key: Quantity(row["values"][key], row["people"][key]) for key in (whole, reached, *others)}
        shown = shown or {reached: at[whole]} | dict.fromkeys(others, NOBODY)
        apart = {key: _apart(at[key], before) for key, before in shown.items()}
        kept = hidden(apart, [Relation(reached, tuple(others))])
        if not kept.isdisjoint(others):
            kept.update(others)
        shown |= {key: at[key] for key in shown if key not in kept}
        suppressed |= {name_of(indicator, table, row["code"], key) for key in kept if at[key].n}
    return suppressed


def _apart(one: Quantity, other: Quantity) -> Quantity:
    """Those counted in one of two nested groups only: at least as many young people as one rests on more."""
    n = abs(one.n - other.n)
    return Quantity(n, max(abs(one.people - other.people), min(n, 1)), is_printed=False)


def across_tables(quantities: dict[str, Quantity]) -> list[Relation]:
    """How counts of different tables add up; adds what remains of each whole to the quantities."""
    relations = []
    for whole, part, rest in SUBTRACTIONS:
        if whole in quantities and part in quantities:
            quantities[rest] = _apart(quantities[whole], quantities[part])
            relations.append(Relation(whole, (part, rest)))
    return relations


def hidden_in(tables: Iterable[tuple[str, Table, list[FrozenRow]]], *, from_start: bool = False) -> set[str]:
    """The names of the quantities that a whole report hides, from (indicator, table, frozen rows).

    `from_start`: the period begins with the programme.
    """
    quantities: dict[str, Quantity] = {}
    relations: list[Relation] = []
    order: list[Order] = []
    primary: set[str] = set()
    for indicator, table, rows in tables:
        for name, quantity in quantities_of(indicator, table, rows).items():
            # Someone may have changed a fact between two indicators of one report: then the smaller one decides.
            quantities[name] = min(quantity, quantities.get(name, quantity), key=lambda one: one.people)
        relations += relations_of(indicator, table, rows)
        if table.adds is Adds.STEPS:
            primary |= between_steps(indicator, table, rows)
            order += order_of(indicator, table, rows)
        primary |= _beside_small(indicator, table, rows)
    if from_start:
        primary |= {name for small, with_it in FROM_START.items() if _is_small(quantities, small) for name in with_it}
    return hidden(quantities, relations + across_tables(quantities), primary, order)


def _is_small(quantities: Mapping[str, Quantity], name: str) -> bool:
    return quantities.get(name, NOBODY).is_small


def _beside_small(indicator: str, table: Table, rows: list[FrozenRow]) -> set[str]:
    """The counts in the table beside this one that would give its small ones away."""
    if not table.beside:
        return set()
    key = _counts(table)[0]
    small = [row["code"] for row in rows if Quantity(row["values"][key], row["people"][key]).is_small]
    return {f"{indicator}.{table.beside}.{code}.{key}" for code in small}


def discloses(indicator: str, table: Table, row: FrozenRow, measure: Measure, suppressed: set[str]) -> bool:
    """Whether a figure would tell of a count in `suppressed`, or too much of a few young people."""
    count = measure.follows or measure.key
    codes = {row["code"], TOTAL} if measure.form is Form.PERCENT else {row["code"]}
    names = {name_of(indicator, table, code, count) for code in codes}
    if measure.form is Form.COUNT:
        names.update(table.told_by)
    other = table.beside if measure.form is Form.COUNT else table.bands
    if other and any(name.startswith(f"{indicator}.{other}.") for name in suppressed):
        return True
    return not suppressed.isdisjoint(names) or 0 < row["people"][count] < measure.least
