"""Days that count: stalled referrals, refunded shelter days, hearing and complaint deadlines."""

from datetime import date, timedelta

import pytest

from cases.periods import Period
from cases.rules.days import check_day
from cases.rules.errors import Refused
from housing.codelists.stays import (
    HOUSING_ROWS,
    OWN_HOME_KINDS,
    SITUATIONS,
    SLEPT_ROWS,
    STAY_KINDS,
    grouped_stay_choices,
)
from housing.enums import ReferralState
from housing.rules.referrals import STALL_DAYS, is_stalled, stalled_before
from housing.rules.shelter import refund_limit, refund_year
from housing.rules.supportcases import complaint_until, may_refuse_on

DAY = date(2025, 6, 2)


@pytest.mark.parametrize("state", ReferralState)
def test_a_referral_stalls_the_day_after_its_limit(state):
    limit = STALL_DAYS.get(state)
    if limit is None:
        assert not is_stalled(state, date(2020, 1, 1), DAY)
        return
    on_the_limit, after = date.fromordinal(DAY.toordinal() - limit), date.fromordinal(DAY.toordinal() - limit - 1)
    assert (is_stalled(state, on_the_limit, DAY), is_stalled(state, after, DAY)) == (False, True)
    assert stalled_before(state, DAY) == on_the_limit


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


@pytest.mark.parametrize(
    ("answered", "day", "may"),
    [
        (None, date(2025, 6, 10), False),  # the deadline itself still belongs to the young person
        (None, date(2025, 6, 11), True),
        (date(2025, 6, 5), date(2025, 6, 5), True),
    ],
)
def test_a_refusal_waits_for_the_hearing(answered, day, may):
    assert may_refuse_on(day, deadline=date(2025, 6, 10), answered_on=answered) is may


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        (date(2025, 6, 2), date(2025, 6, 30)),  # Monday to Monday
        (date(2025, 5, 10), date(2025, 6, 10)),  # Saturday; then Whit Sunday and Whit Monday
        (date(2025, 3, 20), date(2025, 4, 22)),  # Maundy Thursday; Easter ends with a Monday
        (date(2025, 11, 27), date(2025, 12, 29)),  # Christmas Day, a Thursday, to the Monday
        (date(2025, 12, 4), date(2026, 1, 2)),  # New Year's Day
        (date(2025, 5, 1), date(2025, 5, 30)),  # Ascension Day to the Friday after it
        (date(2023, 4, 7), date(2023, 5, 8)),  # Great Prayer Day, a Friday, for the last time
    ],
)
def test_a_complaint_has_four_weeks_and_ends_on_a_working_day(decided, last):
    """Retssikkerhedsloven § 67; the movable days from the almanacs of 2023 and 2025."""
    assert complaint_until(decided) == last


@pytest.mark.parametrize(
    "last",
    [
        date(2025, 6, 5),  # Constitution Day
        date(2025, 12, 24),
        date(2025, 12, 31),
        date(2025, 5, 30),  # the Friday after Ascension Day
        date(2024, 4, 26),  # Great Prayer Day, from 2024 on a working day
    ],
)
def test_a_day_that_no_source_names_for_complaints_does_not_move_their_end(last):
    assert complaint_until(last - timedelta(weeks=4)) == last


def test_a_step_lies_between_the_previous_one_and_today():
    check_day(DAY, today=DAY, not_before=DAY)
    with pytest.raises(Refused, match="future"):
        check_day(date(2025, 6, 3), today=DAY)
    with pytest.raises(Refused, match=r"02\.06\.2025"):
        check_day(date(2025, 6, 1), today=DAY, not_before=DAY)


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
