"""The way of a referral on its page: the day beside a step is the one on which the referral came there."""

from datetime import date

from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.words import referral_marks


def days(state, since, *steps):
    """The days beside the marks, by their names; steps as (event, state before, state after, day of January)."""
    taken = [
        ReferralStep(event=event, from_state=before, to_state=after, happened_on=date(2025, 1, day))
        for event, before, after, day in steps
    ]
    referral = HousingReferral(state=state, state_since=date(2025, 1, since))
    return {str(mark.name): mark.note for mark in referral_marks(referral, taken) if mark.note}


OFFERED = [("", "", "draft", 1), ("queue", "approved", "waiting", 5), ("offer", "waiting", "offered", 10)]
BEGUN = {"Draft": "01.01.2025", "On the waiting list": "05.01.2025"}


def test_a_step_has_the_day_on_which_the_referral_came_there():
    assert days("offered", 10, *OFFERED) == BEGUN | {"Home offered": "10.01.2025"}


def test_an_acceptance_that_is_undone_and_a_note_leave_the_day_of_the_offer():
    """Accepted on the 12th, undone on the 20th: the home has been offered since the 10th, and is still."""
    undone = [("accept", "offered", "accepted", 12), ("undo_accept", "accepted", "offered", 20)]
    noted = [("note", "offered", "offered", 25)]
    again = [("accept", "offered", "accepted", 26)]
    assert days("accepted", 26, *OFFERED, *undone, *noted, *again) == BEGUN | {
        "Home offered": "10.01.2025",
        "Offer accepted": "26.01.2025",
    }
