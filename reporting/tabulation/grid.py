"""A table as headings and rows of cells, as CSV, workbook and PDF write it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.tabulation.results import Cell, Column, Row, TableResult

Value = str | int | float | None

HIDDEN = "··"  # stands for a count that an edition hides


@dataclass(frozen=True)
class Facts:
    """What ties a file to what it was made from: programme, days, when, and by whom where somebody asked.

    `period` are the first and last day, where courses of some days alone count; `definitions` the version of the
    questions.
    """

    programme: str
    as_of: str
    made_at: str
    made_by: str = ""
    period: tuple[str, str] = ("", "")
    definitions: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """With their names, in the language of the reader."""
        told = [
            (_("Programme"), self.programme),
            (_("Period"), " – ".join(self.period) if any(self.period) else ""),
            (_("As of"), self.as_of),
            (_("Version of the questions"), self.definitions),
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
        ("n", _number(result.n)),
        (_("Not answered"), _number(result.blanks)),
    ]
    told += [
        (_("Left out: %(why)s") % {"why": one.label.spoken(language)}, _number(one.count)) for one in result.exclusions
    ]
    told += [(_("Note"), note.spoken(language)) for note in result.notes]
    return told + [(_("Self-check"), found.spoken(language)) for found in result.self_check]


def _number(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def laid_out(result: TableResult, language: str) -> Grid:
    """One line for each row; count and per cent for the whole, or for each column where the table has some."""
    if result.columns:
        return Grid(_column_headings(result.columns, language), tuple(_by_column(result, language)))
    cells = _cells_of(result.rows)
    has_n = any(row.n is not None for row in result.rows)
    has_mean = any(row.mean is not None or row.value is not None for row in result.rows)
    headings = ["", _("Count"), _("Per cent"), *(["n"] if has_n else []), *([_("Value")] if has_mean else [])]
    headings += [heading for one in cells.values() for heading in _headings(one, language)]
    rows = []
    for row in result.rows:
        line: list[Value] = [_name(row, language), row.count, row.percent]
        line += [row.n] if has_n else []
        line += [row.mean if row.mean is not None else row.value] if has_mean else []
        found = {cell.key: cell for cell in row.cells}
        for key, alike in cells.items():
            cell = found.get(key)
            line.append(cell.value if cell and cell.count is None else cell.count if cell else None)
            line += [cell.percent if cell else None] if _has_shares(alike) else []
        rows.append(tuple(line))
    return Grid(tuple(headings), tuple(rows))


def _cells_of(rows: Sequence[Row]) -> dict[str, list[Cell]]:
    """The cells that stand below each other, by their key."""
    found: dict[str, list[Cell]] = {}
    for cell in (cell for row in rows for cell in row.cells):
        found.setdefault(cell.key, []).append(cell)
    return found


def _has_shares(cells: Sequence[Cell]) -> bool:
    """Values are no shares of anything; where nobody is counted there could be some."""
    counts = [cell.count for cell in cells if cell.count is not None]
    return any(cell.percent is not None for cell in cells) or (bool(counts) and not any(counts))


def _headings(cells: Sequence[Cell], language: str) -> list[str]:
    """What cells below each other are called; without what each says of its own row behind the colon."""
    labels = dict.fromkeys(cell.label.spoken(language) for cell in cells)
    label = next(iter(labels)) if len(labels) == 1 else next(iter(labels)).partition(": ")[0]
    if _has_shares(cells):
        return [f"{label}, {_('count')}", f"{label}, {_('per cent')}"]
    return [label]


def _name(row: Row, language: str) -> str:
    label = row.label.spoken(language)
    return f"– {label}" if row.sub else label


def _column_headings(columns: Sequence[Column], language: str) -> tuple[str, ...]:
    names = [f"{column.label.spoken(language)} (n = {_number(column.n)})" for column in columns]
    return ("", *(f"{name}, {what}" for name in names for what in (_("count"), _("per cent"))))


def _by_column(result: TableResult, language: str) -> Iterator[tuple[Value, ...]]:
    labels = dict.fromkeys((row.key, _name(row, language)) for column in result.columns for row in column.rows)
    for key, name in labels:
        line: list[Value] = [name]
        for column in result.columns:
            row = next((row for row in column.rows if row.key == key), None)
            line += [row.count, row.percent] if row else [None, None]
        yield tuple(line)
