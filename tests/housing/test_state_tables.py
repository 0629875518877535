"""Every step in every state, against tables written by hand: state → {step: state it leads to}."""

import pytest

from cases.rules.errors import Refused
from housing.enums import Actor, OfferState, OfferStep, ReferralState, ReferralStep, SupportState, SupportStep
from housing.rules import offers, referrals, supportcases
from housing.rules.offers import OFFER_STATES
from housing.rules.referrals import REFERRAL_STATES
from housing.rules.supportcases import SUPPORT_STATES

REFERRALS = {
    "draft": {"submit": "submitted", "note": "draft", "withdraw": "withdrawn"},
    "submitted": {"receive": "received", "note": "submitted", "withdraw": "withdrawn"},
    "received": {
        "approve": "approved",
        "ask": "missing",
        "reject": "rejected",
        "note": "received",
        "withdraw": "withdrawn",
    },
    "missing": {"answer": "received", "reject": "rejected", "note": "missing", "withdraw": "withdrawn"},
    "approved": {"queue": "waiting", "note": "approved", "withdraw": "withdrawn"},
    "rejected": {},
    "waiting": {"offer": "offered", "reopen_offer": "offered", "note": "waiting", "withdraw": "withdrawn"},
    "offered": {
        "accept": "accepted",
        "decline": "declined",
        "supersede": "waiting",
        "note": "offered",
        "withdraw": "withdrawn",
    },
    "accepted": {
        "sign": "contract",
        "undo_accept": "offered",
        "fall_through": "declined",
        "note": "accepted",
        "withdraw": "withdrawn",
    },
    "declined": {"reject": "rejected", "queue": "waiting", "note": "declined", "withdraw": "withdrawn"},
    "contract": {"move_in": "moved_in", "fall_through": "declined", "note": "contract", "withdraw": "withdrawn"},
    "moved_in": {"follow_up": "followed_up", "note": "moved_in"},
    "followed_up": {"follow_up": "followed_up"},
    "withdrawn": {},
}
OFFERS = {
    "open": {
        "accept": "accepted",
        "decline": "declined",
        "lapse": "lapsed",
        "take_back": "withdrawn",
        "supersede": "superseded",
    },
    "accepted": {"decline": "declined", "take_back": "withdrawn", "undo": "open", "move_in": "taken"},
    "superseded": {"reopen": "open"},
    "declined": {},
    "lapsed": {},
    "withdrawn": {},
    "taken": {},
}
SUPPORT = {
    "opened": {"talk": "talked", "drop": "dropped"},
    "talked": {"send_hearing": "hearing", "grant": "granted", "drop": "dropped"},
    "hearing": {"answer_hearing": "hearing", "grant": "granted", "refuse": "refused", "drop": "dropped"},
    "granted": {"start": "started", "drop": "dropped"},
    "refused": {},
    "started": {"end": "ended"},
    "ended": {},
    "dropped": {},
}

CELLS = [
    pytest.param(table, state, step, expected.get(state, {}).get(step), id=f"{state}-{step}")
    for table, expected, states, steps in (
        (REFERRAL_STATES, REFERRALS, ReferralState, ReferralStep),
        (OFFER_STATES, OFFERS, OfferState, OfferStep),
        (SUPPORT_STATES, SUPPORT, SupportState, SupportStep),
    )
    for state in states
    for step in steps
]


@pytest.mark.parametrize(("table", "state", "step", "after"), CELLS)
def test_every_step_in_every_state(table, state, step, after):
    assert table.allows(state, step) is (after is not None)
    if after is None:
        with pytest.raises(Refused):
            table.after(state, step)
    else:
        assert table.after(state, step) == after


def test_every_state_says_who_acts_next():
    assert set(referrals.NEXT_ACTOR) == set(ReferralState)
    assert set(supportcases.NEXT_ACTOR) == set(SupportState)


def test_closed_referrals_wait_for_nobody_and_never_stall():
    done = {state for state, actor in referrals.NEXT_ACTOR.items() if actor == Actor.NOBODY}
    assert done == set(referrals.CLOSED)
    assert set(referrals.STALL_DAYS) == set(referrals.ACTIVE)


def test_no_worker_is_offered_a_step_that_only_the_system_takes():
    assert referrals.steps_from(ReferralState.WAITING) == ["offer", "note", "withdraw"]
    assert referrals.steps_from(ReferralState.OFFERED) == ["accept", "decline", "note", "withdraw"]


@pytest.mark.parametrize(
    ("reason", "accepted", "step"),
    [
        ("rent_too_high", False, "decline"),
        ("no_reply", False, "lapse"),
        ("no_reply", True, "decline"),
        ("landlord_refused", False, "take_back"),
        ("benefit_refused", True, "take_back"),
        ("referral_withdrawn", False, "take_back"),
    ],
)
def test_the_reason_says_what_becomes_of_the_offer(reason, accepted, step):
    assert offers.step_for(reason, accepted=accepted) == step


def test_a_hearing_is_answered_once():
    before = supportcases.steps_from(SupportState.HEARING, hearing_answered=False)
    after = supportcases.steps_from(SupportState.HEARING, hearing_answered=True)
    assert before == ["answer_hearing", "grant", "refuse", "drop"]
    assert after == ["grant", "refuse", "drop"]


@pytest.mark.parametrize("step", [*ReferralStep, *SupportStep])
def test_what_was_done_is_not_named_by_the_button(step):
    assert str(step.taken) != str(step.label)
