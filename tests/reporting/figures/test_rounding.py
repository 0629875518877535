"""Rounding and medians, against figures that were printed and against the database."""

from statistics import quantiles

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.rules import half_up, median_wait, percent, percent_change, quartiles

# Printed tables of the main report on the national homelessness strategy (Rambøll/SFI 2013), with integer cohorts
# that round to every printed cell.
PRINTED = {
    "5-1, 18-24 years": (335, [104, 107, 30, 13, 17, 94], [31, 32, 9, 4, 5, 28]),
    "5-1, 25 years and more": (803, [527, 175, 40, 17, 23, 61], [66, 22, 5, 2, 3, 8]),
    "9-1, assessment": (1475, [90, 17, 74, 2, 14, 1, 1, 62, 1194, 20], [6, 1, 5, 0, 1, 0, 0, 4, 81, 1]),
    "9-1, discharge": (1077, [333, 65, 22, 11, 22, 22, 0, 129, 381, 92], [31, 6, 2, 1, 2, 2, 0, 12, 35, 9]),
    "9-7": (1475, [28, 57, 1001, 13, 249, 14, 28, 57, 28], [2, 4, 68, 1, 17, 1, 2, 4, 2]),
    "9-8": (1475, [15, 15, 236, 707, 59, 59, 266, 59, 59], [1, 1, 16, 48, 4, 4, 18, 4, 4]),
    "11-5": (114, [38, 11, 2, 0, 0, 0, 1, 27, 27, 8], [33, 10, 2, 0, 0, 0, 1, 24, 24, 7]),
    "11-6": (114, [1, 20, 1, 8, 77, 7], [1, 18, 1, 7, 68, 6]),
}


@pytest.mark.parametrize("table", PRINTED)
def test_shares_round_as_the_printed_tables_do(table):
    n, counts, printed = PRINTED[table]
    assert [percent(count, n) for count in counts] == printed


@pytest.mark.parametrize(("before", "after", "printed"), [(128, 144, 13), (120, 99, -18), (1494, 1581, 6)])
def test_changes_round_away_from_zero_as_in_table_2_1(before, after, printed):
    assert percent_change(before, after) == printed


def test_a_half_goes_up_where_python_would_go_to_the_even_neighbour():
    assert [percent(1, 8), percent(1, 200), round(12.5)] == [13, 1, 12]
    assert str(half_up(2.25, 1)) == "2.3"


def test_nothing_is_no_share_of_nothing():
    assert percent(0, 0) is None


@given(st.lists(st.integers(0, 2000), min_size=2))
def test_quartiles_are_those_of_the_inclusive_method(values):
    assert quartiles(values) == pytest.approx(quantiles(values, n=4, method="inclusive"))


@pytest.mark.servers
@pytest.mark.django_db
@pytest.mark.parametrize("values", [[7], [1, 2], [3, 10, 40], [5, 1, 9, 30], [0, 0, 8, 21, 90, 400]])
def test_quartiles_are_those_of_the_database(values):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY v) FROM unnest(%s::int[]) v",
            [values],
        )
        assert quartiles(values) == cursor.fetchone()[0]


def test_of_nothing_there_are_no_quartiles():
    assert quartiles([]) is None


def test_the_median_wait_counts_those_who_still_wait():
    """Worked by hand.

    Six wait. Day 5: 1 of 6 arrives, 5/6 wait on. Day 8: one leaves unseen. Day 10: 1 of 4 arrives,
    5/6 x 3/4 = 0.625. Day 20: 1 of 3 arrives, 0.625 x 2/3 = 0.417: half have arrived. The plain median of the three
    arrivals, 10 days, would hide the three who had not arrived.
    """
    waits = [(0, 5, True), (0, 8, False), (0, 10, True), (0, 20, True), (0, 25, False), (0, 40, False)]
    assert median_wait(waits) == 20


def test_an_arrival_comes_before_a_departure_on_the_same_day():
    """Two wait; on day 7 one arrives and one is last seen: 1/2 of those at risk arrived."""
    assert median_wait([(0, 7, False), (0, 7, True)]) == 7


def test_one_that_had_waited_before_we_looked_is_at_risk_from_then_on():
    """Worked by hand.

    Two are followed from the start and arrive on days 4 and 12; two are found waiting on day 10 and arrive on days 10
    and 30. Day 4: 1 of 2, 1/2 wait on: half have arrived. At risk from day 0, the two others would have made it 1 of 4.
    """
    waits = [(0, 4, True), (0, 12, True), (10, 10, True), (10, 30, True)]
    assert median_wait(waits) == 4
    assert median_wait((0, days, arrived) for _entry, days, arrived in waits) == 10


def test_where_all_arrive_before_others_are_found_there_is_no_median():
    """One arrives on day 5. What the two found on day 90 tell of is what becomes of those who wait so long."""
    assert median_wait([(0, 5, True), (90, 100, True), (90, 120, False)]) is None


@pytest.mark.parametrize("waits", [[], [(0, 3, False)], [(0, 5, True), (0, 9, False), (0, 9, False)]])
def test_there_is_no_median_until_half_have_arrived(waits):
    assert median_wait(waits) is None


@given(st.lists(st.integers(0, 400), min_size=1))
def test_when_all_have_arrived_it_is_the_lower_median(days):
    assert median_wait((0, day, True) for day in days) == sorted(days)[(len(days) - 1) // 2]
