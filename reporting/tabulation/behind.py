"""Who stands behind one count of a table: found by counting again, so that nobody must be kept with the table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Unpack

from reporting.tabulation.facts import Population
from reporting.tabulation.reading import Items
from reporting.tabulation.results import Computed
from reporting.tabulation.tabulating import TOTAL, Declaration, Way, settle


@dataclass(frozen=True)
class Place:
    """Where a count stands: in a row, in a cell of it or as its own count, in a column or the whole."""

    row: str = ""
    cell: str = ""
    column: str = ""


def behind(
    declaration: Declaration, population: Population, items: Items, place: Place, **way: Unpack[Way]
) -> list[Any]:
    """The courses, or the facts given in their place, that a count of the table counts; without a row all of them.

    Every kind counts each course by itself, so that the counts of two halves are together the count of the whole:
    halves are looked at until each counts all or nobody. Raises `KeyError` for a place that the table does not have,
    `NotOffered` as the table does.
    """
    asked = settle(declaration, population, items, **way)
    groups = {key: group for key, _label, group in asked.groups()}
    facts = asked.facts if place.column in ("", TOTAL) else groups[place.column]
    if not place.row:
        return list(facts)
    if _count_at(asked.compute(facts), place) is None:
        raise KeyError(place.row)
    return _counted_by(list(facts), lambda some: _count_at(asked.compute(some), place) or 0)


def _count_at(found: Computed, place: Place) -> int | None:
    """None where there is no such row or cell, or nothing is counted in it."""
    row = next((row for row in found.rows if row.key == place.row), None)
    if row is None or not place.cell:
        return row.count if row else None
    return next((cell.count for cell in row.cells if cell.key == place.cell), None)


def _counted_by(facts: list[Any], count: Callable[[list[Any]], int]) -> list[Any]:
    found = count(facts) if facts else 0
    if found in (0, len(facts)):
        return facts if found else []
    middle = len(facts) // 2
    return [*_counted_by(facts[:middle], count), *_counted_by(facts[middle:], count)]
