"""Refunded shelter days, and the kinds of stay in the statistics of the field."""

from datetime import date, timedelta

import pytest

from cases.core.periods import Period
from housing.stays.codes import HOUSING_ROWS, OWN_HOME_KINDS, SITUATIONS, SLEPT_ROWS, STAY_KINDS, grouped_stay_choices
from housing.stays.rules import refund_limit, refund_year


def test_the_refund_limit_fell_on_1_april_2026():
    """Lov nr. 482 af 12. maj 2023: 120 days, 90 from 1 April 2026."""
    assert [refund_limit(date(2026, 3, 31)), refund_limit(date(2026, 4, 1))] == [120, 90]


@pytest.mark.parametrize(
    ("stays", "on", "start", "used", "left"),
    [
        # Never in a shelter: nothing to count.
        ([], date(2025, 6, 2), None, None, None),
        # The day of admission is the first day.
        ([(date(2025, 6, 2), None)], date(2025, 6, 2), date(2025, 6, 2), 1, 119),
        # 1 January to 11 January is ten days; the counter stands still outside.
        ([(date(2025, 1, 1), date(2025, 1, 11))], date(2025, 6, 2), date(2025, 1, 1), 10, 110),
        # Two shelters in one running year add up: 10 + 31 (May).
        (
            [(date(2025, 1, 1), date(2025, 1, 11)), (date(2025, 5, 1), date(2025, 6, 1))],
            date(2025, 6, 2),
            date(2025, 1, 1),
            41,
            79,
        ),
        # A year after the first admission the counter is empty, and nothing runs until the next admission.
        ([(date(2024, 1, 1), date(2024, 1, 11))], date(2025, 1, 1), None, None, None),
        (
            [(date(2024, 1, 1), date(2024, 1, 11)), (date(2025, 3, 1), None)],
            date(2025, 3, 5),
            date(2025, 3, 1),
            5,
            115,
        ),
        # So does an admission soon after the year has passed: the year begins with it, not on the anniversary.
        (
            [(date(2024, 1, 1), date(2024, 1, 11)), (date(2025, 1, 15), None)],
            date(2025, 2, 1),
            date(2025, 1, 15),
            18,
            102,
        ),
        # Still there on the anniversary: the next year begins that day.
        ([(date(2024, 12, 1), None)], date(2025, 12, 2), date(2025, 12, 1), 2, 118),
        # Used up: none left, never negative.
        ([(date(2025, 1, 1), None)], date(2025, 12, 31), date(2025, 1, 1), 365, 0),
        # The limit of the day asked about: 32 days used on 11 April 2026, of 90.
        ([(date(2026, 3, 11), None)], date(2026, 4, 11), date(2026, 3, 11), 32, 58),
        # An admission after the day asked about does not count yet.
        ([(date(2025, 7, 1), None)], date(2025, 6, 2), None, None, None),
    ],
)
def test_refunded_shelter_days_in_the_running_year(stays, on, start, used, left):
    year = refund_year([Period(*stay) for stay in stays], on=on)
    assert (year and year.start, year and year.used, year and year.left) == (start, used, left)


def test_a_running_year_ends_where_the_next_could_begin():
    """Twelve months later; a year from 29 February on the last day of the next February."""
    for start, end in [(date(2025, 3, 11), date(2026, 3, 11)), (date(2024, 2, 29), date(2025, 2, 28))]:
        year = refund_year([Period(start)], on=start)
        assert year
        assert (year.start, year.end, year.last_day) == (start, end, end - timedelta(days=1))


def test_every_kind_of_stay_has_its_rows_in_the_statistics():
    assert set(SLEPT_ROWS) == set(STAY_KINDS.codes)
    assert set(HOUSING_ROWS) == set(STAY_KINDS.codes)


def test_the_nine_situations_of_the_count_are_the_homeless_kinds():
    """VIVE's nine situations, and nothing else, count as homeless."""
    homeless = [kind.code for kind in STAY_KINDS if kind.group == "homeless"]
    assert sorted(SITUATIONS) == sorted(homeless)
    assert len(set(SITUATIONS.values())) == 9


def test_own_home_is_the_eight_rows_of_the_documentation_method():
    """`Housing now`: the first eight rows are own home, §§ 107 and 108 among them; general homes share one row."""
    rows = {HOUSING_ROWS[kind] for kind in OWN_HOME_KINDS}
    assert rows == {
        "general",
        "private_flat",
        "private_room",
        "residential_107",
        "residential_108",
        "shared",
        "alternative",
        "owned",
    }


def test_the_sofa_is_the_first_choice():
    assert grouped_stay_choices()[0][1][0][0] == "friends_family"
