"""Half-open periods: the last day is not in them, and an open end goes on."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from cases.core.periods import EndDate, Period, add_months, age_on, last_day

days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
lengths = st.none() | st.integers(1, 400)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, length = draw(days), draw(lengths)
    return Period(start, None if length is None else start + timedelta(days=length))


def members(period: Period, around: date) -> set[date]:
    """The days of a period within two years of `around`, counted one by one."""
    window = (around + timedelta(days=n) for n in range(-800, 800))
    return {day for day in window if period.start <= day and (period.end is None or day < period.end)}


def test_the_last_day_is_outside():
    stay = Period(date(2025, 1, 1), date(2025, 1, 5))
    assert [stay.contains(date(2025, 1, day)) for day in (1, 4, 5)] == [True, True, False]


def test_the_last_day_is_the_one_before_the_end_and_belongs_to_the_period():
    pause = Period(date(2025, 1, 1), date(2025, 1, 5))
    assert (last_day(pause.end), last_day(None)) == (date(2025, 1, 4), None)
    assert [pause.not_over(date(2025, 1, day)) for day in (4, 5)] == [True, False]
    assert [pause.goes_on_after(date(2025, 1, day)) for day in (3, 4, 5)] == [True, False, False]


def test_every_end_that_people_read_as_a_last_day_is_an_end_date():
    """All but the stay's, which is counted in nights: its end is the day the young person left."""
    ends = {
        model.__name__: isinstance(model._meta.get_field("end"), EndDate)
        for model in apps.get_models()
        if any(field.name == "end" for field in model._meta.concrete_fields)
    }
    assert {name for name, is_last_day in ends.items() if not is_last_day} == {"Stay", "HistoricalStay"}
    assert len(ends) > 10


def test_nights_from_the_first_to_the_fifth_are_four():
    assert Period(date(2025, 1, 1), date(2025, 1, 5)).days(until=date(2026, 1, 1)) == 4


def test_an_ongoing_period_counts_up_to_the_day_asked():
    assert Period(date(2025, 1, 1)).days(until=date(2025, 1, 31)) == 30
    assert Period(date(2025, 2, 1)).days(until=date(2025, 1, 31)) == 0


@given(periods(), periods())
def test_overlap_is_sharing_a_day(one, other):
    near = one.start
    shared = members(one, near) & members(other, near)
    if abs((one.start - other.start).days) < 350:
        assert one.overlaps(other) == bool(shared)
        assert one.overlaps(other) == other.overlaps(one)


@given(periods(), periods(), days)
def test_nights_within_a_window_are_those_in_both(stay, window, until):
    if abs((stay.start - window.start).days) < 350 and abs((stay.start - until).days) < 350:
        both = {day for day in members(stay, stay.start) & members(window, stay.start) if day < until}
        assert stay.days_within(window, until=until) == len(both)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2004, 3, 1), date(2022, 2, 28), 17),
        (date(2004, 3, 1), date(2022, 3, 1), 18),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
    ],
)
def test_age_is_completed_years(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 15), 3, date(2026, 2, 15)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
    ],
)
def test_adding_months_stays_in_the_month(day, months, expected):
    assert add_months(day, months) == expected


@given(st.none() | st.integers(1, 4), st.integers(-4, 4), st.none() | st.integers(1, 4))
def test_a_period_covers_another_whose_days_are_all_its_own(length, later, other_length):
    day = date(2025, 1, 1)
    start = day + timedelta(days=later)
    one, other = (
        Period(begin, None if days is None else begin + timedelta(days=days))
        for begin, days in ((day, length), (start, other_length))
    )
    assert one.covers(other) == (members(other, day) <= members(one, day))


def test_a_period_ends_at_its_end_or_goes_on_until_the_day_asked():
    start, end, later = date(2025, 1, 1), date(2025, 1, 5), date(2025, 1, 31)
    assert [Period(start, end).end_by(later), Period(start).end_by(later), Period(start, later).end_by(end)] == [
        end,
        later,
        end,
    ]
    assert [Period(start, last).is_empty for last in (None, start, end)] == [False, True, False]
