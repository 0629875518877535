"""A table of status reports without what an edition hides: the counts, and all that would tell of them."""

from collections.abc import Iterable
from dataclasses import replace

from reporting.disclosure.attack import Hidden
from reporting.figures.thresholds import SMALLEST_SPREAD
from reporting.tabulation.adding import Names, column_of, out_of
from reporting.tabulation.results import Cell, Column, Row, TableResult
from reporting.tabulation.tabulating import SO_FAR


def masked(result: TableResult, place: str, hidden: Hidden, *, repeats: str = "") -> TableResult:
    """The table as an edition prints it. Where something is hidden, what it says of itself is left out too."""
    whole = Names(place, repeats)
    columns = tuple(_column(one, Names(column_of(place, one.key), repeats), whole, hidden) for one in result.columns)
    exclusions = tuple(
        replace(one, count=None) if out_of(place, one.key) in hidden else one for one in result.exclusions
    )
    found = replace(
        result,
        n=None if whole.base in hidden else result.n,
        blanks=None if whole.blanks in hidden else result.blanks,
        exclusions=exclusions,
        rows=_rows(result.rows, whole, hidden, result.n),
        columns=columns,
    )
    if found == result:
        return result
    sizes = (found.n, found.blanks, *(one.count for one in exclusions))
    notes = tuple(one for one in result.notes if None not in sizes or not one.da.startswith(SO_FAR))
    return replace(found, self_check=(), notes=notes)


def _column(column: Column, names: Names, whole: Names, hidden: Hidden) -> Column:
    """One column; the one of all of them is the whole table again. Blanks of columns add up to those of the whole."""
    names = whole if column.key == "total" else names
    is_hidden = names.base in hidden
    return replace(
        column,
        n=None if is_hidden else column.n,
        blanks=None if is_hidden or whole.blanks in hidden else column.blanks,
        rows=_rows(column.rows, names, hidden, column.n),
    )


def _rows(rows: Iterable[Row], names: Names, hidden: Hidden, n: int | None) -> tuple[Row, ...]:
    return tuple(_row(row, names, hidden, n) for row in rows)


def _row(row: Row, names: Names, hidden: Hidden, n: int | None) -> Row:
    """A row; its per cent goes with its count and with what it is a share of, its values with any count of it."""
    base = names.base if row.n is None else names.own_base(row)
    count, whole = names.row(row.key) in hidden, base in hidden
    cells = tuple(_cell(one, names.cell(row.key, one.key) in hidden, hides_share=whole) for one in row.cells)
    any_hidden = count or whole or cells != row.cells
    few = (n if row.n is None else row.n) or 0
    shows_values = not any_hidden and few >= SMALLEST_SPREAD
    return replace(
        row,
        count=None if count else row.count,
        percent=None if count or whole else row.percent,
        n=None if whole else row.n,
        blanks=None if whole else row.blanks,
        dropped=None if whole else row.dropped,
        mean=row.mean if shows_values else None,
        value=row.value if shows_values else None,
        cells=tuple(one if one.count is not None or shows_values else replace(one, value=None) for one in cells),
    )


def _cell(cell: Cell, is_hidden: bool, *, hides_share: bool) -> Cell:  # noqa: FBT001
    if is_hidden:
        return replace(cell, count=None, percent=None, value=None)
    return replace(cell, percent=None) if hides_share else cell
