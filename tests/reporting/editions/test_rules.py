"""The periods that editions may be about: none of single days."""

from datetime import date

import pytest

from cases.core.periods import Period
from reporting.editions.rules import period_named, periods_of


def days(start, end, until):
    return {
        (one.kind.value, one.period.start.isoformat(), one.last_day.isoformat())
        for one in periods_of(Period(start, end), until)
    }


def test_what_is_over_and_nothing_else():
    """Worked by hand: begun in the second quarter of 2024, looked at in the middle of the first of 2025."""
    assert days(date(2024, 5, 20), None, date(2025, 2, 14)) == {
        ("quarter", "2024-04-01", "2024-06-30"),
        ("quarter", "2024-07-01", "2024-09-30"),
        ("quarter", "2024-10-01", "2024-12-31"),
        ("half_year", "2024-01-01", "2024-06-30"),
        ("half_year", "2024-07-01", "2024-12-31"),
        ("year", "2024-01-01", "2024-12-31"),
        ("whole", "2024-05-20", "2024-06-30"),
        ("whole", "2024-05-20", "2024-09-30"),
        ("whole", "2024-05-20", "2024-12-31"),
    }


def test_the_last_day_of_a_quarter_is_over_with_it():
    assert ("quarter", "2025-01-01", "2025-03-31") in days(date(2025, 1, 2), None, date(2025, 3, 31))
    assert days(date(2025, 1, 2), None, date(2025, 3, 30)) == set()


def test_a_programme_that_has_ended_has_a_whole_to_its_own_last_day():
    """It ended on 10 February: the first quarter of that year is none of its own."""
    found = days(date(2024, 7, 1), date(2025, 2, 11), date(2025, 12, 31))
    assert {one for one in found if one[0] == "whole"} == {
        ("whole", "2024-07-01", "2024-09-30"),
        ("whole", "2024-07-01", "2024-12-31"),
        ("whole", "2024-07-01", "2025-02-10"),
    }
    assert not [one for one in found if one[0] != "whole" and one[2] > "2025-02-10"]


def test_the_whole_stands_first_and_the_latest_before_the_earlier():
    """The year, its first half and its first quarter are what the programme was by then, and there once."""
    found = periods_of(Period(date(2024, 1, 1), None), date(2024, 12, 31))
    assert [(one.kind.value, f"{one.last_day:%m-%d}") for one in found] == [
        ("whole", "12-31"), ("whole", "09-30"), ("whole", "06-30"), ("whole", "03-31"),
        ("quarter", "12-31"), ("half_year", "12-31"), ("quarter", "09-30"), ("quarter", "06-30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "last", "kind"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "whole"),  # also the year: the same days once for each audience
        (date(2024, 4, 1), date(2024, 6, 30), "quarter"),
        (date(2024, 1, 2), date(2024, 12, 31), None),
        (date(2024, 1, 1), date(2024, 12, 30), None),
        (date(2024, 2, 1), date(2024, 4, 30), None),
    ],
)
def test_other_days_are_no_period(start, last, kind):
    found = period_named(periods_of(Period(date(2024, 1, 1), None), date(2025, 1, 1)), start, last)
    assert (found and found.kind.value) == kind
