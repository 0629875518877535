"""Two connections at once: one wins, the other gets a sentence, and nothing is done twice."""

from datetime import date

import pytest

from housing.offers.actions import accept_offer, advance
from housing.offers.models import Offer
from housing.referrals.actions import draft_referral
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.actions import remove_stay, start_stay
from housing.stays.models import Stay
from tests.clock import NOW
from tests.factories.cases import PersonFactory, staff
from tests.factories.housing import HousingReferralFactory, OfferFactory, StayFactory
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

DAY = date(2025, 3, 3)


@pytest.mark.parametrize("_round", range(3))
def test_the_same_step_taken_twice_happens_once(_round):
    worker, referral = staff(), HousingReferralFactory(state="received")

    def approve():
        advance(by=worker, at=NOW, referral=referral, event=ReferralEvent.APPROVE, on=DAY)

    first, second = at_once(approve, approve)
    assert first == "done"
    assert second.startswith("That step is not possible now")
    assert ReferralStep.objects.get().to_state == "approved"


def test_two_different_steps_at_once_do_not_both_happen():
    worker, referral = staff(), HousingReferralFactory(state="received")

    def take(event: ReferralEvent, **facts: str):
        return lambda: advance(by=worker, at=NOW, referral=referral, event=event, on=DAY, version=1, **facts)

    results = at_once(take(ReferralEvent.APPROVE), take(ReferralEvent.REJECT, reason="no_income"))
    referral.refresh_from_db()
    assert results[0] == "done"
    assert results[1].startswith("Someone else changed this")
    assert referral.state == ReferralStep.objects.get().to_state


@pytest.mark.parametrize("_round", range(3))
def test_two_offers_accepted_at_once_leave_one_home(_round):
    worker, person = staff(), PersonFactory()
    offers = [OfferFactory(referral__person=person) for _ in range(2)]

    def accept(offer: Offer):
        return lambda: accept_offer(by=worker, at=NOW, offer=offer, on=DAY)

    first, second = at_once(*map(accept, offers))
    assert first == "done"
    assert second.startswith("That step is not possible now")
    assert sorted(Offer.objects.values_list("state", "referral__state")) == [
        ("accepted", "accepted"),
        ("superseded", "waiting"),
    ]


def test_the_same_offer_accepted_twice_is_accepted_once():
    worker, offer = staff(), OfferFactory()

    def accept():
        accept_offer(by=worker, at=NOW, offer=offer, on=DAY)

    assert at_once(accept, accept)[0] == "done"
    assert ReferralStep.objects.filter(event="accept").count() == 1


def test_one_open_referral_to_a_receiver_however_fast_the_clicks():
    worker, known = staff(), HousingReferralFactory(state="rejected")

    def begin():
        draft_referral(by=worker, at=NOW, person=known.person, receiver=known.receiver, housing_kind="youth", on=DAY)

    first, second = at_once(begin, begin)
    assert (first, second) == ("done", "The young person already has an open referral to this receiver.")
    assert HousingReferral.objects.open().count() == 1


def test_a_double_click_gives_one_stay():
    worker, person = staff(), PersonFactory()

    def sofa():
        start_stay(by=worker, at=NOW, person=person, kind="friends_family", start=DAY)

    first, second = at_once(sofa, sofa)
    assert first == "done"
    assert second.startswith("The young person already has a stay in that period")
    assert Stay.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_a_stay_is_removed_once(_round):
    worker, stay = staff(), StayFactory()

    def take_out():
        remove_stay(by=worker, at=NOW, stay=stay, why="Forkert ung")

    assert at_once(take_out, take_out) == ["done", "It has been removed meanwhile."]
    assert (Stay.objects.count(), Stay.history.filter(history_type="-").count()) == (0, 1)
