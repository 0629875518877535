"""What an export will hold, counted before a byte is written: the what-if of the page, the log and the README."""

from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from cases.people.models import PersonQuerySet
from reporting.datasets.plan import Plan
from reporting.datasets.statements import Statements, Units
from reporting.figures.thresholds import SMALLEST_UNIT
from reporting.tables.columns import Deidentified, Table
from reporting.tables.registry import TABLES


@dataclass(frozen=True)
class Figures:
    """Rows of each table, young people in the export, and how many the user may not see."""

    rows: dict[str, int]
    people: int
    left_out: int


def figures_of(plan: Plan, cursor: CursorWrapper, *, is_kept: bool = False) -> Figures:
    """Count what the plan gives; `is_kept` within the transaction of an export."""
    rows = {table.name: _first(cursor, *Statements(plan, table, is_kept).count()) or 0 for table in plan.tables}
    everybody, people = (_count(cursor, queryset) for queryset in (plan.everyone, plan.people))
    return Figures(rows, people, everybody - people)


def smallest_group(plan: Plan, cursor: CursorWrapper) -> int | None:
    """How many young people have the rarest combination of age and gender; None if there are none at all."""
    return _first(cursor, *Statements(plan, TABLES["young_people"]).smallest_group("age_at_start", "gender"))


def units_of(plan: Plan, table: Table, cursor: CursorWrapper) -> Units:
    """The codes of units that are large enough to be named, for each column that may hide them, within an export."""
    if not plan.deidentified:
        return {}
    units: Units = {}
    for column in plan.columns(table):
        if column.deidentified is Deidentified.UNIT:
            cursor.execute(*Statements(plan, table, is_kept=True).units(column))
            units[column.name] = nameable(dict(cursor.fetchall()))
    return units


def nameable(people: dict[str | None, int]) -> list[str]:
    """Which codes may be named, of those that so many young people share.

    Where some are withheld (""), as many others must stand with them as make a unit, or they would be known by it.
    """
    known = {code: n for code, n in people.items() if code}
    named = sorted((code for code, n in known.items() if n >= SMALLEST_UNIT), key=lambda code: (-known[code], code))
    others = sum(known.values()) - sum(known[code] for code in named)
    while "" in people and named and others < SMALLEST_UNIT:
        others += known[named.pop()]
    return sorted(named)


def _count(cursor: CursorWrapper, people: PersonQuerySet) -> int:
    statement, params = people.order_by().values("pk").query.sql_with_params()
    return _first(cursor, f"SELECT count(*) FROM ({statement}) p", list(params)) or 0  # noqa: S608  compiled by the ORM


def _first(cursor: CursorWrapper, statement: str, params: list[Any]) -> int | None:
    cursor.execute(statement, params)
    row: tuple[int | None, ...] = cursor.fetchone()
    return row[0]
