"""Every step of a referral in every state and with every offer, against tables written by hand."""

from datetime import date
from itertools import pairwise

import pytest

from cases.core.errors import Refused
from housing.referrals.codes import OFFER_REFUSALS, OfferState, ReferralEvent, ReferralState
from housing.referrals.rules import (
    ACTIVE,
    BESIDE_PATH,
    CLOSED,
    FOLLOWED_BY,
    NEXT_ACTOR,
    ON_OFFER,
    PATH,
    STALL_DAYS,
    WAITING_ON_US,
    OfferStanding,
    Standing,
    after,
    is_possible,
    refused_as,
    steps_from,
)
from housing.steps.codes import Actor

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
# What becomes of the offer that a step names: event → {how it stood, "" for none: how it stands}. Other steps name none.
OFFERS = {
    "offer": {"": "open"},
    "accept": {"open": "accepted"},
    "decline": {"open": "declined"},
    "supersede": {"open": "superseded"},
    "reopen_offer": {"superseded": "open"},
    "sign": {"accepted": "accepted"},
    "undo_accept": {"accepted": "open"},
    "move_in": {"accepted": "taken"},
    "fall_through": {"accepted": "declined"},
    "withdraw": {"": "", "open": "withdrawn", "accepted": "withdrawn"},
}
REASONS = {"reject": "no_income", "decline": "wrong_area", "fall_through": "wrong_area", "withdraw": "death"}
NO_OFFER = "No offer has been accepted on this referral. Reload the page to see where it stands."
GONE_ON = "That step is not possible now. The case may have moved on: reload the page to see it."
OFFERED, ANSWERED, DAY = date(2025, 1, 10), date(2025, 1, 12), date(2025, 1, 20)


def offer(state):
    return OfferStanding(OfferState(state), OFFERED, None if state == "open" else ANSWERED) if state else None


@pytest.mark.parametrize("event", ReferralEvent)
@pytest.mark.parametrize("state", ReferralState)
def test_every_step_of_a_referral_with_every_offer(state, event):
    """The referral and the offer that the step names move together, or nothing does."""
    reason = REASONS.get(event, "")
    for stood in ("", *OfferState):
        standing = Standing(state, OFFERED, offer(stood))
        leads_to = REFERRALS[state].get(event)
        becomes = OFFERS.get(event, {"": ""}).get(stood) if leads_to else None
        assert is_possible(event, standing) is (becomes is not None), stood
        if becomes is None:
            with pytest.raises(Refused):
                after(event, standing, on=DAY, reason=reason)
        else:
            stands = after(event, standing, on=DAY, reason=reason)
            assert (stands.state, stands.offer.state if stands.offer else "") == (leads_to, becomes), stood


@pytest.mark.parametrize(
    ("event", "state", "stood", "since", "answered"),
    [
        ("offer", "waiting", "", DAY, None),
        ("accept", "offered", "open", DAY, DAY),
        ("decline", "offered", "open", DAY, DAY),
        ("supersede", "offered", "open", DAY, DAY),
        ("reopen_offer", "waiting", "superseded", OFFERED, None),
        ("sign", "accepted", "accepted", DAY, ANSWERED),
        ("undo_accept", "accepted", "accepted", OFFERED, None),
        ("move_in", "contract", "accepted", DAY, ANSWERED),
        ("fall_through", "contract", "accepted", DAY, DAY),
        ("withdraw", "contract", "accepted", DAY, DAY),
    ],
)
def test_the_days_after_a_step(event, state, stood, since, answered):
    """Since when the referral stands there, and when the offer was answered. Begun to stand on 15 January."""
    standing = Standing(ReferralState(state), date(2025, 1, 15), offer(stood))
    stands = after(ReferralEvent(event), standing, on=DAY, reason=REASONS.get(event, ""))
    assert stands.offer
    assert (stands.since, stands.offer.decided_on) == (since, answered)


def test_a_note_leaves_the_referral_where_it_stood():
    standing = Standing(ReferralState.WAITING, date(2025, 1, 15))
    assert after(ReferralEvent.NOTE, standing, on=DAY) == standing


@pytest.mark.parametrize(("event", "refusal"), [("decline", "wrong_area"), ("withdraw", "referral_withdrawn")])
def test_a_closed_offer_keeps_why_and_whose(event, refusal):
    stands = after(
        ReferralEvent(event), Standing(ReferralState.OFFERED, DAY, offer("open")), on=DAY, reason=REASONS[event]
    )
    assert stands.offer
    assert (stands.offer.refusal, stands.offer.whose) == (refusal, OFFER_REFUSALS[refusal].group)


@pytest.mark.parametrize("event", REASONS)
def test_a_no_without_a_reason_of_its_list_is_refused(event):
    (state, stood) = {"reject": ("received", ""), "fall_through": ("accepted", "accepted")}.get(
        event, ("offered", "open")
    )
    for reason in ("", "mood"):
        with pytest.raises(Refused) as refusal:
            after(ReferralEvent(event), Standing(ReferralState(state), DAY, offer(stood)), on=DAY, reason=reason)
        assert (refusal.value.field, refusal.value.message) == ("reason", "Choose a reason from the list.")


@pytest.mark.parametrize(
    ("event", "state", "stood", "words"),
    [
        ("sign", "accepted", "", NO_OFFER),
        ("move_in", "contract", "", NO_OFFER),
        ("sign", "waiting", "", GONE_ON),  # the referral itself stands elsewhere
        ("sign", "accepted", "open", GONE_ON),
        ("submit", "received", "", GONE_ON),
        ("submit", "draft", "open", GONE_ON),  # a step that names no offer
    ],
)
def test_a_step_that_is_not_possible_says_what_is_missing(event, state, stood, words):
    with pytest.raises(Refused) as refusal:
        after(ReferralEvent(event), Standing(ReferralState(state), DAY, offer(stood)), on=DAY)
    assert (refusal.value.field, refusal.value.message) == (None, words)


@pytest.mark.parametrize(
    ("event", "state", "stood"),
    [
        ("accept", "offered", "open"),
        ("supersede", "offered", "open"),
        ("sign", "accepted", "accepted"),
        ("offer", "waiting", ""),
    ],
)
def test_an_offer_that_is_not_refused_has_no_refusal_whatever_is_told(event, state, stood):
    stands = after(ReferralEvent(event), Standing(ReferralState(state), DAY, offer(stood)), on=DAY, reason="death")
    assert stands.offer
    assert (stands.offer.refusal, stands.offer.whose) == ("", "")


def test_the_system_alone_takes_what_follows_from_another_referral():
    assert FOLLOWED_BY == {"accept": "supersede", "undo_accept": "reopen_offer"}
    assert ON_OFFER == ("offer", "accept", "decline", "undo_accept")


def test_every_state_says_who_acts_next():
    worker = dict.fromkeys(("draft", "missing", "declined", "contract", "moved_in"), Actor.WORKER)
    receiver = dict.fromkeys(("submitted", "received", "approved", "waiting"), Actor.RECEIVER)
    nobody = dict.fromkeys(("rejected", "followed_up", "withdrawn"), Actor.NOBODY)
    assert {
        **worker,
        **receiver,
        **nobody,
        "offered": Actor.YOUNG_PERSON,
        "accepted": Actor.LANDLORD,
    } == NEXT_ACTOR
    assert set(WAITING_ON_US) == {*worker, "offered"}


def test_the_way_of_a_referral_is_the_one_its_steps_lead():
    """The step indicator: each state leads to the next, and what stands beside it comes from there or goes back."""
    for state, following in pairwise(PATH):
        assert following in REFERRALS[state].values()
    assert (PATH[0], PATH[-1]) == ("draft", "followed_up")
    assert BESIDE_PATH == {"missing": "received", "declined": "offered"}
    assert {*PATH, *BESIDE_PATH} == set(ReferralState) - {"rejected", "withdrawn"}


def test_closed_referrals_wait_for_nobody_and_never_stall():
    done = {state for state, actor in NEXT_ACTOR.items() if actor == Actor.NOBODY}
    assert done == set(CLOSED)
    assert set(STALL_DAYS) == set(ACTIVE)


def test_no_worker_is_offered_a_step_that_only_the_system_takes():
    assert list(steps_from(ReferralState.WAITING)) == ["offer", "note", "withdraw"]
    assert list(steps_from(ReferralState.OFFERED)) == ["accept", "decline", "note", "withdraw"]


@pytest.mark.parametrize(
    ("reason", "stood", "state"),
    [
        ("rent_too_high", "open", "declined"),
        ("no_reply", "open", "lapsed"),
        ("no_reply", "accepted", "declined"),
        ("landlord_refused", "open", "withdrawn"),
        ("benefit_refused", "accepted", "withdrawn"),
        ("referral_withdrawn", "open", "withdrawn"),
    ],
)
def test_the_reason_says_what_becomes_of_the_offer(reason, stood, state):
    assert refused_as(reason, OfferState(stood)) == state


@pytest.mark.parametrize("step", ReferralEvent)
def test_what_was_done_is_not_named_by_the_button(step):
    assert str(step.taken) != str(step.label)
