"""No step lies in the future, or before the last one of its referral: those of an offer and of a referral alike."""

from datetime import timedelta

import pytest

from cases.core.errors import Refused
from housing.offers.actions import accept_offer, advance, decline_offer, undo_acceptance
from housing.referrals.codes import ReferralEvent
from tests.clock import NOW, TODAY
from tests.factories.cases import staff
from tests.factories.housing import DAY, OfferFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

ONE_DAY = timedelta(days=1)
TAKE = {
    "accept": ("offered", "open", lambda offer, **facts: accept_offer(offer=offer, **facts)),
    "decline": ("offered", "open", lambda offer, **facts: decline_offer(offer=offer, reason="wrong_area", **facts)),
    "undo": ("accepted", "accepted", lambda offer, **facts: undo_acceptance(offer=offer, **facts)),
    "withdraw": (
        "offered", "open",
        lambda offer, **facts: advance(
            referral=offer.referral, event=ReferralEvent.WITHDRAW, reason="changed_wish", **facts
        ),
    ),
    "sign": (
        "accepted", "accepted",
        lambda offer, **facts: advance(referral=offer.referral, event=ReferralEvent.SIGN, **facts),
    ),
    "note": (
        "accepted", "accepted",
        lambda offer, **facts: advance(referral=offer.referral, event=ReferralEvent.NOTE, note="Ringet", **facts),
    ),
}  # fmt: skip


def offered(state, stands):
    """An offer on a referral that has stood as it does since 3 March."""
    decided = DAY if stands == "accepted" else None
    return OfferFactory(state=stands, decided_on=decided, referral__state=state, referral__opened_on=DAY)


@pytest.mark.parametrize("day", [DAY - ONE_DAY, TODAY + ONE_DAY], ids=["before the last step", "in the future"])
@pytest.mark.parametrize("step", TAKE)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_written(step, day):
    state, stands, take = TAKE[step]
    offer = offered(state, stands)
    with pytest.raises(Refused) as refusal:
        take(offer, by=staff(), at=NOW, on=day)
    assert refusal.value.field == "on"
    offer.refresh_from_db()
    assert (offer.state, offer.referral.state, offer.referral.steps.count()) == (stands, state, 0)


@pytest.mark.parametrize("day", [DAY, TODAY], ids=["the day of the last step", "today"])
@pytest.mark.parametrize("step", TAKE)
def test_the_first_and_the_last_day_that_can_be(step, day):
    state, stands, take = TAKE[step]
    offer = offered(state, stands)
    take(offer, by=staff(), at=NOW, on=day)
    assert offer.referral.steps.latest("pk").happened_on == day
