"""A housing referral from draft to follow-up: every step stamped, dated, logged, and refused out of turn."""

from datetime import date, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from housing.offers.actions import accept_offer, advance, decline_offer, make_offer
from housing.referrals.actions import change_referral, draft_referral
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay
from tests.clock import NOW, TODAY
from tests.factories.cases import OrganisationFactory, PersonFactory, staff
from tests.factories.housing import HousingReferralFactory, OfferFactory, StayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

TOMORROW = TODAY + timedelta(days=1)

DAY = date(2025, 3, 3)


@pytest.fixture
def worker():
    return staff()


def step(worker, referral, event, on=DAY, **facts):
    return advance(by=worker, at=NOW, referral=referral, event=ReferralEvent(event), on=on, **facts)


def referral_in(state, **fields):
    return HousingReferralFactory(state=state, **fields)


WAY = [
    ("", "draft", "02.01"),
    ("submit", "submitted", "03.01"),
    ("receive", "received", "06.01"),
    ("ask", "missing", "10.01"),
    ("answer", "received", "14.01"),
    ("approve", "approved", "20.01"),
    ("queue", "waiting", "20.01"),
    ("offer", "offered", "03.02"),
    ("accept", "accepted", "05.02"),
    ("sign", "contract", "10.02"),
    ("move_in", "moved_in", "01.03"),
    ("follow_up", "followed_up", "01.04"),
]
FACTS = {"ask": {"missing": "Dokumentation for indtægt"}, "follow_up": {"outcome": "still_there"}}


def walk(worker, person):
    """The order of steps of the Copenhagen allocation, with one request for more information."""
    (_, _, begun), *steps = [(event, state, date(2025, int(day[3:]), int(day[:2]))) for event, state, day in WAY]
    receiver = OrganisationFactory(kind="housing_allocation")
    referral = draft_referral(
        by=worker, at=NOW, person=person, receiver=receiver, housing_kind="youth", on=begun, max_rent=4500
    )
    home = {"address": "Prøvevej 1", "housing_kind": "youth", "rent": 4200, "landlord_name": "Prøvehave"}
    for event, _, day in steps:
        if event == "offer":
            make_offer(by=worker, at=NOW, referral=referral, on=day, **home)
        elif event == "accept":
            accept_offer(by=worker, at=NOW, offer=referral.offers.get(), on=day)
        else:
            step(worker, referral, event, day, **FACTS.get(event, {}))
    referral.refresh_from_db()
    return referral


def test_the_whole_way_to_a_home_is_stamped_step_by_step(worker):
    referral = walk(worker, PersonFactory())
    events = list(referral.steps.all())
    assert [(row.event, row.to_state, f"{row.happened_on:%d.%m}") for row in events] == WAY
    assert {(row.by, row.registered_at) for row in events} == {(worker, NOW)}
    logged = AuditEvent.objects.filter(target="housing.housingreferral", action="state_changed").order_by("pk")
    assert [event.facts["step"] for event in logged] == [event for event, _, _ in WAY if event]


def test_the_move_takes_the_offer_and_begins_the_stay(worker):
    sofa = StayFactory(start=date(2025, 1, 1))
    referral = walk(worker, sofa.person)
    assert (referral.state, referral.offers.get().state) == ("followed_up", "taken")
    assert [(stay.kind, stay.start, stay.end, stay.place) for stay in Stay.objects.all()] == [
        ("youth_home", date(2025, 3, 1), None, "Prøvevej 1"),
        ("friends_family", date(2025, 1, 1), date(2025, 3, 1), ""),
    ]


def test_a_rejection_says_why_and_whose_it_is(worker):
    referral = referral_in("received")
    step(worker, referral, "reject", reason="no_income", note="Venter på kontanthjælp")
    event = ReferralStep.objects.get()
    assert (event.reason, event.whose, event.note) == ("no_income", "municipality", "Venter på kontanthjælp")
    referral.refresh_from_db()
    assert (referral.state, referral.state_since) == ("rejected", DAY)


@pytest.mark.parametrize(
    ("state", "event", "facts", "refusal"),
    [
        ("received", "reject", {}, ("Choose a reason", "reason")),
        ("received", "reject", {"reason": "rent_too_high"}, ("Choose a reason", "reason")),
        ("draft", "withdraw", {}, ("Choose a reason", "reason")),
        ("received", "ask", {"missing": "  "}, ("what information is missing", None)),
        ("moved_in", "follow_up", {}, ("still lives in the home", None)),
        ("moved_in", "follow_up", {"outcome": "fine"}, ("Choose from the list", "outcome")),
        ("draft", "note", {"note": " "}, ("what has happened", None)),
        ("draft", "approve", {}, ("not possible now", None)),
        ("waiting", "offer", {}, ("taken on the offer", None)),
        ("waiting", "supersede", {}, ("taken on the offer", None)),
        ("accepted", "fall_through", {"reason": "rent_too_high"}, ("No offer has been accepted", None)),
        ("draft", "submit", {"on": TOMORROW}, ("future", "on")),
        ("draft", "submit", {"on": date(2024, 12, 31)}, ("before the previous step", "on")),
    ],
)
def test_a_step_that_cannot_be_is_refused_in_words(worker, state, event, facts, refusal):
    referral = referral_in(state)
    with pytest.raises(Refused, match=refusal[0]) as refused:
        step(worker, referral, event, **{"on": DAY, **facts})
    assert refused.value.field == refusal[1]
    referral.refresh_from_db()
    assert (referral.state, ReferralStep.objects.count(), AuditEvent.objects.count()) == (state, 0, 0)


def test_a_repeated_step_is_refused(worker):
    referral = referral_in("draft")
    step(worker, referral, "submit")
    with pytest.raises(Refused):
        step(worker, referral, "submit")
    assert ReferralStep.objects.count() == 1


def test_a_progress_note_moves_nothing_but_restarts_the_clock(worker):
    """Received 3 March, limit 14 days: stalled on 18 March, and not after a note of that day."""
    referral = referral_in("received", opened_on=DAY)
    assert referral.is_stalled_on(date(2025, 3, 18))
    step(worker, referral, "note", date(2025, 3, 18), note="Ringet til anvisningen")
    referral.refresh_from_db()
    assert (referral.state, referral.state_since, referral.noted_on) == ("received", DAY, date(2025, 3, 18))
    assert not referral.is_stalled_on(date(2025, 4, 1))
    assert referral.is_stalled_on(date(2025, 4, 2))


def test_a_note_entered_late_does_not_turn_the_clock_back(worker):
    referral = referral_in("received", opened_on=DAY)
    step(worker, referral, "note", date(2025, 3, 18), note="Ringet til anvisningen")
    step(worker, referral, "note", date(2025, 3, 5), note="Mail til anvisningen, skrevet ind bagefter")
    referral.refresh_from_db()
    assert referral.noted_on == date(2025, 3, 18)


def test_the_stalled_list_and_the_stalled_mark_agree():
    """Every state, last moved 0 to 100 days ago, with and without a later note."""
    for state in HousingReferral._meta.get_field("state").choices:
        for since in (TODAY - timedelta(days=days) for days in (0, 14, 15, 100)):
            referral_in(state[0], opened_on=since)
            referral_in(state[0], opened_on=since, noted_on=TODAY - timedelta(days=1))
    listed = set(HousingReferral.objects.stalled_on(TODAY))
    marked = {referral for referral in HousingReferral.objects.all() if referral.is_stalled_on(TODAY)}
    assert listed == marked
    assert 0 < len(listed) < HousingReferral.objects.count()


def test_withdrawing_closes_the_offer_with_it(worker):
    offer = OfferFactory()
    step(worker, offer.referral, "withdraw", reason="found_home")
    offer.refresh_from_db()
    assert (offer.state, offer.refusal, offer.whose, offer.decided_on) == (
        "withdrawn",
        "referral_withdrawn",
        "withdrawn",
        DAY,
    )
    assert ReferralStep.objects.get().whose == "withdrawn"


def test_an_offer_that_came_to_nothing_leads_back_to_the_waiting_list(worker):
    offer = OfferFactory()
    decline_offer(by=worker, at=NOW, offer=offer, on=DAY, reason="wrong_area")
    referral = step(worker, offer.referral, "queue")
    assert referral.state == "waiting"


def test_what_is_asked_for_can_be_changed_while_the_referral_is_active(worker):
    referral, other = HousingReferralFactory(), OrganisationFactory()
    changed = change_referral(
        by=worker, at=NOW, referral=referral, version=1, receiver=other, housing_kind="general", max_rent=6000
    )
    assert (changed.receiver, changed.housing_kind, changed.max_rent, changed.version) == (other, "general", 6000, 2)
    assert changed.history.latest("history_id").history_user == worker


def test_a_submitted_referral_keeps_its_receiver(worker):
    referral = referral_in("submitted")
    with pytest.raises(Refused) as refusal:
        change_referral(
            by=worker, at=NOW, referral=referral, version=1, receiver=OrganisationFactory(), housing_kind="youth"
        )
    assert refusal.value.field == "receiver"


def test_a_closed_referral_is_not_changed(worker):
    referral = referral_in("rejected")
    with pytest.raises(Refused, match="closed"):
        change_referral(
            by=worker, at=NOW, referral=referral, version=1, receiver=referral.receiver, housing_kind="general"
        )


def test_a_step_based_on_a_stale_page_is_refused(worker):
    referral = referral_in("received")
    step(worker, referral, "note", note="Rykket", version=1)
    with pytest.raises(Stale):
        step(worker, referral, "approve", version=1)


def test_a_second_open_referral_to_the_same_receiver_is_refused(worker):
    referral = HousingReferralFactory()
    with pytest.raises(Refused, match="already has an open referral"):
        draft_referral(
            by=worker,
            at=NOW,
            person=referral.person,
            receiver=referral.receiver,
            housing_kind="youth",
            on=DAY,
        )


def test_a_move_refused_by_a_later_stay_changes_nothing(worker):
    """The young person already has a stay that begins after the move: correct that first."""
    offer = OfferFactory(state="accepted", decided_on=DAY, referral__state="contract")
    StayFactory(person=offer.person, start=date(2025, 4, 1))
    with pytest.raises(Refused, match="already has a stay"):
        step(worker, offer.referral, "move_in", date(2025, 3, 10))
    offer.refresh_from_db()
    offer.referral.refresh_from_db()
    assert (offer.state, offer.referral.state, ReferralStep.objects.count()) == ("accepted", "contract", 0)


def test_referrals_are_seen_where_the_young_person_is_seen():
    referral = HousingReferralFactory()
    HousingReferralFactory(person__team=referral.person.team, person__is_restricted=True)
    HousingReferralFactory(person=PersonFactory())
    member = staff(team=referral.person.team)
    assert list(HousingReferral.objects.visible_to(member)) == [referral]
