"""Offers: one accepted closes the others in one transaction, undo reopens them, a no says whose it is."""

from datetime import date

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from housing.offers.actions import accept_offer, advance, decline_offer, make_offer, move_in, undo_acceptance
from housing.offers.models import Offer
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral
from housing.stays.models import Stay
from tests.clock import NOW
from tests.factories.cases import START, OrganisationFactory, PersonFactory, staff
from tests.factories.housing import HousingReferralFactory, OfferFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

DAY = date(2025, 3, 3)


@pytest.fixture
def worker():
    return staff()


def standing(*offers):
    """State of each offer and of its referral, as the database has it."""
    rows = {offer.pk: offer for offer in Offer.objects.select_related("referral")}
    return [(rows[offer.pk].state, rows[offer.pk].referral.state) for offer in offers]


def three_offers():
    person = PersonFactory()
    return [OfferFactory(referral__person=person) for _ in range(3)]


def test_accepting_one_closes_the_other_open_offers_and_keeps_their_referrals(worker):
    first, second, third = three_offers()
    stranger = OfferFactory()
    accept_offer(by=worker, at=NOW, offer=second, on=DAY)
    assert standing(first, second, third, stranger) == [
        ("superseded", "waiting"),
        ("accepted", "accepted"),
        ("superseded", "waiting"),
        ("open", "offered"),
    ]
    assert set(second.supersedes.all()) == {first, third}
    assert AuditEvent.objects.filter(action="changed", target="housing.offer").count() == 2


def test_undo_gives_exactly_what_was_before(worker):
    offers = three_offers()
    accept_offer(by=worker, at=NOW, offer=offers[0], on=DAY)
    undo_acceptance(by=worker, at=NOW, offer=offers[0], on=DAY)
    assert standing(*offers) == [("open", "offered")] * 3
    assert set(Offer.objects.values_list("decided_on", "superseded_by")) == {(None, None)}
    last = [offer.referral.steps.order_by("-pk")[0].event for offer in offers]
    assert last == ["undo_accept", "reopen_offer", "reopen_offer"]
    assert set(HousingReferral.objects.values_list("state_since", flat=True)) == {START}


def test_undo_leaves_alone_what_has_moved_on(worker):
    first, second, third = three_offers()
    accept_offer(by=worker, at=NOW, offer=first, on=DAY)
    advance(by=worker, at=NOW, referral=second.referral, event=ReferralEvent.WITHDRAW, on=DAY, reason="changed_wish")
    make_offer(
        by=worker,
        at=NOW,
        referral=third.referral,
        on=DAY,
        address="Prøvevej 99",
        housing_kind="dormitory",
        rent=3000,
        landlord=OrganisationFactory(kind="housing_association"),
    )
    undo_acceptance(by=worker, at=NOW, offer=first, on=DAY)
    assert standing(first, second, third) == [
        ("open", "offered"),
        ("superseded", "withdrawn"),
        ("superseded", "offered"),
    ]


def test_an_offer_made_after_the_acceptance_was_agreed_is_closed_on_its_own_day(worker):
    """Accepted 3 March, entered later; meanwhile another offer came on 10 March: closed on the 10th, not before."""
    first = OfferFactory()
    late = HousingReferralFactory(person=first.person, state="offered", opened_on=date(2025, 3, 10))
    late = OfferFactory(referral=late)
    accept_offer(by=worker, at=NOW, offer=first, on=DAY)
    late.refresh_from_db()
    assert (late.state, late.decided_on) == ("superseded", date(2025, 3, 10))


def test_a_second_yes_is_refused_while_one_stands(worker):
    first = OfferFactory(state="accepted", decided_on=DAY, referral__state="contract")
    second = OfferFactory(referral__person=first.person)
    with pytest.raises(Refused, match="already accepted another offer"):
        accept_offer(by=worker, at=NOW, offer=second, on=DAY)
    assert standing(second) == [("open", "offered")]


def test_after_a_lease_the_yes_cannot_be_undone(worker):
    offer = OfferFactory(state="accepted", decided_on=DAY, referral__state="contract")
    with pytest.raises(Refused, match="not possible now"):
        undo_acceptance(by=worker, at=NOW, offer=offer, on=DAY)
    assert standing(offer) == [("accepted", "contract")]


@pytest.mark.parametrize(
    ("reason", "state", "whose"),
    [
        ("wrong_area", "declined", "young_person"),
        ("no_reply", "lapsed", "young_person"),
        ("landlord_refused", "withdrawn", "landlord"),
        ("benefit_refused", "withdrawn", "municipality"),
    ],
)
def test_a_no_says_whose_it_is(worker, reason, state, whose):
    offer = OfferFactory()
    decline_offer(by=worker, at=NOW, offer=offer, on=DAY, reason=reason, note="Talt i telefon")
    offer.refresh_from_db()
    assert (offer.state, offer.refusal, offer.whose) == (state, reason, whose)
    event = offer.referral.steps.get()
    assert (event.to_state, event.reason, event.whose, event.offer) == ("declined", reason, whose, offer)
    assert Offer.objects.declined_by_person().count() == (whose == "young_person")


def test_a_no_without_a_reason_is_refused(worker):
    offer = OfferFactory()
    with pytest.raises(Refused) as refusal:
        decline_offer(by=worker, at=NOW, offer=offer, on=DAY, reason="because")
    assert refusal.value.field == "reason"


def test_a_home_that_falls_through_is_ours_to_act_on(worker):
    offer = OfferFactory(state="accepted", decided_on=DAY, referral__state="contract")
    lost = {"event": ReferralEvent.FALL_THROUGH, "reason": "home_not_ready"}
    advance(by=worker, at=NOW, referral=offer.referral, on=DAY, **lost)
    assert standing(offer) == [("withdrawn", "declined")]


def test_a_reply_before_the_offer_is_refused(worker):
    offer = OfferFactory(referral__opened_on=DAY)
    with pytest.raises(Refused, match=r"03\.03\.2025"):
        accept_offer(by=worker, at=NOW, offer=offer, on=date(2025, 3, 2))


def test_an_answer_based_on_a_stale_page_is_refused(worker):
    offer = OfferFactory()
    accept_offer(by=worker, at=NOW, offer=offer, on=DAY, version=1)
    with pytest.raises(Stale):
        decline_offer(by=worker, at=NOW, offer=offer, on=DAY, reason="wrong_area", version=1)


def test_an_offer_before_the_waiting_list_is_refused(worker):
    with pytest.raises(Refused, match="not possible now"):
        make_offer(
            by=worker,
            at=NOW,
            referral=HousingReferralFactory(state="received"),
            on=DAY,
            address="Prøvevej 1",
            housing_kind="youth",
            rent=4000,
            landlord_name="Prøvehave",
        )
    assert Offer.objects.count() == 0


def test_the_steps_of_an_offer_are_its_story(worker):
    """From the other referral's yes to the withdrawal of its own."""
    first, second, _ = three_offers()
    accept_offer(by=worker, at=NOW, offer=first, on=DAY)
    undo_acceptance(by=worker, at=NOW, offer=first, on=DAY)
    accept_offer(by=worker, at=NOW, offer=second, on=DAY)
    take = {"by": worker, "at": NOW, "referral": second.referral, "on": DAY}
    advance(**take, event=ReferralEvent.SIGN)
    advance(**take, event=ReferralEvent.NOTE, note="Nøgler aftalt")
    advance(**take, event=ReferralEvent.WITHDRAW, reason="changed_wish")
    story = ["supersede", "reopen_offer", "accept", "sign", "withdraw"]
    assert list(second.steps.order_by("pk").values_list("event", flat=True)) == story


def test_a_lease_needs_an_accepted_offer(worker):
    referral = HousingReferralFactory(state="accepted")
    with pytest.raises(Refused, match="No offer has been accepted"):
        advance(by=worker, at=NOW, referral=referral, event=ReferralEvent.SIGN, on=DAY)


@pytest.mark.parametrize(
    ("kind", "stay"), [("youth", "youth_home"), ("transitional", "transitional"), ("private", "private_flat")]
)
def test_moving_in_begins_the_stay_that_fits_the_home(worker, kind, stay):
    offer = OfferFactory(state="accepted", decided_on=DAY, housing_kind=kind, referral__state="contract")
    move_in(by=worker, at=NOW, referral=offer.referral, on=DAY)
    assert standing(offer) == [("taken", "moved_in")]
    home = Stay.objects.get()
    assert (home.kind, home.start, home.place, home.offer) == (stay, DAY, offer.address, offer)
