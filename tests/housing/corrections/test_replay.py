"""Replaying the steps of a referral: what they amount to, and what order they cannot have."""

from datetime import date
from typing import Any

import pytest

from cases.core.errors import Refused
from housing.corrections.rules import Taken, replay
from housing.referrals.codes import OfferState, ReferralEvent, ReferralState
from housing.referrals.rules import OfferStanding

HOME = 7


def way(*steps):
    """Steps as (event, day of January 2025, more)."""
    return [Taken(ReferralEvent(event) if event else None, date(2025, 1, day), **more) for event, day, more in steps]


BEGUN: list[tuple[str, int, dict[str, Any]]] = [
    ("", 1, {}),
    ("submit", 2, {}),
    ("receive", 3, {}),
    ("approve", 4, {}),
    ("queue", 5, {}),
]
OFFERED = [*BEGUN, ("offer", 10, {"offer": HOME})]
ACCEPTED = [*OFFERED, ("accept", 12, {"offer": HOME})]
SIGNED = [*ACCEPTED, ("sign", 14, {"offer": HOME})]


@pytest.mark.parametrize(
    ("steps", "state", "since", "offer"),
    [
        (BEGUN[:1], "draft", 1, None),
        (BEGUN, "waiting", 5, None),
        ([("", 1, {}), ("submit", 1, {}), ("receive", 1, {})], "received", 1, None),  # all on one day
        (OFFERED, "offered", 10, ("open", None, "")),
        (ACCEPTED, "accepted", 12, ("accepted", 12, "")),
        ([*ACCEPTED, ("undo_accept", 20, {"offer": HOME})], "offered", 10, ("open", None, "")),
        ([*OFFERED, ("supersede", 12, {"offer": HOME})], "waiting", 12, ("superseded", 12, "")),
        (
            [*OFFERED, ("supersede", 12, {"offer": HOME}), ("reopen_offer", 20, {"offer": HOME})],
            "offered",
            10,
            ("open", None, ""),
        ),
        (
            [*OFFERED, ("decline", 13, {"offer": HOME, "reason": "wrong_area"})],
            "declined",
            13,
            ("declined", 13, "wrong_area"),
        ),
        (
            [*OFFERED, ("decline", 13, {"offer": HOME, "reason": "no_reply"})],
            "declined",
            13,
            ("lapsed", 13, "no_reply"),
        ),
        (
            [*SIGNED, ("fall_through", 16, {"offer": HOME, "reason": "home_gone"})],
            "declined",
            16,
            ("withdrawn", 16, "home_gone"),
        ),
        (
            [*OFFERED, ("withdraw", 18, {"offer": HOME, "reason": "death"})],
            "withdrawn",
            18,
            ("withdrawn", 18, "referral_withdrawn"),
        ),
        ([*SIGNED, ("move_in", 20, {"offer": HOME})], "moved_in", 20, ("taken", 12, "")),
    ],
)
def test_what_the_steps_amount_to(steps, state, since, offer):
    told = replay(way(*steps))
    assert (told.opened_on.day, told.state, told.since.day) == (1, state, since)
    if offer:
        answered = date(2025, 1, offer[1]) if offer[1] else None
        assert told.offers == {HOME: OfferStanding(OfferState(offer[0]), date(2025, 1, 10), answered, offer[2])}


def test_an_offer_that_no_step_made_is_left_alone():
    """A withdrawal may name one: there is nothing to say of how it stood before."""
    told = replay(way(*BEGUN, ("withdraw", 18, {"offer": HOME, "reason": "death"})))
    assert (told.state, told.offers) == ("withdrawn", {})


def test_a_note_moves_nothing_and_is_read_on_its_day():
    """Entered while the draft stood, dated after it was received: it lies there, and the steps go on without it."""
    told = replay(way(("", 1, {}), ("note", 6, {}), ("submit", 2, {}), ("receive", 3, {}), ("note", 2, {})))
    assert told.states == [
        ("", "draft"),
        ("received", "received"),
        ("draft", "submitted"),
        ("submitted", "received"),
        ("submitted", "submitted"),
    ]
    assert (told.state, told.since.day, told.noted_on) == (ReferralState.RECEIVED, 3, date(2025, 1, 6))


@pytest.mark.parametrize(
    ("steps", "field", "message"),
    [
        (
            [("", 1, {}), ("submit", 4, {}), ("receive", 3, {})],
            "on",
            "“Received by the unit” (03.01.2025) would lie before “Submitted” (04.01.2025). Correct the other day first, or choose another.",
        ),
        (
            [("", 5, {}), ("submit", 4, {})],
            "on",
            "“Submitted” (04.01.2025) would lie before “The draft was begun” (05.01.2025). Correct the other day first, or choose another.",
        ),
        (
            [("", 1, {}), ("receive", 3, {})],
            None,
            "“Received by the unit” (03.01.2025) is not possible while the referral stands at “Draft”.",
        ),
        (
            [("", 5, {}), ("note", 4, {})],
            "on",
            "“Progress note” (04.01.2025) would lie before “The draft was begun” (05.01.2025). Correct the other day first, or choose another.",
        ),
        (
            [("", 1, {}), ("", 2, {})],
            None,
            "“The draft was begun” (02.01.2025) is not possible while the referral stands at “Draft”.",
        ),
        (
            [*OFFERED, ("accept", 12, {})],  # which home?
            None,
            "“Offer accepted” (12.01.2025) is not possible while the referral stands at “Home offered”.",
        ),
    ],
)
def test_a_step_out_of_order_is_named_with_its_day(steps, field, message):
    with pytest.raises(Refused) as refusal:
        replay(way(*steps))
    assert (refusal.value.field, refusal.value.message) == (field, message)
