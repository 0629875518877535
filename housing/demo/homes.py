"""Where invented young people sleep, and how their referrals go."""

from datetime import date, timedelta
from decimal import Decimal

from cases.core.plausible import token
from cases.demo.clock import at
from housing.demo.life import Life
from housing.offers.actions import accept_offer, advance, decline_offer, make_offer
from housing.offers.models import Offer
from housing.referrals.actions import draft_referral
from housing.referrals.codes import OFFER_REFUSALS, REJECTION_REASONS
from housing.referrals.codes import ReferralEvent as Event
from housing.referrals.models import HousingReferral
from housing.stays.actions import start_stay
from housing.stays.codes import SHELTER
from housing.support.actions import (
    answer_hearing,
    drop_support_case,
    grant_support,
    hold_talk,
    open_support_case,
    refuse_support,
    send_hearing,
    start_support,
)
from housing.support.codes import SUPPORT_PARAGRAPHS
from housing.support.models import SupportCase

PLACES = {"friends_family": 45, "shelter": 30, "night_shelter": 8, "street": 7, "parents": 6, "hotel": 4}
SHELTERS = ("herberg", "hellebro", "roskildehjemmet")
STREETS = ("Havnelunden", "Birkevangen", "Søfrydsgade", "Æblelunden", "Østre Kvarter")


def sleep_around(life: Life, *, until: date) -> None:
    """One to three places from some weeks before enrolment; the last one goes on."""
    day = life.start - timedelta(days=life.draw.randint(5, 50))
    for _ in range(life.draw.randint(1, 3)):
        kind = life.draw.choices(list(PLACES), list(PLACES.values()))[0]
        _stay(life, kind, day)
        day += timedelta(days=life.draw.randint(12, 60))
        if day >= until:
            return


def _stay(life: Life, kind: str, start: date) -> None:
    shelter = life.world.organisations[life.draw.choice(SHELTERS)] if kind == SHELTER else None
    registered = max(start, life.person.first_met_on)
    start_stay(
        by=life.world.staff[life.workers[0]],
        at=at(registered),
        person=life.person,
        kind=kind,
        start=start,
        organisation=shelter,
    )


def begin_referral(life: Life, on: date) -> HousingReferral:
    """Draft and submit a referral to the social housing allocation, received within the fortnight."""
    by = life.world.staff["authority"]
    referral = draft_referral(
        by=by,
        at=at(on),
        person=life.person,
        enrolment=life.enrolment,
        receiver=life.world.organisations["anvisning"],
        housing_kind=life.draw.choice(["youth", "youth", "general", "start", "any"]),
        max_rent=life.draw.choice([3200, 3600, 4000, 4400]),
        on=on,
    )
    referral = _step(life, referral, Event.SUBMIT, on)
    return _step(life, referral, Event.RECEIVE, _later(life, on, 3, 14))


def get_stuck(life: Life, referral: HousingReferral) -> None:
    """Received, and then either asked back or not heard of again."""
    if life.draw.random() < 0.5:
        on = _later(life, referral.state_since, 4, 15)
        missing = "Dokumentation for indtægt og seneste årsopgørelse."
        _step(life, referral, Event.ASK, on, missing=missing)


def wait(life: Life, referral: HousingReferral) -> HousingReferral:
    """Approved and put on the waiting list."""
    referral = _step(life, referral, Event.APPROVE, _later(life, referral.state_since, 10, 35))
    return _step(life, referral, Event.QUEUE, referral.state_since)


def ask_again(life: Life, referral: HousingReferral) -> None:
    """Most of those who wait have been asked for lately: a progress note restarts the clock."""
    if life.draw.random() < 0.7:
        on = life.today - timedelta(days=life.draw.randint(3, 45))
        if on > referral.state_since:
            _step(life, referral, Event.NOTE, on, note="Ringet til anvisningen: stadig på listen, intet tilbud endnu.")


def reject(life: Life, referral: HousingReferral) -> None:
    """Turned down by the municipality, for one of its reasons."""
    reason = life.draw.choice(REJECTION_REASONS.codes[:5])
    _step(life, referral, Event.REJECT, _later(life, referral.state_since, 15, 50), reason=reason)


def decline_one(life: Life, referral: HousingReferral) -> None:
    """An offer that came to nothing, and back on the waiting list."""
    referral = wait(life, referral)
    offer = _offer(life, referral, _later(life, referral.state_since, 20, 70))
    day = _later(life, offer.offered_on, 2, 6)
    reason = life.draw.choice(OFFER_REFUSALS.codes)
    decline_offer(by=life.world.staff[life.workers[0]], at=at(day), offer=offer, on=day, reason=reason)
    if life.draw.random() < 0.6:
        _step(life, HousingReferral.objects.get(pk=referral.pk), Event.QUEUE, _later(life, day, 1, 9))


def nearly_home(life: Life, referral: HousingReferral) -> None:
    """An offer of these days: waiting for an answer, or accepted with the lease on its way."""
    by = life.world.staff[life.workers[0]]
    referral = wait(life, referral)
    offer = _offer(life, referral, life.today - timedelta(days=life.draw.randint(2, 6)))
    if life.draw.random() < 0.6:
        day = life.today - timedelta(days=1)
        accept_offer(by=by, at=at(day), offer=offer, on=day)


def find_home(life: Life, referral: HousingReferral) -> date:
    """All the way: offer, lease, move, and follow-up where the time has come. Returns the day of the move."""
    by = life.world.staff[life.workers[0]]
    referral = wait(life, referral)
    offer = _offer(life, referral, _later(life, referral.state_since, 20, 90))
    accepted = _later(life, offer.offered_on, 1, 6)
    accept_offer(by=by, at=at(accepted), offer=offer, on=accepted)
    _support(life, accepted)
    signed = _later(life, accepted, 5, 14)
    referral = _step(life, HousingReferral.objects.get(pk=referral.pk), Event.SIGN, signed)
    moved = _later(life, signed, 10, 45)
    referral = _step(life, referral, Event.MOVE_IN, moved)
    followed = moved + timedelta(days=life.draw.randint(28, 60))
    if followed < life.today:
        outcome = life.draw.choices(["still_there", "moved_on", "lost_home", "not_reached"], [85, 5, 5, 5])[0]
        _step(life, referral, Event.FOLLOW_UP, followed, outcome=outcome)
    return moved


def lose_home(life: Life, referral: HousingReferral) -> None:
    """A home accepted that could not be moved into, the support that was dropped with it, and back to the list."""
    by = life.world.staff[life.workers[0]]
    referral = wait(life, referral)
    offer = _offer(life, referral, _later(life, referral.state_since, 10, 20))
    accepted = _later(life, offer.offered_on, 1, 6)
    accept_offer(by=by, at=at(accepted), offer=offer, on=accepted)
    case = _open_case(life, accepted)
    lost = _later(life, accepted, 5, 12)
    referral = HousingReferral.objects.get(pk=referral.pk)
    referral = _step(life, referral, Event.FALL_THROUGH, lost, reason="home_not_ready")
    drop_support_case(by=case.worker, at=at(lost), case=case, on=lost, reason="other_help")
    _step(life, referral, Event.QUEUE, lost)


def withdraw(life: Life, referral: HousingReferral) -> None:
    """Taken back, because the young person no longer wants it."""
    _step(life, referral, Event.WITHDRAW, _later(life, referral.state_since, 5, 15), reason="changed_wish")


def refuse_support_for(life: Life, on: date) -> None:
    """Support in the home, heard and refused."""
    by, case = life.world.staff["authority"], _open_case(life, on)
    heard, answered, refused = (on + timedelta(days=days) for days in (5, 12, 16))
    hold_talk(by=by, at=at(on), case=case, on=on)
    send_hearing(by=by, at=at(heard), case=case, on=heard, deadline=heard + timedelta(days=14))
    answer_hearing(by=by, at=at(answered), case=case, on=answered, answer="Er uenig og ønsker støtte.")
    grounds = "Servicelovens § 85: behovet dækkes af den hjælp, der allerede gives på herberget."
    refuse_support(by=by, at=at(refused), case=case, on=refused, refusal="other_help", grounds=grounds)


def _support(life: Life, accepted: date) -> None:
    """Support in the home (bostøtte), granted around the time of the offer."""
    by = life.world.staff["authority"]
    talked = accepted + timedelta(days=2)
    granted = accepted + timedelta(days=life.draw.randint(10, 30))
    case = _open_case(life, accepted)
    hold_talk(by=by, at=at(talked), case=case, on=talked)
    grant_support(by=by, at=at(granted), case=case, on=granted, hours_per_week=Decimal(life.draw.choice([2, 3, 4])))
    start = granted + timedelta(days=14)
    if start < life.today:
        start_support(by=by, at=at(start), case=case, on=start)


def _open_case(life: Life, on: date) -> SupportCase:
    return open_support_case(
        by=life.world.staff["authority"],
        at=at(on),
        person=life.person,
        enrolment=life.enrolment,
        paragraph=life.draw.choice([code for code in ("sel_85", "sel_85a") if SUPPORT_PARAGRAPHS[code].valid_on(on)]),
        provider=life.world.organisations["bostoette"],
        on=on,
    )


def _offer(life: Life, referral: HousingReferral, on: date) -> Offer:
    rent = life.draw.choice([2950, 3300, 3650, 3900, 4200])
    return make_offer(
        by=life.world.staff[life.workers[0]],
        at=at(on),
        referral=referral,
        on=on,
        landlord=life.world.organisations["boligforening"],
        address=f"{life.draw.choice(STREETS)} {life.draw.randint(1, 60)}, 2400 København NV",
        housing_kind=life.draw.choice(["youth", "general"]),
        rent=rent,
        confirmed={token("rent", rent)},
        deposit=rent * 4,
        contract_kind="permanent",
        reply_by=on + timedelta(days=7),
    )


def _later(life: Life, day: date, least: int, most: int) -> date:
    """Some days later, but not after yesterday."""
    return min(day + timedelta(days=life.draw.randint(least, most)), life.today - timedelta(days=1))


def _step(
    life: Life,
    referral: HousingReferral,
    event: Event,
    on: date,
    *,
    reason: str = "",
    missing: str = "",
    outcome: str = "",
    note: str = "",
) -> HousingReferral:
    return advance(
        by=life.world.staff["authority"],
        at=at(on),
        referral=referral,
        event=event,
        on=on,
        reason=reason,
        missing=missing,
        outcome=outcome,
        note=note,
    )
