"""What stands in an edition of a table, and that nothing there tells of what is hidden."""

from dataclasses import replace

import pytest

from reporting.disclosure.masking import masked
from reporting.disclosure.suppression import suppressed
from reporting.figures.sums import System
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.adding import Printed
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
