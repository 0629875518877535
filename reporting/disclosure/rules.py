"""Small numbers in the indicators: how their counts add up, and what is hidden with which count.

Figures that rest on one to four young people are not shown to readers without the right to names, nor as many others
as it takes to keep a reader from working them out (`suppression`). Hidden figures of both kinds look the same.

Steps of one course come fewer and fewer: who stopped between two of them is a count like any other, though it is
printed nowhere, and so is what is left when a figure of one table is taken from that of another.

Figures that sum up values (quartiles, nights in all) are hidden with any band of the same values, and the outer ones
unless ten young people stand behind them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from reporting.disclosure.suppression import suppressed
from reporting.figures.base import ANY_ROW, TOTAL, Adds, Form, Measure, Table
from reporting.figures.sums import Quantity, Sum, System
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.indicators.registry import SUBTRACTIONS

COMPLEMENT = "complement"

FrozenRow = Mapping[str, Any]


NOBODY = Quantity(0, 0)

Order = tuple[str, str]  # two quantities of which the first is never above the second


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
            found[f"{name}.{COMPLEMENT}"] = Quantity(rest, rest, printed=False)
    return found


def relations_of(indicator: str, table: Table, rows: list[FrozenRow]) -> list[Sum]:
    """How the counts of a frozen table add up."""
    if table.adds is Adds.NOT:
        return []
    counts = _counts(table)
    if table.adds is Adds.STEPS:
        return [
            Sum(
                name_of(indicator, table, row["code"], counts[0]),
                tuple(name_of(indicator, table, row["code"], key) for key in counts[1:]),
            )
            for row in rows
        ]
    names = {row["code"]: name_of(indicator, table, row["code"], counts[0]) for row in rows}
    if table.adds is Adds.SINGLY:
        parts = [name for code, name in names.items() if code != TOTAL]
        return [Sum(names[TOTAL], (name, f"{name}.{COMPLEMENT}")) for name in parts]
    return _sums(rows, names)


def _sums(rows: list[FrozenRow], names: Mapping[str, str]) -> list[Sum]:
    """Rows without a parent make up the total, the others their parent."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row["code"] != TOTAL:
            groups.setdefault(row.get("parent", TOTAL), []).append(names[row["code"]])
    return [Sum(names[parent], tuple(parts)) for parent, parts in groups.items()]


def _counts(table: Table) -> list[str]:
    """The measures of a table that are counts."""
    return [measure.key for measure in table.measures if measure.form is Form.COUNT]


def order_of(indicator: str, table: Table, rows: list[FrozenRow]) -> list[Order]:
    """In a table of steps fewer and fewer have come to each one; more and more wait for it, or have ended before."""
    _whole, reached, *others = _counts(table)
    pairs: list[Order] = []
    for one, later in combinations([row["code"] for row in rows], 2):
        pairs.append((name_of(indicator, table, later, reached), name_of(indicator, table, one, reached)))
        pairs += [(name_of(indicator, table, one, key), name_of(indicator, table, later, key)) for key in others]
    return pairs


def _apart(one: Quantity, other: Quantity) -> Quantity:
    """Those counted in one of two nested groups only: at least as many young people as one rests on more."""
    n = abs(one.n - other.n)
    return Quantity(n, max(abs(one.people - other.people), min(n, 1)), printed=False)


def across_tables(quantities: dict[str, Quantity], subtractions: Iterable[Sequence[str]] = SUBTRACTIONS) -> list[Sum]:
    """How counts of different tables add up; adds what remains of each whole to the quantities."""
    relations = []
    for whole, part, rest in subtractions:
        if whole in quantities and part in quantities:
            quantities[rest] = _apart(quantities[whole], quantities[part])
            relations.append(Sum(whole, (part, rest)))
    return relations


Tables = Iterable[tuple[str, Table, list[FrozenRow]]]


def counted(
    tables: Tables,
    threshold: int = SMALLEST_SHOWN,
    *,
    subtractions: Iterable[Sequence[str]] = SUBTRACTIONS,
    with_small: Mapping[str, Iterable[str]] | None = None,
) -> tuple[System, set[str]]:
    """The counts of a report, from (indicator, table, frozen rows), and those hidden whatever adds up to what.

    `subtractions` are (whole, part, name of the rest) of different tables; `with_small` are the counts that are hidden
    where another one is small.
    """
    quantities: dict[str, Quantity] = {}
    relations: list[Sum] = []
    order: list[Order] = []
    also: set[str] = set()
    for indicator, table, rows in tables:
        for name, quantity in quantities_of(indicator, table, rows).items():
            # Someone may have changed a fact between two indicators of one report: then the smaller one decides.
            quantities[name] = min(quantity, quantities.get(name, quantity), key=lambda one: one.people)
        relations += relations_of(indicator, table, rows)
        if table.adds is Adds.STEPS:
            order += order_of(indicator, table, rows)
        also |= _beside_small(indicator, table, rows, threshold)
    for small, names in (with_small or {}).items():
        if 0 < quantities.get(small, NOBODY).people < threshold:
            also.update(names)
    system = System(quantities, relations + across_tables(quantities, subtractions))
    for less, more in order:
        system.leaves(more, [less], f"{more} without {less}")
    return system, also & quantities.keys()


def hidden(system: System, also: Iterable[str] = (), threshold: int = SMALLEST_SHOWN) -> set[str]:
    """The names of the counts that are not shown. Noughts always are: they are about nobody."""
    return {name for name in suppressed(system, threshold, also=also) if system.quantities[name].n}


def _beside_small(indicator: str, table: Table, rows: list[FrozenRow], threshold: int) -> set[str]:
    """The counts in the table beside this one that would give its small ones away."""
    if not table.beside:
        return set()
    key = _counts(table)[0]
    small = [row["code"] for row in rows if 0 < row["people"][key] < threshold]
    return {f"{indicator}.{table.beside}.{code}.{key}" for code in small}


def discloses(  # noqa: PLR0917  the figure, and what is hidden
    indicator: str, table: Table, row: FrozenRow, measure: Measure, suppressed: Collection[str], threshold: int
) -> bool:
    """Whether a figure would tell of a count in `suppressed`, or too much of a few young people."""
    count = measure.follows or measure.key
    codes = {row["code"], TOTAL} if measure.form is Form.PERCENT else {row["code"]}
    names = {name_of(indicator, table, code, count) for code in codes}
    if measure.form is Form.COUNT:
        names.update(table.told_by)
    other = table.beside if measure.form is Form.COUNT else table.bands
    if other and any(name.startswith(f"{indicator}.{other}.") for name in suppressed):
        return True
    least = max(measure.least, threshold) if measure.least else 0
    return not names.isdisjoint(suppressed) or 0 < row["people"][count] < least
