"""Charts: one Altair specification for each kind of table, drawn to SVG on the server in the typeface of the pages.

One colour only, every bar with its figure beside it: nothing is said by colour. The same drawing stands on the page
and in the PDF; the table beside it holds the same figures.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert
from django.core.cache import caches

from reporting.documents.presentation import ShownCell, ShownRow, ShownTable
from reporting.figures.base import Form

FONTS = Path(__file__).parent / "fonts"

FONT = "IBM Plex Sans"

INK, SOFT, LINE, ACCENT, TINT = "#1a1a1a", "#575d61", "#d8dcdf", "#0e4a5a", "#9cc3cf"

WIDTH, STEP, BAR, MARK_DOWN, FONT_SIZE = 280, 44, 13, 9, 14

KEPT_SECONDS = 30 * 24 * 3600

DRAWING_VERSION = 2

FEWEST_ROWS = 2

NOT_DRAWN = (Form.VALUE, Form.KRONER, Form.HOURS)  # rows that are no parts of one whole

vl_convert.register_font_directory(str(FONTS))


def svg_of(table: ShownTable) -> str:
    """The table's chart as SVG; empty where the table has nothing that a picture would make clearer."""
    # By what is drawn: specifying a chart takes as long as drawing it.
    key = f"{DRAWING_VERSION}:{hashlib.sha256(repr(table).encode()).hexdigest()}"
    drawn: str | None = caches["charts"].get(key)
    if drawn is None:
        spec = specification(table)
        drawn = vl_convert.vegalite_to_svg(json.dumps(spec)) if spec else ""
        caches["charts"].set(key, drawn, KEPT_SECONDS)
    return drawn


def alt_text(table: ShownTable) -> str:
    """The chart in words: every row with its first figure."""
    said = ", ".join(f"{row.label} {_main(row).text}" for row in _drawn(table))
    return f"{table.title}: {said}."


def specification(table: ShownTable) -> dict[str, Any] | None:
    """The chart's Vega-Lite specification, all figures and texts in it."""
    rows = _drawn(table)
    if len(rows) < FEWEST_ROWS or rows[0].cells[0].measure.form in NOT_DRAWN:
        return None
    is_spread = any(cell.measure.key == "median" for cell in rows[0].cells)
    chart = _spread(rows, table.axis) if is_spread else _bars(rows)
    styled = chart.configure(font=FONT, background="transparent").configure_view(strokeWidth=0)
    axes = styled.configure_axis(
        labelFontSize=14, titleFontSize=13, titleFontWeight="normal", labelColor=INK, titleColor=SOFT
    )
    spec: dict[str, Any] = axes.to_dict()
    return spec


def _drawn(table: ShownTable) -> list[ShownRow]:
    return [row for row in table.rows if not row.is_total]


def _main(row: ShownRow) -> ShownCell:
    """The figure that the chart shows: the median, else the rate if there is one, else the count."""
    by_key = {cell.measure.key: cell for cell in row.cells}
    rate = by_key.get("rate")
    if rate and rate.value is None and not rate.is_hidden:
        rate = None
    return by_key.get("median") or rate or row.cells[0]


def _said(row: ShownRow) -> str:
    """The figure beside the mark, with the share where there is one."""
    shares = [cell.text for cell in row.cells if cell.measure.form is Form.PERCENT and cell.value is not None]
    main = _main(row)
    return f"{main.text} ({shares[0]})" if shares and not main.is_hidden else main.text


def _values(rows: list[ShownRow]) -> alt.Data:
    values: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        drawn: dict[str, Any] = {cell.measure.key: cell.value for cell in row.cells}
        drawn |= {"place": place, "label": row.text, "is_part": bool(row.parent)}
        drawn["beside"] = drawn.get("upper") or drawn.get("median")  # of a few young people no quartile is shown
        values.append(drawn | {"value": _main(row).value or 0, "text": _said(row)})
    return alt.Data(values=values)  # type: ignore[no-untyped-call]


def _places(rows: list[ShownRow]) -> alt.Y:
    """The rows in their order, also those without a mark."""
    return alt.Y("place:O", axis=None, sort=None, scale=alt.Scale(domain=list(range(len(rows)))))


def _labels(base: alt.Chart, y: alt.Y) -> alt.Chart:
    """Every row's name above its mark: long names fit, and the drawing stays narrow enough for a phone."""
    names: alt.Chart = base.mark_text(align="left", dy=-MARK_DOWN, fontSize=FONT_SIZE, color=INK).encode(
        y=y, x=alt.value(0), text="label:N"
    )
    return names


def _bars(rows: list[ShownRow]) -> alt.LayerChart | alt.FacetChart:
    y = _places(rows)
    x = alt.X("value:Q", axis=None)
    base = alt.Chart(_values(rows), width=WIDTH, height=alt.Step(STEP))
    bars = base.mark_bar(height=BAR, yOffset=MARK_DOWN).encode(
        y=y, x=x, color=alt.condition("datum.is_part", alt.value(TINT), alt.value(ACCENT))
    )
    texts = base.mark_text(align="left", dx=6, dy=MARK_DOWN, fontSize=FONT_SIZE, color=INK).encode(
        y=y, x=x, text="text:N"
    )
    return alt.layer(bars, _labels(base, y), texts)


def _spread(rows: list[ShownRow], title: str) -> alt.LayerChart | alt.FacetChart:
    """Medians as points with a line from the lower to the upper quartile."""
    y = _places(rows)
    axis = alt.Axis(tickCount=5, gridColor=LINE, domain=False, ticks=False)
    x = alt.X("lower:Q", title=title, axis=axis)
    base = alt.Chart(_values(rows), width=WIDTH, height=alt.Step(STEP))
    known = base.transform_filter("isValid(datum.median)")
    lines = known.mark_rule(size=6, color=TINT, strokeCap="round", yOffset=MARK_DOWN, y2Offset=MARK_DOWN).encode(
        y=y, x=x, x2="upper:Q"
    )
    points = known.mark_point(filled=True, size=110, color=ACCENT, opacity=1, yOffset=MARK_DOWN).encode(
        y=y, x="median:Q"
    )
    texts = known.mark_text(align="left", dx=10, dy=MARK_DOWN, fontSize=FONT_SIZE, color=INK).encode(
        y=y, x="beside:Q", text="text:N"
    )
    unknown = base.transform_filter("!isValid(datum.median)")
    words = unknown.mark_text(align="left", dy=MARK_DOWN, fontSize=FONT_SIZE, color=SOFT).encode(
        y=y, x=alt.value(0), text="text:N"
    )
    return alt.layer(lines, points, _labels(base, y), texts, words)
