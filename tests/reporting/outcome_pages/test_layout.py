"""A table laid out for its page: what is a column, how cells are written, and the place of each count."""

import pytest
from django.utils.translation import override

from cases.questionnaires.definition import Text
from reporting.outcome_pages.drawing import drawing_of
from reporting.outcome_pages.layout import COUNT, HUNDRED, OF_ROW, PERCENT, PERCENT_COUNT, Style, laid_out
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.results import Cell, Column, Row, TableResult
from reporting.tabulation.tabulating import tabulate
from tests.reporting.tabulation.questions import ITEMS, course, population

T = Text.of("x")


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def row(key, count, percent, **more):
    return Row(key, Text.of(key), count, percent, **more)


def result(rows, columns=(), n=10, key="housing"):
    return TableResult(key, T, T, n, 0, (), tuple(rows), tuple(columns))


def texts(layout):
    return [[line.label, *(cell.text for cell in line.cells)] for line in layout.lines]


PLAIN = result([row("a", 1234, 70), row("b", None, None), row("c", 0, 0)])
TWO = result(
    [row("a", 6, 60), row("b", 4, 40)],
    [
        Column("m", Text.of("men"), 4, 0, (row("a", 1, 25), row("b", 3, 75))),
        Column("w", Text.of("women"), 6, 0, (row("a", 5, 83), row("b", 1, 17))),
    ],
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (COUNT, ["1,234", "–", "0"]),
        (PERCENT, ["70", "–", "0"]),
        (PERCENT_COUNT, ["70 (1,234)", "–", "0 (0)"]),
        (HUNDRED, ["70", "–", "0", "100 (10)"]),
    ],
)
def test_a_cell_is_written_as_it_was_chosen(cell, expected):
    """A row of which nothing is kept is neither 0 nor a share."""
    assert [line[1] for line in texts(laid_out(PLAIN, Style(cell)))] == expected


def test_columns_stand_beside_each_other_with_the_whole_at_the_end():
    layout = laid_out(TWO, Style(COUNT))
    assert layout.headings == ("men (n = 4)", "women (n = 6)", "In all (n = 10)")
    assert texts(layout) == [["a", "1", "5", "6"], ["b", "3", "1", "4"]]
    assert texts(laid_out(TWO, Style(HUNDRED)))[-1] == ["In all", "100 (4)", "100 (6)", "100 (10)"]


def test_per_cent_of_the_row_is_of_all_in_it():
    """Of six in row a, one is 16.7 and five are 83.3 per cent."""
    assert texts(laid_out(TWO, Style(PERCENT_COUNT, OF_ROW))) == [
        ["a", "17 (1)", "83 (5)", "100 (6)"],
        ["b", "75 (3)", "25 (1)", "100 (4)"],
    ]
    assert texts(laid_out(TWO, Style(HUNDRED, OF_ROW)))[0] == ["a", "17", "83", "100 (6)"]


def test_every_count_has_its_place_and_nothing_else_has():
    layout = laid_out(TWO, Style(COUNT, url=lambda place: f"{place.row}/{place.cell}/{place.column}"))
    assert [cell.url for cell in layout.lines[0].cells] == ["a//m", "a//w", "a//"]
    assert [cell.name for cell in layout.lines[0].cells] == ["a, men: 1", "a, women: 5", "a, In all: 6"]
    plain = laid_out(PLAIN, Style(HUNDRED, url=lambda place: place.row))
    assert [cell.url for line in plain.lines for cell in line.cells] == ["a", "", "", ""]


def test_what_stands_beside_a_count_is_a_column_or_a_line_under_it():
    cells = (Cell("case", Text.of("log"), 3, 30),)
    rows = [row("a", 6, 60, cells=cells)]
    assert texts(laid_out(result(rows), Style())) == [["a", "60 (6)", "30 (3)"]]
    by = laid_out(result(rows, [Column("m", Text.of("men"), 10, 0, tuple(rows))]), Style())
    assert texts(by) == [["a", "60 (6)", "60 (6)"], ["a: log", "30 (3)", "30 (3)"]]
    assert [line.is_sub for line in by.lines] == [False, True]


def test_a_count_that_is_its_first_cell_is_shown_once():
    answers = {"domains.alkohol": "2"}, {"domains.alkohol": "1"}
    found = tabulate(TABLES["development"], population([course(*answers)]), ITEMS)
    layout = laid_out(found, Style(COUNT))
    assert layout.headings == ("More positive", "Unchanged", "More negative", "n", "Do not know")
    assert ["alkohol en", "1", "0", "0", "1", "0"] in texts(layout)


@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize("by", ["none", "gender"])
@pytest.mark.parametrize("cell", [COUNT, HUNDRED])
def test_every_table_has_as_many_cells_in_each_line_as_headings(key, by, cell):
    answers = {"housing_now": "almen", "domains.alkohol": "1", "methods": [{"code": "cti", "from": "2024-01-01"}]}
    everybody = population([course(answers, answers), course()])
    layout = laid_out(
        tabulate(TABLES[key], everybody, ITEMS, by=None if key == "courses_by_unit" else by), Style(cell)
    )
    assert layout.lines or key == "change"
    assert {len(line.cells) for line in layout.lines} <= {len(layout.headings)}


def test_a_drawing_says_its_rows_and_is_left_out_where_there_is_nothing():
    housing = tabulate(TABLES["housing_three_way"], population([course(*[{"housing_now": "almen"}] * 2)]), ITEMS)
    svg, alt = drawing_of(housing, "distribution")
    assert svg.startswith("<svg")
    assert "own en 1" in alt
    assert drawing_of(result([row("a", 0, None)], n=0), "distribution") == ("", "")
    assert drawing_of(tabulate(TABLES["who5"], population([course()]), ITEMS), "before_after_mean") == ("", "")
