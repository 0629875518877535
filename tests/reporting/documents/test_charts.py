"""Charts compared by what they draw: places and lengths read back from the SVG, against the figures of the table."""

from itertools import pairwise

import pytest

from reporting.documents.charts import ACCENT, FONT, INK, LINE, SOFT, TINT, WIDTH, alt_text, svg_of
from reporting.documents.presentation import ShownTable
from reporting.figures.base import COUNTED, Form, N, days
from reporting.indicators.registry import INDICATORS
from tests.reporting.documents.drawings import Drawing, looks, read, shown, texts

RATE = next(table for table in INDICATORS["contacts_per_month"].tables if table.key == "kinds").measures
STEPS = INDICATORS["referral_days"].tables[0].measures
SPREAD = (N, *days())


def drawn(table: ShownTable) -> Drawing:
    return read(svg_of(table))


def lengths(drawing: Drawing) -> list[float]:
    return [bar.end - bar.start for bar in drawing.of("rect")]


@pytest.mark.parametrize("figures", [(10, 25, 5), (1, 0, 1), (7, 7, 7), (1000, 1, 0)])
def test_a_bar_is_as_long_as_its_figure_says(figures):
    """All bars begin at the left edge and share one scale; the longest takes most of the width."""
    drawing = drawn(shown((N,), dict(zip("abc", ((n,) for n in figures), strict=True))))
    assert [bar.start for bar in drawing.of("rect")] == [0, 0, 0]
    longest = max(lengths(drawing))
    assert lengths(drawing) == pytest.approx([longest * n / max(figures) for n in figures])
    assert WIDTH / 2 < longest <= WIDTH


def test_where_all_are_nought_no_bar_has_a_length():
    drawing = drawn(shown(COUNTED, {"a": (0, None), "b": (0, None)}))
    assert lengths(drawing) == [0, 0]
    assert [text.text for text in drawing.figures] == ["0", "0"]


@pytest.mark.parametrize(
    ("measures", "values"),
    [(COUNTED, {"z": (3, 30), "a": (7, 70)}), (SPREAD, {"z": (12, 1, 30, 40), "a": (12, 0, 10, 20)})],
    ids=["bars", "spread"],
)
def test_rows_stand_in_the_order_of_the_table_each_name_above_its_mark_and_figure(measures, values):
    drawing = drawn(shown(measures, values))
    assert [name.text for name in drawing.names] == ["Z", "A"]
    marks = drawing.of("rect") or drawing.of("symbol")
    for name, mark, figure in zip(drawing.names, marks, drawing.figures, strict=True):
        assert 0 < mark.y - name.y < figure.y - name.y + 6 < 30
        assert abs(mark.y - figure.y) < 6
    for one, following in pairwise(drawing.names):
        assert following.y - one.y > 40


def test_the_figure_stands_behind_its_bar_with_the_share():
    drawing = drawn(shown(COUNTED, {"a": (3, 30), "b": (7, 70)}))
    assert [figure.text for figure in drawing.figures] == ["3 (30\u00a0%)", "7 (70\u00a0%)"]
    ends = [bar.end for bar in drawing.of("rect")]
    assert [figure.start - end for figure, end in zip(drawing.figures, ends, strict=True)] == [6, 6]


def test_the_total_has_no_bar_and_a_part_is_paler_than_what_it_is_part_of():
    table = shown(
        COUNTED, {"in": (8, 80), "part": (5, 50), "out": (2, 20), "total": (10, 100)}, parents={"part": "in"}
    )
    drawing = drawn(table)
    assert [name.text for name in drawing.names] == ["In", "– Part", "Out"]
    whole, part, other = (bar.fill for bar in drawing.of("rect"))
    assert whole == other != part
    assert alt_text(table) == "Tabel: In 8, Part 5, Out 2."


def test_contacts_are_drawn_by_their_rate_and_by_their_number_where_there_is_none():
    """Of 40 meetings 0.5 a month, of 10 calls 2 a month: the calls are four times as long."""
    assert [measure.form for measure in RATE] == [Form.COUNT, Form.RATE]
    rated = drawn(shown(RATE, {"meeting": (40, 0.5), "phone": (10, 2.0)}))
    assert lengths(rated)[1] == pytest.approx(4 * lengths(rated)[0])
    assert [figure.text for figure in rated.figures] == ["0,50", "2,00"]
    counted = drawn(shown(RATE, {"meeting": (40, None), "phone": (10, None)}))
    assert lengths(counted)[0] == pytest.approx(4 * lengths(counted)[1])


def test_a_hidden_rate_is_not_drawn_by_its_number():
    drawing = drawn(shown(RATE, {"meeting": (40, 0.5), "phone": (10, 2.0)}, hidden=("phone.rate",)))
    assert lengths(drawing)[1] == 0
    assert [figure.text for figure in drawing.figures] == ["0,50", "skjult"]


def test_a_hidden_figure_has_a_name_and_neither_length_nor_number():
    """Drawn beside 40, a bar of 37 would be nearly as long."""
    table = shown(COUNTED, {"a": (40, 52), "b": (37, 48)}, hidden=("b.n", "b.share"))
    drawing = drawn(table)
    assert lengths(drawing)[0] > 0
    assert lengths(drawing)[1] == 0
    assert [figure.text for figure in drawing.figures] == ["40 (52\u00a0%)", "skjult"]
    assert not {"37", "48"} & set(texts(svg_of(table)).replace("(", " ").split())


def test_of_a_hidden_count_the_share_that_is_shown_stays_out_of_the_picture():
    drawing = drawn(shown(COUNTED, {"a": (40, 52), "b": (37, 48)}, hidden=("b.n",)))
    assert [figure.text for figure in drawing.figures] == ["40 (52\u00a0%)", "skjult"]


@pytest.mark.parametrize("measures", [COUNTED, SPREAD])
def test_a_single_row_needs_no_picture(measures):
    row = (12, 5, 20, 40)[: len(measures)]
    assert svg_of(shown(measures, {"a": row, "total": row})) == ""


def test_a_spread_goes_from_the_lower_to_the_upper_quartile_with_the_median_on_it():
    """Each mark lies where the numbers under the axis say: 5 to 40 with 20, and 0 to 80 with 10 days."""
    drawing = drawn(shown(SPREAD, {"a": (12, 5.0, 20.0, 40.0), "b": (12, 0.0, 10.0, 80.0)}))
    assert len(drawing.ticks) >= 4
    found = [(line.start, line.end) for line in drawing.of("rule")]
    assert found == [pytest.approx((drawing.place(low), drawing.place(high))) for low, high in ((5, 40), (0, 80))]
    assert [point.start for point in drawing.of("symbol")] == pytest.approx([drawing.place(20), drawing.place(10)])
    assert [figure.text for figure in drawing.figures] == ["20", "10"]
    assert [figure.start - line.end for figure, line in zip(drawing.figures, drawing.of("rule"), strict=True)] == [
        pytest.approx(10),
        pytest.approx(10),
    ]
    assert [line.y for line in drawing.of("rule")] == [point.y for point in drawing.of("symbol")]


def test_a_row_without_a_median_keeps_its_place_and_says_why_it_is_empty():
    """Nothing to compute from, a hidden one, and one of no days at all."""
    values = {"a": (0, None, None, None), "b": (3, 1.0, 2.0, 3.0), "c": (12, 0.0, 0.0, 0.0), "d": (12, 1.0, 2.0, 4.0)}
    drawing = drawn(shown(SPREAD, values, hidden=("b.lower", "b.median", "b.upper")))
    assert [name.text for name in drawing.names] == ["A", "B", "C", "D"]
    assert [figure.text for figure in drawing.figures] == ["–", "skjult", "0", "2"]
    assert len(drawing.of("symbol")) == len(drawing.of("rule")) == 2
    assert drawing.of("symbol")[0].start == pytest.approx(drawing.place(0))


def test_a_median_stands_with_its_figure_where_the_quartiles_are_hidden():
    """Of five to nine young people the median is shown, the ends of the spread are not."""
    drawing = drawn(
        shown(SPREAD, {"a": (7, 2.0, 20.0, 50.0), "b": (12, 1.0, 40.0, 60.0)}, hidden=("a.lower", "a.upper"))
    )
    assert [figure.text for figure in drawing.figures] == ["20", "40"]
    assert drawing.figures[0].start - drawing.of("symbol")[0].start == pytest.approx(10)
    (line,) = drawing.of("rule")
    assert line.y == drawing.of("symbol")[1].y


def test_steps_are_drawn_by_their_days_not_by_their_counts():
    values = {"received": (40, 40, 0, 0, 1.0, 3.0, 7.0, 3), "approved": (40, 20, 15, 5, 10.0, 14.0, 30.0, 20)}
    drawing = drawn(shown(STEPS, values))
    assert [figure.text for figure in drawing.figures] == ["3", "14"]
    assert drawing.of("symbol")[1].start == pytest.approx(drawing.place(14))


BOTH = {"bars": shown(COUNTED, {"a": (3, 30), "b": (7, 70)}), "spread": shown(SPREAD, {"a": (12, 1, 9, 20), "b": (0, None, None, None)})}  # fmt: skip


@pytest.mark.parametrize("table", BOTH.values(), ids=BOTH)
def test_a_drawing_is_as_wide_as_a_phone_and_has_the_typeface_of_the_pages(table):
    assert drawn(table).width == WIDTH
    assert looks(svg_of(table), "font-family") == {FONT}
    assert looks(svg_of(table), "font-size") <= {"13px", "14px"}


def test_one_colour_in_two_shades_and_nothing_is_said_by_colour_alone():
    nothing = {"none", "transparent", "#ddd"}  # the frame around a drawing, which is not drawn
    parts = shown(COUNTED, {"in": (8, 80), "part": (5, 50), "out": (2, 20)}, parents={"part": "in"})
    assert looks(svg_of(parts), "fill", "stroke") - nothing == {ACCENT, TINT, INK}
    assert looks(svg_of(BOTH["spread"]), "fill", "stroke") - nothing == {ACCENT, TINT, INK, SOFT, LINE}


def test_a_spread_says_what_its_axis_and_its_line_are():
    """Bars have no axis: each has its figure."""
    spread = shown(SPREAD, {"a": (12, 1, 9, 20), "b": (0, None, None, None)}, axis="Dage: median")
    assert drawn(spread).title == "Dage: median"
    bars = drawn(BOTH["bars"])
    assert (bars.title, bars.ticks) == ("", {})


def test_every_table_has_a_figure_of_a_kind_that_is_drawn_here():
    """The figures that a chart shows are counts, rates, or the days and nights of a spread."""
    tables = [table for indicator in INDICATORS.values() for table in indicator.tables]
    assert {table.measures[0].form for table in tables} == {Form.COUNT}
    medians = {one.form for table in tables for one in table.measures if one.key == "median"}
    assert medians == {Form.DAYS, Form.NIGHTS}
    rest = {one.form for table in tables for one in table.measures} - {Form.COUNT, Form.PERCENT}
    assert rest == medians | {Form.RATE}
