"""Steps of referrals put right or taken back: what followed follows, and the state is again what it was."""

from datetime import date, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from housing.corrections.actions import correct_step, remove_referral, take_back_step
from housing.offers.actions import accept_offer, advance, decline_offer, make_offer, undo_acceptance
from housing.offers.models import Offer
from housing.referrals.actions import draft_referral
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.actions import start_stay
from housing.stays.models import Stay
from tests.clock import NOW, TODAY
from tests.factories.cases import OrganisationFactory, PersonFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def worker():
    return staff()


@pytest.fixture
def person():
    return PersonFactory()


class Way:
    """A referral taken step by step, each at an instant of its own, as people do."""

    instant = NOW

    def __init__(self, worker, person):
        self.worker, self.person = worker, person
        receiver = OrganisationFactory(kind="housing_allocation")
        facts = {"person": person, "receiver": receiver, "housing_kind": "youth", "on": day(1)}
        self.referral = draft_referral(**self.who, **facts)

    @property
    def who(self):
        Way.instant += timedelta(seconds=1)
        return {"by": self.worker, "at": Way.instant}

    def go(self, event, on, **facts):
        advance(**self.who, referral=self.referral, event=ReferralEvent(event), on=day(on), **facts)
        return self

    def to_waiting(self):
        return self.go("submit", 2).go("receive", 3).go("approve", 4).go("queue", 5)

    def offer(self, on):
        home = {"address": "Prøvevej 1", "housing_kind": "youth", "rent": 4200, "landlord_name": "Prøvehave"}
        return make_offer(**self.who, referral=self.referral, on=day(on), reply_by=day(on + 5), **home)

    def step(self, event):
        return self.referral.steps.get(event=event)

    def correct(self, event, on, **facts):
        self.referral.refresh_from_db()
        step, facts = self.step(event), {"why": "Tastet forkert"} | facts
        return correct_step(**self.who, step=step, version=self.referral.version, on=day(on), **facts)

    def take_back(self, event, why="Tastet forkert"):
        self.referral.refresh_from_db()
        return take_back_step(**self.who, step=self.step(event), version=self.referral.version, why=why)

    def stands(self):
        self.referral.refresh_from_db()
        return self.referral.state, self.referral.state_since.day

    def offers(self):
        rows = self.referral.offers.order_by("pk")
        return [(row.state, row.offered_on.day, row.decided_on and row.decided_on.day) for row in rows]


def day(number):
    return date(2025, 2, number)


@pytest.fixture
def way(worker, person):
    return Way(worker, person).to_waiting()


def test_a_wrong_day_is_corrected_and_the_history_keeps_it(way):
    way.correct("queue", 9, note="Brev af 9. februar")
    step = way.step("queue")
    assert (step.happened_on, step.note, way.stands()) == (day(9), "Brev af 9. februar", ("waiting", 9))
    last = step.history.first()
    assert (last.prev_record.happened_on, last.history_user, last.history_change_reason) == (
        day(5),
        way.worker,
        "Tastet forkert",
    )
    logged = AuditEvent.objects.filter(action="changed", target="housing.housingreferral").get()
    assert logged.facts == {"step": "queue"}


def test_the_day_of_the_beginning_is_the_referrals_own(way):
    way.correct("", 2)
    way.referral.refresh_from_db()
    assert (way.step("").happened_on, way.referral.opened_on) == (day(2), day(2))


@pytest.mark.parametrize(
    ("event", "on", "message"),
    [
        (
            "receive",
            5,
            "“Approved” (04.02.2025) would lie before “Received by the unit” (05.02.2025)",
        ),
        ("queue", 3, "“On the waiting list” (03.02.2025) would lie before “Approved” (04.02.2025)"),
        ("", 3, "“Submitted” (02.02.2025) would lie before “The draft was begun” (03.02.2025)"),
    ],
)
def test_days_that_run_backwards_are_refused_and_nothing_changes(way, event, on, message):
    with pytest.raises(Refused) as refusal:
        way.correct(event, on)
    assert message in str(refusal.value.message)
    assert [row.happened_on.day for row in way.referral.steps.all()] == [1, 2, 3, 4, 5]
    assert way.stands() == ("waiting", 5)


def test_a_day_to_come_and_a_missing_reason_are_refused(way):
    way.referral.refresh_from_db()
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="future"):
        correct_step(**way.who, step=way.step("queue"), version=way.referral.version, on=tomorrow, why="x")
    with pytest.raises(Refused) as refusal:
        way.correct("queue", 6, why=" ")
    assert refusal.value.field == "why"


def test_a_correction_from_a_stale_page_is_refused(way):
    with pytest.raises(Stale):
        correct_step(**way.who, step=way.step("queue"), version=1, on=day(6), why="x")
    with pytest.raises(Stale):
        take_back_step(**way.who, step=way.step("queue"), version=1, why="x")


def test_days_and_reasons_of_an_offer_follow_its_steps(way):
    offer = way.offer(10)
    decline_offer(**way.who, offer=offer, on=day(12), reason="wrong_area")
    way.correct("offer", 8, reply_by=day(11))
    way.correct("decline", 11, reason="landlord_refused")
    offer.refresh_from_db()
    assert way.offers() == [("withdrawn", 8, 11)]
    assert (offer.reply_by, offer.refusal, offer.whose) == (day(11), "landlord_refused", "landlord")
    step = way.step("decline")
    assert (step.reason, step.whose, way.stands()) == ("landlord_refused", "landlord", ("declined", 11))
    with pytest.raises(Refused, match="Choose a reason"):
        way.correct("decline", 11, reason="mood")
    with pytest.raises(Refused, match="would lie before “Home offered”"):
        way.correct("decline", 7, reason="wrong_area")


def test_an_undone_acceptance_leaves_everything_waiting_since_it_began_to(way, worker, person):
    """Offered 10 and 11 February, accepted on the 14th, undone on the 20th: both wait since the 10th and 11th."""
    other = Way(worker, person).to_waiting()
    offer, _ = way.offer(10), other.offer(11)
    accept_offer(**way.who, offer=offer, on=day(14))
    assert (way.stands(), other.stands()) == (("accepted", 14), ("waiting", 14))
    undo_acceptance(**way.who, offer=offer, on=day(20))
    assert (way.stands(), other.stands()) == (("offered", 10), ("offered", 11))
    with pytest.raises(Refused, match=r"previous step \(20\.02\.2025\)"):
        accept_offer(**way.who, offer=Offer.objects.get(pk=offer.pk), on=day(19))


def test_a_day_of_an_acceptance_moves_the_closing_of_the_other_offers(way, worker, person):
    other = Way(worker, person).to_waiting()
    offer, _ = way.offer(10), other.offer(13)
    accept_offer(**way.who, offer=offer, on=day(14))
    way.correct("accept", 16)
    assert (way.stands(), way.offers()) == (("accepted", 16), [("accepted", 10, 16)])
    assert (other.stands(), other.offers()) == (("waiting", 16), [("superseded", 13, 16)])
    way.correct("accept", 12)
    assert (other.stands(), other.offers()) == (("waiting", 13), [("superseded", 13, 13)])
    with pytest.raises(Refused, match="followed from one on another referral"):
        other.correct("supersede", 14)


def test_an_acceptance_taken_back_leaves_no_trace_but_the_history(way, worker, person):
    other = Way(worker, person).to_waiting()
    offer, closed = way.offer(10), other.offer(11)
    accept_offer(**way.who, offer=offer, on=day(14))
    way.take_back("accept")
    assert (way.stands(), way.offers()) == (("offered", 10), [("open", 10, None)])
    assert (other.stands(), other.offers()) == (("offered", 11), [("open", 11, None)])
    assert not ReferralStep.objects.filter(event__in=["accept", "supersede"]).exists()
    gone = ReferralStep.history.filter(history_type="-")
    assert {(row.event, row.history_change_reason) for row in gone} == {
        ("accept", "Tastet forkert"),
        ("supersede", "Tastet forkert"),
    }
    accept_offer(**way.who, offer=closed, on=day(12))
    assert (way.stands(), other.stands()) == (("waiting", 12), ("accepted", 12))


def test_what_went_on_since_an_acceptance_stays(way, worker, person):
    other = Way(worker, person).to_waiting()
    offer, _ = way.offer(10), other.offer(11)
    accept_offer(**way.who, offer=offer, on=day(14))
    other.go("withdraw", 15, reason="changed_wish")
    way.take_back("accept")
    assert (way.stands(), other.stands()) == (("offered", 10), ("withdrawn", 15))
    with pytest.raises(Refused, match="Another offer was closed because of this one"):
        way.take_back("offer")


def test_an_undo_taken_back_closes_the_others_again(way, worker, person):
    other = Way(worker, person).to_waiting()
    offer, closed = way.offer(10), other.offer(11)
    accept_offer(**way.who, offer=offer, on=day(14))
    undo_acceptance(**way.who, offer=offer, on=day(20))
    way.take_back("undo_accept")
    assert (way.stands(), way.offers()) == (("accepted", 14), [("accepted", 10, 14)])
    assert (other.stands(), other.offers()) == (("waiting", 14), [("superseded", 11, 14)])
    closed.refresh_from_db()
    assert closed.superseded_by == offer


def test_only_the_latest_step_is_taken_back_and_a_note_at_any_time(way):
    way.go("note", 6, note="Ringet til Pladsanvisningen")
    with pytest.raises(Refused, match="First comes “On the waiting list”"):
        way.take_back("approve")
    with pytest.raises(Refused, match="withdraw the whole referral"):
        way.take_back("")
    way.take_back("queue")
    assert way.stands() == ("approved", 4)
    way.take_back("note")
    way.referral.refresh_from_db()
    assert (way.stands(), way.referral.noted_on) == (("approved", 4), None)


def test_an_offer_taken_back_is_gone(way):
    way.offer(10)
    way.take_back("offer")
    assert (way.stands(), Offer.objects.count()) == (("waiting", 5), 0)
    way.offer(11)
    assert way.stands() == ("offered", 11)


def test_a_withdrawal_taken_back_opens_the_offer_it_closed(way):
    way.offer(10)
    way.go("withdraw", 12, reason="lost_contact")
    assert way.offers() == [("withdrawn", 10, 12)]
    way.take_back("withdraw")
    assert (way.stands(), way.offers()) == (("offered", 10), [("open", 10, None)])
    way.go("withdraw", 12, reason="lost_contact")
    draft_referral(**way.who, person=way.person, receiver=way.referral.receiver, housing_kind="any", on=day(13))
    with pytest.raises(Refused, match="already has an open referral to this receiver"):
        way.take_back("withdraw")


@pytest.fixture
def moved(way):
    """Friends since 1 January, then the home on 20 February."""
    start_stay(**way.who, person=way.person, kind="friends_family", start=date(2025, 1, 1))
    accept_offer(**way.who, offer=way.offer(10), on=day(12))
    return way.go("sign", 14).go("move_in", 20)


def stays():
    return [(row.kind, row.start, row.end) for row in Stay.objects.order_by("start")]


@pytest.mark.parametrize("on", [16, 24])
def test_the_day_of_a_move_moves_the_stays(moved, on):
    moved.correct("move_in", on)
    assert stays() == [("friends_family", date(2025, 1, 1), day(on)), ("youth_home", day(on), None)]
    assert (moved.stands(), moved.offers()) == (("moved_in", on), [("taken", 10, 12)])


def test_a_stay_with_days_of_its_own_is_left_alone(moved):
    Stay.objects.filter(kind="youth_home").update(start=day(22))
    moved.correct("move_in", 21)
    assert stays() == [("friends_family", date(2025, 1, 1), day(20)), ("youth_home", day(22), None)]


def test_a_move_taken_back_removes_its_stay_and_the_one_before_runs_on(moved):
    moved.take_back("move_in")
    assert stays() == [("friends_family", date(2025, 1, 1), None)]
    assert (moved.stands(), moved.offers()) == (("contract", 14), [("accepted", 10, 12)])


def test_a_move_taken_back_after_a_further_one_leaves_the_nights_between_unknown(moved):
    start_stay(**moved.who, person=moved.person, kind="shelter", start=day(25))
    moved.take_back("move_in")
    assert stays() == [("friends_family", date(2025, 1, 1), day(20)), ("shelter", day(25), None)]


def test_a_referral_of_the_wrong_person_is_taken_out(way):
    way.offer(10)
    way.referral.refresh_from_db()
    remove_referral(**way.who, referral=way.referral, version=way.referral.version, why="Forkert ung")
    assert (HousingReferral.objects.count(), Offer.objects.count(), ReferralStep.objects.count()) == (0, 0, 0)
    gone = HousingReferral.history.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (way.worker, "Forkert ung")
    assert AuditEvent.objects.filter(person=way.person, facts__removed=True).count() == 1


def test_a_referral_with_a_move_or_closed_offers_is_not_taken_out(moved, worker, person):
    def remove():
        moved.referral.refresh_from_db()
        remove_referral(**moved.who, referral=moved.referral, version=moved.referral.version, why="Forkert ung")

    with pytest.raises(Refused, match="Take back the move first"):
        remove()
    for event in ("move_in", "sign", "accept"):
        moved.take_back(event)
    other = Way(worker, person).to_waiting()
    other.offer(11)
    accept_offer(**moved.who, offer=moved.referral.offers.get(), on=day(14))
    with pytest.raises(Refused, match="Take back the acceptance first"):
        remove()
    moved.take_back("accept")
    remove()
    assert other.stands() == ("offered", 11)


def test_a_referral_is_not_begun_before_the_young_person_is_born(worker):
    """Not even where the day, which is long ago, is said to be right."""
    way = Way(worker, PersonFactory(birth_date=date(2004, 5, 1)))
    draft = way.referral.steps.get()
    told = {"on": date(2004, 4, 30), "why": "Tastet forkert", "confirmed": ["opened_on=2004-04-30"]}
    with pytest.raises(Refused, match="born"):
        correct_step(**way.who, step=draft, version=way.referral.version, **told)
