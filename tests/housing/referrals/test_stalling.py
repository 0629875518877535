"""Days that count for a referral: stalled after its limit, a step between the previous one and today."""

from datetime import date, timedelta

import pytest

from cases.core.calendar import check_day
from cases.core.errors import Refused
from housing.referrals.codes import ReferralState
from housing.referrals.rules import is_stalled, stalled_before

DAY = date(2025, 6, 2)
# By hand: days without a step or a note that are still in time. Closed referrals wait for nothing.
IN_TIME = {
    "draft": 7,
    "submitted": 7,
    "received": 14,
    "missing": 14,
    "approved": 14,
    "waiting": 60,
    "offered": 7,
    "accepted": 14,
    "declined": 7,
    "contract": 30,
    "moved_in": 45,
}


@pytest.mark.parametrize("state", ReferralState)
def test_a_referral_stalls_the_day_after_its_limit(state):
    limit = IN_TIME.get(state)
    if limit is None:
        assert not is_stalled(state, date(2020, 1, 1), DAY)
        return
    on_the_limit, after = DAY - timedelta(days=limit), DAY - timedelta(days=limit + 1)
    assert (is_stalled(state, on_the_limit, DAY), is_stalled(state, after, DAY)) == (False, True)
    assert stalled_before(state, DAY) == on_the_limit


def test_a_step_lies_between_the_previous_one_and_today():
    check_day(DAY, today=DAY, not_before=DAY)
    with pytest.raises(Refused, match="future"):
        check_day(date(2025, 6, 3), today=DAY)
    with pytest.raises(Refused, match=r"02\.06\.2025"):
        check_day(date(2025, 6, 1), today=DAY, not_before=DAY)
