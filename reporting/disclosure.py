"""Small numbers: what may not be shown, and what would give it away.

Figures that rest on one to four young people are not shown to readers without the right to names, nor as many others
as it takes to keep them from being found by subtraction (the practice of Danish statistics: fewer than five). Hidden
figures of both kinds look the same.

The figures of a report add up in relations (a whole and its parts) that share figures but never form a ring. In such
a tree no hidden figure can be computed from those shown when every relation has either none or at least two hidden.
Beyond that, the hidden parts of a shown whole leave room for each of them to be five or more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reporting.indicators.base import ANY_ROW, TOTAL, Adds, Form, Table

SMALLEST_SHOWN = 5
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


def hidden(quantities: Mapping[str, Quantity], relations: Iterable[Relation]) -> set[str]:
    """The names of the quantities that are not shown. Zeros always are: they are about nobody."""
    rules = list(relations)
    away = {name for name, quantity in quantities.items() if quantity.is_small}
    while True:
        more = {name for rule in rules if (name := _next(rule, quantities, away))}
        if not more:
            return away
        away |= more


def _next(rule: Relation, quantities: Mapping[str, Quantity], away: set[str]) -> str | None:
    """One more quantity to hide so that nothing in the relation can be found from the rest; None when all is well."""
    if _is_safe(rule, quantities, away):
        return None
    shown = [name for name in rule.parts if name not in away and quantities[name].n]
    if shown:
        return min(shown, key=lambda name: (quantities[name].is_printed, quantities[name].n, name))
    return None if rule.whole in away else rule.whole


def _is_safe(rule: Relation, quantities: Mapping[str, Quantity], away: set[str]) -> bool:
    parts = [quantities[name].n for name in rule.parts if name in away]
    if rule.whole in away:
        return bool(parts)
    # The most that each hidden part can be, as far as a reader can tell: all others hidden are at least one.
    return not parts or (len(parts) > 1 and sum(parts) - (len(parts) - 1) >= SMALLEST_SHOWN)


def name_of(indicator: str, table: Table, code: str, measure: str) -> str:
    """The quantity that a count of a table is."""
    own = f"{indicator}.{table.key}.{code}.{measure}"
    return table.quantities.get((code, measure)) or table.quantities.get((ANY_ROW, measure)) or own


def quantities_of(indicator: str, table: Table, rows: list[FrozenRow]) -> dict[str, Quantity]:
    """Every count of a frozen table by its name, and for answers given singly those without each answer."""
    counts = [measure.key for measure in table.measures if measure.form is Form.COUNT]
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
    counts = [measure.key for measure in table.measures if measure.form is Form.COUNT]
    if table.adds is Adds.COLUMNS:
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
    return _sums(rows, names) if table.adds is Adds.ROWS else []


def _sums(rows: list[FrozenRow], names: Mapping[str, str]) -> list[Relation]:
    """Rows without a parent make up the total, the others their parent."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row["code"] != TOTAL:
            groups.setdefault(row.get("parent", TOTAL), []).append(names[row["code"]])
    return [Relation(names[parent], tuple(parts)) for parent, parts in groups.items()]


def hidden_in(tables: Iterable[tuple[str, Table, list[FrozenRow]]]) -> set[str]:
    """The names of the quantities that a whole report hides, from (indicator, table, frozen rows)."""
    quantities: dict[str, Quantity] = {}
    relations: list[Relation] = []
    for indicator, table, rows in tables:
        for name, quantity in quantities_of(indicator, table, rows).items():
            # Someone may have changed a fact between two indicators of one report: then the smaller one decides.
            quantities[name] = min(quantity, quantities.get(name, quantity), key=lambda one: one.people)
        relations += relations_of(indicator, table, rows)
    return hidden(quantities, relations)
