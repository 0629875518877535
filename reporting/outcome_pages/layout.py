"""One table as its page shows it: headings, lines and cells in words, each count with the place it stands at."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cases.questionnaires.definition import Text
from reporting.figures.rules import percent
from reporting.tabulation.behind import Place
from reporting.tabulation.results import Cell, Column, Row, TableResult
from reporting.tabulation.tabulating import TOTAL

COUNT, PERCENT, PERCENT_COUNT, HUNDRED = "count", "percent", "percent_count", "hundred"

OF_COLUMN, OF_ROW = "column", "row"

NOTHING = "–"


@dataclass(frozen=True)
class Shown:
    """One figure in words; `url` leads to those it counts, `name` says what it is where it is heard alone."""

    text: str
    url: str = ""
    name: str = ""


@dataclass(frozen=True)
class Line:
    """One row of the page."""

    label: str
    cells: tuple[Shown, ...]
    is_sub: bool = False
    is_total: bool = False


@dataclass(frozen=True)
class Layout:
    """A table laid out. `headings` are those of the cells; over the names of the rows stands none."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Style:
    """How cells are written, of what their per cents are, and the address of those behind a count (or nothing)."""

    cell: str = PERCENT_COUNT
    share: str = OF_COLUMN
    url: Callable[[Place], str] = lambda _place: ""

    def count(self, count: int | None, share: int | None, place: Place | None, name: str) -> Shown:
        """One count with its share, in the way that was chosen; where nothing is a share of anything, the count."""
        if count is None:
            return Shown(NOTHING)
        number = whole(count)
        texts = {COUNT: number, PERCENT_COUNT: f"{_share(share)} ({number})"}
        text = number if share is None and count else texts.get(self.cell, _share(share))
        return Shown(text, self.url(place) if place and count else "", f"{name}: {text}")


def whole(number: int) -> str:
    """A whole number as people write it."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def _share(share: int | None) -> str:
    return NOTHING if share is None else str(share)


def value(figure: float | None) -> str:
    """A mean, days or points, with a decimal where there is one."""
    if figure is None:
        return NOTHING
    decimals = 0 if float(figure).is_integer() else 1
    return str(number_format(figure, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def laid_out(result: TableResult, style: Style) -> Layout:
    """The table with its columns, or else with what each row has beside its count."""
    return _by_column(result, style) if result.columns else _plain(result, style)


def _plain(result: TableResult, style: Style) -> Layout:
    rows = result.rows
    beside = {cell.key: str(cell.label) for row in rows for cell in row.cells}
    is_twice = _says_it_twice(rows)
    has_n, has_dropped = (any(getattr(row, name) is not None for row in rows) for name in ("n", "dropped"))
    has_mean = any(row.mean is not None or row.value is not None for row in rows)
    headings = [] if is_twice else [_heading(style)]
    headings += [*beside.values(), *([_("Value")] if has_mean else []), *(["n"] if has_n else [])]
    headings += [_("Do not know")] if has_dropped else []
    lines = []
    for row in rows:
        cells = [] if is_twice else [style.count(row.count, row.percent, Place(row.key), str(row.label))]
        found = {cell.key: cell for cell in row.cells}
        cells += [_beside(row, found.get(key), style) for key in beside]
        cells += [Shown(value(row.value if row.mean is None else row.mean))] if has_mean else []
        cells += [_base(row.n, style)] if has_n else []
        cells += [Shown(NOTHING if row.dropped is None else whole(row.dropped))] if has_dropped else []
        lines.append(Line(str(row.label), tuple(cells), is_sub=row.sub))
    if style.cell == HUNDRED and not (is_twice or has_n):
        rest = [Shown("")] * (len(headings) - 1)
        lines.append(Line(_("In all"), (_base(result.n, style), *rest), is_total=True))
    return Layout(tuple(headings), tuple(lines))


def _heading(style: Style) -> str:
    return {COUNT: _("Count"), PERCENT_COUNT: _("Per cent (count)")}.get(style.cell, _("Per cent"))


def _base(n: int | None, style: Style) -> Shown:
    if n is None:
        return Shown(NOTHING)
    return Shown(f"100 ({whole(n)})" if style.cell == HUNDRED else whole(n))


# The first cell of a row whose own count is the same: then the cell alone is shown.
SAME_AS_ROW = {"positive", "problem", "same", "arrived"}


def _says_it_twice(rows: Sequence[Row]) -> bool:
    return bool(rows) and all(row.cells and row.cells[0].key in SAME_AS_ROW for row in rows)


def _beside(row: Row, cell: Cell | None, style: Style) -> Shown:
    if cell is None:
        return Shown(NOTHING)
    name = f"{row.label}, {cell.label}"
    if cell.count is None:
        return Shown(value(cell.value), name=name)
    return style.count(cell.count, cell.percent, Place(row.key, cell.key), name)


def _by_column(result: TableResult, style: Style) -> Layout:
    """Columns beside each other, the whole as the last; what rows have beside their count stands in lines under it."""
    whole_of_it = Column(TOTAL, _total(), result.n, result.blanks, result.rows)
    columns = [column for column in result.columns if column.key != TOTAL] + [whole_of_it]
    headings = [f"{column.label} (n = {whole(column.n or 0)})" for column in columns]
    lines = []
    for place, label, is_sub in _lines(columns):
        found = [_figure(column, place) for column in columns]
        count = found[-1][0]
        cells = []
        for column, (number, share, other) in zip(columns, found, strict=True):
            of_row = percent(number, count) if style.share == OF_ROW and number is not None and count else share
            at = Place(place.row, place.cell, "" if column.key == TOTAL else column.key)
            if number is None and other is not None:
                cells.append(Shown(value(other)))
            elif style.share == OF_ROW and style.cell == HUNDRED and column.key == TOTAL and number is not None:
                cells.append(Shown(f"100 ({whole(number)})", style.url(at) if number else "", f"{label}: {number}"))
            else:
                cells.append(style.count(number, of_row, at, f"{label}, {column.label}"))
        lines.append(Line(label, tuple(cells), is_sub=is_sub))
    if style.cell == HUNDRED and style.share == OF_COLUMN:
        lines.append(Line(_("In all"), tuple(_base(column.n, style) for column in columns), is_total=True))
    return Layout(tuple(headings), tuple(lines))


def _total() -> Text:
    return Text("I alt", "In all")


def _lines(columns: Sequence[Column]) -> Iterator[tuple[Place, str, bool]]:
    """Each line with its place: a row, and under it what stands beside its count."""
    rows = {row.key: row for column in columns for row in column.rows}
    is_twice = _says_it_twice(list(rows.values()))
    for row in rows.values():
        if not is_twice:
            yield Place(row.key), str(row.label), row.sub
        for cell in row.cells:
            yield Place(row.key, cell.key), f"{row.label}: {cell.label}", not is_twice


def _figure(column: Column, place: Place) -> tuple[int | None, int | None, float | None]:
    """The count, the share, and the value where there is no count."""
    row = next((row for row in column.rows if row.key == place.row), None)
    found: Row | Cell | None = row
    if row is not None and place.cell:
        found = next((cell for cell in row.cells if cell.key == place.cell), None)
    if found is None:
        return None, None, None
    mean = found.mean if isinstance(found, Row) and found.mean is not None else found.value
    return found.count, found.percent, mean
