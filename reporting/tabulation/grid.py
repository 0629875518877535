"""A table as headings and rows of cells, as CSV, workbook and PDF write it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.tabulation.results import Column, Row, TableResult

Value = str | int | float | None


@dataclass(frozen=True)
class Facts:
    """What ties a file to what it was made from: programme, days, when, and by whom where somebody asked."""

    programme: str
    as_of: str
    made_at: str
    made_by: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """With their names, in the language of the reader."""
        told = [
            (_("Programme"), self.programme),
            (_("As of"), self.as_of),
            (_("Made"), self.made_at),
            (_("By"), self.made_by),
        ]
        return [(name, value) for name, value in told if value]


@dataclass(frozen=True)
class Grid:
    """A table laid out: its headings, and under them rows with a name each."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def spoken(result: TableResult, language: str) -> list[tuple[str, str]]:
    """What stands around the figures: base, n, blanks, each exclusion, notes, and what the table finds of itself."""
    told = [
        (_("Base"), result.base.spoken(language)),
        ("n", str(result.n)),
        (_("Not answered"), str(result.blanks)),
    ]
    told += [
        (_("Left out: %(why)s") % {"why": one.label.spoken(language)}, str(one.count)) for one in result.exclusions
    ]
    told += [(_("Note"), note.spoken(language)) for note in result.notes]
    return told + [(_("Self-check"), found.spoken(language)) for found in result.self_check]


def laid_out(result: TableResult, language: str) -> Grid:
    """One line for each row; count and per cent for the whole, or for each column where the table has some."""
    cells = [*dict.fromkeys((cell.key, cell.label.spoken(language)) for row in _all(result) for cell in row.cells)]
    if result.columns:
        return Grid(_column_headings(result.columns, language), tuple(_by_column(result, language)))
    has_n = any(row.n is not None for row in result.rows)
    has_mean = any(row.mean is not None or row.value is not None for row in result.rows)
    headings = ["", _("Count"), _("Per cent"), *(["n"] if has_n else []), *([_("Value")] if has_mean else [])]
    headings += [f"{label}, {what}" for _key, label in cells for what in (_("count"), _("per cent"))]
    rows = []
    for row in result.rows:
        line: list[Value] = [_name(row, language), row.count, row.percent]
        line += [row.n] if has_n else []
        line += [row.mean if row.mean is not None else row.value] if has_mean else []
        found = {cell.key: cell for cell in row.cells}
        for key, _label in cells:
            cell = found.get(key)
            value = cell.value if cell and cell.count is None else cell.count if cell else None
            line += [value, cell.percent if cell else None]
        rows.append(tuple(line))
    return Grid(tuple(headings), tuple(rows))


def _all(result: TableResult) -> Iterator[Row]:
    yield from result.rows
    for column in result.columns:
        yield from column.rows


def _name(row: Row, language: str) -> str:
    label = row.label.spoken(language)
    return f"– {label}" if row.sub else label


def _column_headings(columns: Sequence[Column], language: str) -> tuple[str, ...]:
    names = [f"{column.label.spoken(language)} (n = {column.n})" for column in columns]
    return ("", *(f"{name}, {what}" for name in names for what in (_("count"), _("per cent"))))


def _by_column(result: TableResult, language: str) -> Iterator[tuple[Value, ...]]:
    labels = dict.fromkeys((row.key, _name(row, language)) for column in result.columns for row in column.rows)
    for key, name in labels:
        line: list[Value] = [name]
        for column in result.columns:
            row = next((row for row in column.rows if row.key == key), None)
            line += [row.count, row.percent] if row else [None, None]
        yield tuple(line)
