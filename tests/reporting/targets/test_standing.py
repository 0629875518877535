"""How a target stands is a sum that a reader can do again: worked by hand here."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.kinds.given import Span
from reporting.targets.codes import Standing
from reporting.targets.rules import Aim, expected_on, is_reached, progress, share_of

BEGIN, DUE = date(2026, 1, 1), date(2026, 12, 31)


def aim(target, *, baseline=None, unit="people", direction="higher"):
    return Aim(unit, direction, Span.of(target), BEGIN, DUE, None if baseline is None else Span.of(baseline))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (BEGIN, 0),
        (date(2026, 7, 2), 10),  # 182 of 364 days: half of 20
        (date(2026, 11, 1), 17),  # 304 of 364 days: 16.70
        (date(2026, 10, 19), 16),  # 291 of 364 days: 15.99
        (DUE, 20),
        (DUE + timedelta(days=1), 20),
    ],
)
def test_what_is_counted_up_is_expected_by_the_straight_line_from_nought(day, expected):
    assert expected_on(day, aim(20)) == expected


def test_what_is_to_be_reached_on_its_first_day_is_expected_whole():
    assert expected_on(DUE, Aim("people", "higher", Span.of(20), DUE, DUE)) == 20


def test_from_a_baseline_the_line_runs_up_or_down():
    """Half way from 40 to 60 is 50, and from 120 down to 90 it is 105; of ranges the middles count: 7 to 11 is 9."""
    half = date(2026, 7, 2)
    assert expected_on(half, aim(60, baseline=40, unit="percent")) == 50
    assert expected_on(half, aim(90, baseline=120, unit="days", direction="lower")) == 105
    assert expected_on(half, aim("10-12", baseline="6-8")) == 9


@pytest.mark.parametrize(("unit", "direction"), [("percent", "higher"), ("days", "lower"), ("people", "lower")])
def test_without_a_baseline_a_share_and_what_should_fall_have_no_line(unit, direction):
    assert expected_on(BEGIN, aim(30, unit=unit, direction=direction)) == 30


@pytest.mark.parametrize(
    ("actual", "day", "standing"),
    [
        (12, date(2026, 10, 19), Standing.BEHIND),  # 16 were expected
        (15, date(2026, 10, 19), Standing.BEHIND),
        (16, date(2026, 10, 19), Standing.ON_THE_WAY),
        (19, date(2026, 10, 19), Standing.ON_THE_WAY),
        (20, date(2026, 10, 19), Standing.REACHED),
        (19, DUE, Standing.BEHIND),
        (20, DUE, Standing.REACHED),
        (0, BEGIN, Standing.ON_THE_WAY),
        (0, BEGIN - timedelta(days=1), Standing.UNKNOWN),
        (None, DUE, Standing.UNKNOWN),
    ],
)
def test_a_figure_is_compared_with_what_is_printed(actual, day, standing):
    assert progress(None if actual is None else Decimal(actual), aim(20), day).standing == standing


@pytest.mark.parametrize(
    ("actual", "standing"), [(90, Standing.REACHED), (105, Standing.ON_THE_WAY), (106, Standing.BEHIND)]
)
def test_where_lower_is_better_less_than_expected_is_on_the_way(actual, standing):
    falling = aim(90, baseline=120, unit="days", direction="lower")
    assert progress(Decimal(actual), falling, date(2026, 7, 2)).standing == standing


def test_a_range_counts_by_its_middle():
    """Table 2-8: 3 of "6-8" is 43 per cent. 7 of it is reached, and so is 7 where lower is better; 6.5 is not."""
    assert share_of(Decimal(3), Span.of("6-8")) == 43
    assert [is_reached(Decimal(one), Span.of("6-8"), lower_is_better=False) for one in ("6.5", "7")] == [False, True]
    assert [is_reached(Decimal(one), Span.of("6-8"), lower_is_better=True) for one in ("7", "7.5")] == [True, False]


def test_the_middle_of_a_range_may_be_a_half():
    """The middle of "7-8" is 7.5: 7 is 93 per cent of it and 8 is 107; 8 is expected at the end.

    Half way from 6.5 to 10.5 it is 8.5, of which 9 is printed.
    """
    target = Span.of("7-8")
    assert [share_of(Decimal(one), target) for one in (7, 8)] == [93, 107]
    assert [is_reached(Decimal(one), target, lower_is_better=False) for one in (7, 8)] == [False, True]
    assert [is_reached(Decimal(one), target, lower_is_better=True) for one in (7, 8)] == [True, False]
    assert expected_on(DUE, aim("7-8")) == 8
    assert expected_on(date(2026, 7, 2), aim("10-11", baseline="6-7")) == 9


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (DUE - timedelta(days=1), Standing.ON_THE_WAY),
        (DUE, Standing.BEHIND),
        (DUE + timedelta(days=1), Standing.BEHIND),
    ],
)
def test_from_the_last_day_on_there_is_only_reached_or_behind(day, standing):
    """8 days are expected to be left of 20, as printed, and are more than the 7.5 that are to be."""
    falling = aim("7-8", baseline=20, unit="days", direction="lower")
    assert expected_on(day, falling) == 8
    assert progress(Decimal(8), falling, day).standing == standing


def test_what_prints_as_a_hundred_per_cent_is_not_reached_before_it_is_all():
    found = progress(Decimal(199), aim(200), DUE)
    assert (found.share, found.standing) == (100, Standing.BEHIND)


def test_a_share_of_no_target_is_not_told():
    assert share_of(Decimal(3), Span.of(0)) is None


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500), st.dates(BEGIN, DUE))
def test_more_is_never_worse(actual, target, baseline, day):
    """Reached before on the way before behind, whatever is added."""
    order = [Standing.BEHIND, Standing.ON_THE_WAY, Standing.REACHED]
    one, more = (
        order.index(progress(Decimal(value), aim(target, baseline=baseline), day).standing)
        for value in (actual, actual + 1)
    )
    assert one <= more
