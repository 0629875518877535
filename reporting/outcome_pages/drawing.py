"""The drawing of a table, by the chart maker of the reports: the same figures in the same order."""

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from reporting.documents.charts import alt_text, svg_of
from reporting.documents.presentation import ShownCell, ShownRow, ShownTable, written
from reporting.figures.base import SHARE, Form, Measure, N, Number, days
from reporting.tabulation.results import Row, TableResult

# Kinds whose rows a picture makes clearer; a spread is drawn as median and quartiles.
SPREAD = "spread"
DRAWN = {"distribution", "several", "crosstab", "funnel", "shares", "retention", "distribution_many", "grid", SPREAD}

MOST_ROWS = 20


def drawing_of(result: TableResult, kind: str) -> tuple[SafeString, str]:
    """A table of a kind as SVG and in words; empty where a picture would say nothing."""
    rows = [row for row in result.rows if "." not in row.key and row.count is not None]
    if kind not in DRAWN or not result.n or len(rows) > MOST_ROWS:
        return SafeString(""), ""
    make = _spread if kind == SPREAD else _counted
    language = get_language() or "da"
    shown = tuple(make(row, language) for row in rows)
    table = ShownTable(result.key, result.title.spoken(language), "", (), shown)
    # Our own chart maker's output: texts are escaped there, and it carries no script or style.
    return mark_safe(svg_of(table)), alt_text(table)  # noqa: S308


def _cell(measure: Measure, value: Number) -> ShownCell:
    return ShownCell(measure, value, written(value, measure.form))


def _counted(row: Row, language: str) -> ShownRow:
    cells = (_cell(N, row.count), *((_cell(SHARE, row.percent),) if row.percent is not None else ()))
    return ShownRow(row.key, row.label.spoken(language), cells, parent="row" if row.sub else "")


def _spread(row: Row, language: str) -> ShownRow:
    found = {cell.key: cell.value for cell in row.cells}
    measures = days(form=Form.DAYS)
    return ShownRow(row.key, row.label.spoken(language), tuple(_cell(one, found.get(one.key)) for one in measures))
