"""What stands in an edition of a table, and that nothing there tells of what is hidden."""

from dataclasses import replace

import pytest

from cases.questionnaires.definition import Text
from reporting.disclosure.masking import masked
from reporting.disclosure.suppression import suppressed
from reporting.figures.sums import System
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.adding import Printed
from reporting.tabulation.facts import Exclusion
from reporting.tabulation.results import Cell, Column, Row, TableResult
from tests.reporting.disclosure.programmes import ITEMS, programme, tables_of
from tests.reporting.outcomes.test_printed_tables import HOME, NONE, table
from tests.reporting.tabulation.questions import course

FIVE = 5


def edition(printed, threshold=FIVE):
    """Tables as an edition of all of them prints them, and the names of what is hidden."""
    system = System()
    for one in printed:
        one.add_to(system)
    hidden = suppressed(system, threshold)
    return [masked(one.result, one.place, hidden, repeats=getattr(one.kind, "repeats", "")) for one in printed], hidden


def homes(own, none):
    """Courses with one report each, with a home or without."""
    return [course(HOME) for _ in range(own)] + [course(NONE) for _ in range(none)]


def housing(courses, **asked):
    return Printed("housing@first", TABLES["housing"].kind, table("housing", courses, **asked), ITEMS)


def test_where_nothing_is_few_the_table_stays_as_it_was():
    one = housing(homes(20, 10))
    [found], hidden = edition([one])
    assert hidden == set()
    assert found is one.result


def test_a_small_count_goes_with_its_per_cent_and_with_what_would_tell_of_it():
    """20 have a home and 3 have none; of the 23 either count tells the other."""
    [found], hidden = edition([housing(homes(20, 3))])
    rows = {row.key: row for row in found.rows}
    assert hidden == {"housing@first.almen", "housing@first.ikke_egen_bolig"}
    assert (rows["ikke_egen_bolig"].count, rows["ikke_egen_bolig"].percent) == (None, None)
    assert (rows["almen"].count, rows["almen"].percent) == (None, None)
    assert (rows["skaev"].count, rows["skaev"].percent) == (0, 0)
    assert found.n == 23
    assert found.self_check == ()


def counts_in(result):
    """Every count and per cent that stands in a table, with where it stands."""
    parts = [("", result.rows), *((column.key, column.rows) for column in result.columns)]
    for part, rows in parts:
        for row in rows:
            yield (part, row.key, ""), row.count, row.percent, row.n, row.mean, row.value
            yield from (
                ((part, row.key, one.key), one.count, one.percent, row.n, None, one.value) for one in row.cells
            )


@pytest.mark.parametrize("seed", [11, 12])
def test_no_per_cent_stands_without_its_count_and_its_whole(seed):
    """A share of a hidden whole, or of a shown one beside a hidden count, is the count again."""
    printed = list(tables_of(programme(seed, many=40)))
    shown, hidden = edition(printed)
    assert len(hidden) > 50
    for before, after in zip(printed, shown, strict=True):
        for (_place, count, percent, *_), (_same, was, *_rest) in zip(
            counts_in(after), counts_in(before.result), strict=True
        ):
            assert count is not None or was is None or percent is None


def test_a_hidden_base_takes_the_shares_of_all_rows_with_it():
    one = housing(homes(20, 10))
    found = masked(one.result, one.place, {"housing@first.n"})
    assert found.n is None
    assert {row.percent for row in found.rows} == {None}
    assert {row.count for row in found.rows if row.key == "almen"} == {20}


def test_what_says_how_many_are_not_followed_goes_with_the_sizes():
    courses = [course(HOME, HOME) for _ in range(20)] + homes(3, 0)
    result = table("housing_three_way", courses)
    assert any(note.da.startswith("Foreløbig: 3 af 23") for note in result.notes)
    found = masked(result, "t", {"t.out.not_followed"})
    assert not any(note.da.startswith("Foreløbig") for note in found.notes)
    assert [one.count for one in found.exclusions if one.key == "not_followed"] == [None]
    assert masked(replace(result), "t", set()) == result


def test_a_mean_stands_on_ten_at_the_least():
    answers = {f"who5.q{number}": 3 for number in range(1, 6)}
    nine, ten = (table("who5", [course(answers, answers) for _ in range(many)]) for many in (9, 10))
    assert {row.mean for row in masked(nine, "t", set()).rows} == {None}
    assert {row.mean for row in masked(ten, "t", set()).rows if row.key != "change"} == {60.0}


SAID = Text.of("x")


def of_all(many=50):
    """30 of all, as 18 and 12, with points beside them; and 20 of the 40 to whom another question was put."""
    points = Cell("points", SAID, value=2.5)
    parts = (Cell("some", SAID, 18, 36), Cell("rest", SAID, 12, 24), points)
    asked = (Cell("some", SAID, 20, 50), Cell("rest", SAID, 20, 50))
    return (
        Row("plain", SAID, 30, 60, parts, mean=61.5, value=4),
        Row("asked", SAID, 20, 50, asked, n=many - 10, blanks=6, dropped=4, mean=3.5, value=5),
    )


def made(**changed):
    """A table of 50, with 20 of them in a column of their own and the whole again in the last."""
    columns = (Column("men", SAID, 20, 2, of_all()), Column("total", SAID, 50, 3, of_all()))
    out = (Exclusion("no_report", SAID, 7),)
    said = (Text.of("Foreløbig: 1 af 2"), Text.of("Afrundet"))
    table = TableResult("t", SAID, SAID, 50, 3, out, of_all(), columns, notes=said, self_check=(SAID,))
    return replace(table, **changed)


def printed(row):
    """The count and share of a row, its base, those not in it, its mean and value, and each cell."""
    cells = [(one.count, one.percent, one.value) for one in row.cells]
    return (row.count, row.percent, row.n, row.blanks, row.dropped, row.mean, row.value), cells


PLAIN, ASKED = map(printed, of_all())


def hides(*names):
    return masked(made(), "t", set(names))


def test_shares_of_cells_go_with_the_whole_that_they_are_of():
    """30 of a hidden whole, as 18 and 12: 36 per cent of it would tell that it is 50. The 40 are a whole of their own."""
    plain, asked = map(printed, hides("t.n").rows)
    assert plain == (
        (30, None, None, None, None, None, None),
        [(18, None, None), (12, None, None), (None, None, None)],
    )
    assert asked == ASKED
    plain, asked = map(printed, hides("t.asked.n").rows)
    assert plain == PLAIN
    assert asked == ((20, None, None, None, None, None, None), [(20, None, None), (20, None, None)])


@pytest.mark.parametrize(
    ("name", "count", "cells"),
    [
        ("t.plain", (None, None), [(18, 36, None), (12, 24, None), (None, None, None)]),
        ("t.plain.some", (30, 60), [(None, None, None), (12, 24, None), (None, None, None)]),
    ],
)
def test_a_mean_and_a_value_go_with_any_count_of_their_row(name, count, cells):
    """61.5 on average, and points: of a hidden number each would tell as much as the number."""
    plain, asked = map(printed, hides(name).rows)
    assert plain == ((*count, None, None, None, None, None), cells)
    assert asked == ASKED


def test_a_mean_that_stands_alone_goes_with_the_whole():
    """61.5 on average of a hidden 50, in a row that has no cells."""
    [row] = masked(made(rows=(Row("alone", SAID, 50, mean=61.5, value=4),)), "t", {"t.n"}).rows
    assert printed(row)[0] == (50, None, None, None, None, None, None)


def test_values_of_a_row_with_a_base_of_its_own_stand_on_ten_of_them():
    """19 in the table, and 9 to whom the question was put; of 20 it is 10."""
    few, ten = (masked(made(n=n, rows=of_all(n), columns=()), "t", set()) for n in (19, 20))
    assert [(row.mean, row.value) for row in few.rows] == [(61.5, 4), (None, None)]
    assert [(row.mean, row.value) for row in ten.rows] == [(61.5, 4), (3.5, 5)]


def test_values_of_a_column_stand_on_ten_of_the_column():
    """9 of the 50 are in it."""
    [column] = masked(made(columns=(Column("men", SAID, 9, 2, of_all()[:1]),)), "t", set()).columns
    assert printed(column.rows[0])[0] == (30, 60, None, None, None, None, None)
    assert column.rows[0].cells[-1].value is None


def test_sizes_are_hidden_each_by_its_own_name():
    """50 in all, 3 blank, 7 without a report."""
    sizes = {
        names: (found.n, found.blanks, found.exclusions[0].count)
        for names in ("t.n", "t.blanks", "t.out.no_report", "t.plain")
        for found in [hides(names)]
    }
    assert sizes == {
        "t.n": (None, 3, 7),
        "t.blanks": (50, None, 7),
        "t.out.no_report": (50, 3, None),
        "t.plain": (50, 3, 7),
    }


@pytest.mark.parametrize("name", ["t.n", "t.blanks", "t.out.no_report"])
def test_what_a_table_says_of_itself_goes_with_what_is_hidden(name):
    """How many are not followed yet is told by the sizes; that each share is rounded is not."""
    assert [note.da for note in hides(name).notes] == ["Afrundet"]
    assert hides(name).self_check == ()
    assert hides("t.plain").notes == made().notes
    assert hides("t.plain").self_check == ()


def test_a_column_is_hidden_by_names_of_its_own():
    """20 in the column, 2 of them blank: they go with its base. The whole table beside it stays."""
    found = hides("t|men.n", "t|men.asked")
    men, total = found.columns
    assert (men.n, men.blanks, total.n, total.blanks) == (None, None, 50, 3)
    assert printed(men.rows[0])[0][:2] == (30, None)
    assert printed(men.rows[1])[0][:2] == (None, None)
    assert (total.rows, found.rows, found.n) == (of_all(), of_all(), 50)


def test_the_column_of_all_is_the_whole_table_again():
    """It says what the table says, and hides what the table hides: its own name is nobody's."""
    found = hides("t.n", "t.blanks", "t.plain")
    men, total = found.columns
    assert (total.n, total.blanks, total.rows) == (None, None, found.rows)
    assert printed(total.rows[0])[0][:2] == (None, None)
    assert (men.n, men.rows) == (20, of_all())
    assert hides("t|total.n", "t|total.plain").columns == made().columns


def test_blanks_of_columns_go_with_the_blanks_of_the_whole():
    """3 are blank, 2 of them in the one column: beside the others they would tell of the 3."""
    assert [column.blanks for column in hides("t.blanks").columns] == [None, None]
