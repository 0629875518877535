"""What an export will hold, counted before a byte is written: the what-if of the page, the log and the README."""

from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from cases.statusreports.models import Participation, StatusReport
from reporting.columns.declaring import Column, Deidentified, Table
from reporting.datasets.plan import Plan
from reporting.datasets.statements import Statements, Units
from reporting.figures.thresholds import SMALLEST_UNIT
from reporting.tables.registry import TABLES


@dataclass(frozen=True)
class Figures:
    """Rows of each table, young people in the export, and what it leaves out.

    `left_out` may not be seen by the user, `protected` are not distributed; `silent` is how many courses take no part
    in the documentation, `withheld` how many status reports were made of them before that was said.
    """

    rows: dict[str, int]
    people: int
    left_out: int
    protected: int = 0
    silent: int = 0
    withheld: int = 0


def figures_of(plan: Plan, cursor: CursorWrapper, *, is_kept: bool = False) -> Figures:
    """Count what the plan gives; `is_kept` within the transaction of an export."""
    rows = {table.name: _first(cursor, *Statements(plan, table, is_kept).count()) or 0 for table in plan.tables}
    refused = Participation.objects.refused().filter(
        enrolment__programme=plan.programme, enrolment__person__in=plan.people.order_by().values("pk")
    )
    reports = StatusReport.objects.of(plan.programme).filter(enrolment__in=refused.values("enrolment"))
    counted = (plan.everyone, plan.people, plan.everyone.protected(), plan.people.protected(), refused, reports)
    everybody, people, protected, shown, silent, withheld = (_count(cursor, queryset) for queryset in counted)
    kept_back = protected - shown
    return Figures(rows, people, everybody - people - kept_back, kept_back, silent, withheld)


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


def codes_in(plan: Plan, table: Table, column: Column, cursor: CursorWrapper) -> list[str]:
    """The codes that stand in a column of the export."""
    cursor.execute(*Statements(plan, table, is_kept=True).codes(column))
    return [code for (code,) in cursor.fetchall()]


def nameable(people: dict[str | None, int]) -> list[str]:
    """Which codes may be named, of those that so many young people share."""
    return sorted(code for code, n in people.items() if code and n >= SMALLEST_UNIT)


def _count(cursor: CursorWrapper, rows: QuerySet[Any]) -> int:
    statement, params = rows.order_by().values("pk").query.sql_with_params()
    return _first(cursor, f"SELECT count(*) FROM ({statement}) p", list(params)) or 0  # noqa: S608  compiled by the ORM


def _first(cursor: CursorWrapper, statement: str, params: list[Any]) -> int | None:
    cursor.execute(statement, params)
    row: tuple[int | None, ...] = cursor.fetchone()
    return row[0]
