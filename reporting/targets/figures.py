"""The figure that a target reads: of an indicator, a table, a statistic, or counted by hand. No layer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from cases.core.periods import ONE_DAY, Period
from cases.programmes.models import Programme
from reporting.figures.base import Form, Measure, Row, Table
from reporting.figures.facts import Facts
from reporting.indicators.registry import INDICATORS
from reporting.outcomes.queries import Material, material, table
from reporting.statistics.queries import latest_value
from reporting.tabulation.results import Row as TableRow
from reporting.tabulation.results import TableResult
from reporting.tabulation.tabulating import NotOffered
from reporting.targets.codes import MeasuredBy, TargetUnit
from reporting.targets.models import Target

PATH = 3  # indicator, table, row


@dataclass(frozen=True, slots=True)
class Figure:
    """An actual figure: on how many young people it rests at the least, and the cell of the report that it stands in.

    `people` 0 is a figure about nobody. `cell` is "indicator.table.row.measure".
    """

    value: Decimal | None = None
    people: int = 0
    cell: str = ""
    on: date | None = None


NONE = Figure()


def measure_of(found: Table, unit: str) -> Measure | None:
    """The column that a target in this unit reads: the share, the median, or the count."""
    forms = {TargetUnit.PERCENT: Form.PERCENT, TargetUnit.DAYS: Form.DAYS}
    fitting = [one for one in found.measures if one.form is forms.get(TargetUnit(unit), Form.COUNT)]
    median = [one for one in fitting if one.key == "median"]
    return next(iter(median or fitting), None)


class Figures:
    """The figures of one programme as they were on a day, each source read once however many targets read it.

    `end` is the first day whose events do not count, where that comes before the end of `as_of`.
    """

    def __init__(self, programme: Programme, *, as_of: date, known_at: datetime, end: date | None = None) -> None:
        self.programme, self.as_of, self.known_at = programme, as_of, known_at
        self.end = end or as_of + ONE_DAY
        self._computed: dict[tuple[str, date], Mapping[str, list[Row]]] = {}
        self._made: dict[str, TableResult | None] = {}

    @property
    def last_day(self) -> date:
        """The day at whose end the figures are read."""
        return min(self.end - ONE_DAY, self.as_of)

    def of(self, target: Target) -> Figure:
        """The figure of a target; nothing before its first day."""
        if self.last_day < target.start:
            return NONE
        reads = {
            MeasuredBy.HAND: self._by_hand,
            MeasuredBy.INDICATOR: self._of_indicator,
            MeasuredBy.TABLE: self._of_table,
            MeasuredBy.STATISTIC: self._of_statistic,
        }
        return reads[MeasuredBy(target.measured_by)](target)

    def _by_hand(self, target: Target) -> Figure:
        rows = [row for row in target.counts.all() if row.on <= self.last_day]
        latest = max(rows, key=lambda row: row.on, default=None)
        return NONE if latest is None else Figure(Decimal(latest.number), _people(target, latest.number), on=latest.on)

    def _of_indicator(self, target: Target) -> Figure:
        key, name, code = target.figure.split(".", PATH - 1)
        found = next((one for one in INDICATORS[key].tables if one.key == name), None) if key in INDICATORS else None
        measure = measure_of(found, target.unit) if found else None
        row = next((one for one in self._rows(key, name, target.start) if one.code == code), None) if measure else None
        value = row.values.get(measure.key) if row and measure else None
        if row is None or measure is None or value is None:
            return NONE
        people = row.people[measure.follows or measure.key]
        return Figure(Decimal(repr(value)), people, f"{target.figure}.{measure.key}")

    def _rows(self, key: str, name: str, start: date) -> list[Row]:
        if (key, start) not in self._computed:
            facts = Facts(self.programme, Period(start, self.end), self.as_of, self.known_at)
            self._computed[key, start] = INDICATORS[key].compute(facts)
        return self._computed[key, start].get(name, [])

    def _of_table(self, target: Target) -> Figure:
        key, code, cell = [*target.figure.split("."), ""][:PATH]
        result = self._table(key)
        row = next((one for one in result.rows if one.key == code), None) if result else None
        if result is None or row is None:
            return NONE
        return _table_figure(target, row, cell, result.n or 0)

    def _table(self, key: str) -> TableResult | None:
        if key not in self._made:
            try:
                self._made[key] = table(self._material, key)
            except (NotOffered, KeyError):
                self._made[key] = None
        return self._made[key]

    @cached_property
    def _material(self) -> Material:
        rows = Target.objects.filter(programme=self.programme, measured_by=MeasuredBy.TABLE)
        return material(
            self.programme,
            {key.split(".")[0] for key in rows.values_list("figure", flat=True)},
            as_of=self.last_day,
            known_at=self.known_at,
        )

    def _of_statistic(self, target: Target) -> Figure:
        if target.reference is None:
            return NONE
        return Figure(
            latest_value(target.reference, municipality=target.municipality, group=target.figure, day=self.last_day)
        )


def _table_figure(target: Target, row: TableRow, cell: str, n: int) -> Figure:
    """The share or the count of a row or one of its cells; it rests on the fewer of those in it and those not."""
    found = next((one for one in row.cells if one.key == cell), None) if cell else row
    if found is None:
        return NONE
    value = found.percent if target.unit == TargetUnit.PERCENT else found.count
    whole, count = row.n if row.n is not None else n, found.count or 0
    people = min((one for one in (count, whole - count) if one > 0), default=0)
    return NONE if value is None else Figure(Decimal(value), people)


def _people(target: Target, number: int) -> int:
    """What is counted by hand in young people rests on as many."""
    return number if target.unit == TargetUnit.PEOPLE else 0
