"""A frozen report as it is read: in the reader's language, small numbers hidden from those who must not see them.

Page, CSV, PDF and command all show what this module gives, so that they cannot differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.programmes.models import Programme
from cases.staff.models import User
from cases.staff.policy import Right, may
from reporting.chapters.registry import CHAPTERS
from reporting.chapters.targets import STANDINGS
from reporting.disclosure.rules import discloses, hidden_in
from reporting.figures.base import TOTAL, Form, Indicator, Measure, Number, Table
from reporting.runs.models import ReportRun

WIDE = 3  # columns of figures
DECIMALS = {
    Form.COUNT: 0,
    Form.PERCENT: 0,
    Form.DAYS: 1,
    Form.NIGHTS: 1,
    Form.RATE: 2,
    Form.VALUE: 1,
    Form.KRONER: 2,
    Form.HOURS: 1,
    Form.STANDING: 0,
}


@dataclass(frozen=True)
class ShownCell:
    """One figure: `value` is None when there is nothing to say or it is hidden; `text` is how it is written."""

    measure: Measure
    value: Number
    text: str
    is_hidden: bool = False


@dataclass(frozen=True)
class ShownRow:
    """One row of figures. `parent` is the code of the row that it is part of; the total has `is_total`."""

    code: str
    label: str
    cells: tuple[ShownCell, ...]
    parent: str = ""
    is_total: bool = False

    @property
    def text(self) -> str:
        """The row's name with the mark of a part."""
        return f"– {self.label}" if self.parent else self.label

    @property
    def texts(self) -> list[str]:
        """The row as a line of a table."""
        return [self.text, *(cell.text for cell in self.cells)]


@dataclass(frozen=True)
class ShownTable:
    """One table with everything that stands around it."""

    key: str
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]

    @property
    def is_wide(self) -> bool:
        """Too wide to stand beside its drawing."""
        return len(self.columns) > WIDE

    @property
    def texts(self) -> list[list[str]]:
        """The table as lines of ready texts."""
        return [row.texts for row in self.rows]

    def label_of(self, code: str) -> str:
        """The name of a row, empty for one that is not there."""
        return next((row.label for row in self.rows if row.code == code), "")


@dataclass(frozen=True)
class ShownIndicator:
    """One indicator with its words and tables."""

    key: str
    name: str
    definition: str
    numerator: str
    denominator: str
    exclusions: str
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True)
class ShownReport:
    """A whole report. `full` tells whether small numbers are shown."""

    run: ReportRun
    indicators: tuple[ShownIndicator, ...]
    full: bool

    def tables(self) -> Iterator[tuple[ShownIndicator, ShownTable]]:
        """Every table with its indicator."""
        for indicator in self.indicators:
            for table in indicator.tables:
                yield indicator, table

    def lines(self) -> Iterator[tuple[ShownIndicator, ShownTable, ShownRow]]:
        """Every row of every table."""
        for indicator, table in self.tables():
            for row in table.rows:
                yield indicator, table, row

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the report is about, for its head."""
        run = self.run
        return [
            (_("Programme"), str(run.programme)),
            (_("Period"), _("%(first)s to %(last)s") % {"first": _day(run.start), "last": _day(run.last_day)}),
            (_("As of"), _day(run.as_of)),
            (_("Computed"), _moment(run.finished_at)),
        ]


def sees_full(user: User, run: ReportRun) -> bool:
    """Whether the reader of a report sees small numbers."""
    return sees_small_numbers(user, run.programme)


def sees_small_numbers(user: User, programme: Programme) -> bool:
    """Small numbers are for leads whose own team works in the programme; everyone else gets them hidden."""
    if not may(user, Right.EXPORT_IDENTIFIED):
        return False
    return Programme.objects.led_by(user).filter(pk=programme.pk).exists()


def present(run: ReportRun, *, full: bool) -> ShownReport:
    """A finished run in the active language. An indicator that has left the program since is left out."""
    parts = run.result["indicators"] if run.result else []
    frozen = {part["key"]: part["tables"] for part in parts if part["key"] in CHAPTERS}
    tables = [
        (key, table, found[table.key])
        for key, found in frozen.items()
        for table in CHAPTERS[key].tables
        if table.key in found
    ]
    suppressed = None if full else hidden_in(tables, from_start=run.start <= run.programme.start)
    if suppressed is not None:
        frozen = {key: _without_unread(found, tables, suppressed) for key, found in frozen.items()}
    return ShownReport(run, tuple(_indicator(CHAPTERS[key], found, suppressed) for key, found in frozen.items()), full)


Suppressed = set[str] | None  # the hidden counts; None hides nothing
Frozen = dict[str, list[dict[str, Any]]]


def _without_unread(found: Frozen, tables: Any, suppressed: set[str]) -> Frozen:
    """The tables of a chapter, where each figure that reads a cell which the report does not show rests on one."""
    if not any("reads" in row for rows in found.values() for row in rows):
        return found
    shown = {
        f"{key}.{table.key}.{row['code']}.{measure.key}"
        for key, table, rows in tables
        for row in rows
        for measure in table.measures
        if not discloses(key, table, row, measure, suppressed)
    }
    return {
        name: [_of_one(row) if row.get("reads", "") not in shown | {""} else row for row in rows]
        for name, rows in found.items()
    }


def _of_one(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"people": {key: min(people, 1) for key, people in row["people"].items()}}


def _indicator(
    indicator: Indicator, frozen: Mapping[str, list[dict[str, Any]]], suppressed: Suppressed
) -> ShownIndicator:
    return ShownIndicator(
        indicator.key,
        str(indicator.name),
        str(indicator.definition),
        str(indicator.numerator),
        str(indicator.denominator),
        str(indicator.exclusions),
        tuple(
            _table(indicator.key, table, frozen[table.key], suppressed)
            for table in indicator.tables
            if frozen.get(table.key)
        ),
    )


def _table(indicator: str, table: Table, rows: list[dict[str, Any]], suppressed: Suppressed) -> ShownTable:
    return ShownTable(
        table.key,
        str(table.title),
        str(table.unit.value),
        tuple(str(measure.label) for measure in table.measures),
        tuple(_row(indicator, table, row, suppressed) for row in rows),
    )


def _row(indicator: str, table: Table, row: Mapping[str, Any], suppressed: Suppressed) -> ShownRow:
    cells = []
    for measure in table.measures:
        value = row["values"].get(measure.key)
        is_hidden = suppressed is not None and discloses(indicator, table, row, measure, suppressed)
        text = _("hidden") if is_hidden else written(value, measure.form)
        cells.append(ShownCell(measure, None if is_hidden else value, text, is_hidden))
    is_total = row["code"] == TOTAL
    return ShownRow(row["code"], _label(table, row), tuple(cells), row.get("parent", ""), is_total)


def _label(table: Table, row: Mapping[str, Any]) -> str:
    if row["code"] == TOTAL:
        return _("In all")
    names = row.get("names")
    if names:
        return str(names[get_language() if get_language() in names else "da"])
    # A code that has left its list since the report was made is still readable as itself.
    return str(table.labels.get(row["code"], row["code"]))


def written(value: Number, form: Form) -> str:
    """A figure as people write it in the active language."""
    if value is None:
        return "–"
    if form is Form.STANDING:
        return str(STANDINGS[int(value)].label)
    decimals = DECIMALS[form]
    if decimals and form is not Form.RATE and float(value).is_integer():
        decimals = 0
    text = str(number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True))
    return f"{text}\u00a0%" if form is Form.PERCENT else text


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
