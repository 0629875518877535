"""How a referral and the home offered on it move: locked, checked against the table, stamped, logged.

Offers of homes are made, answered, undone, moved into: each is a step of the referral (`housing.referrals.rules`).
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_day
from cases.core.errors import Refused
from cases.records.actions import lock, write
from cases.staff.models import Organisation, User
from housing.offers.models import Offer
from housing.referrals.codes import STAY_AFTER_MOVE, OfferState, ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.rules import FOLLOWED_BY, STEPS, OfferStanding, Standing, after, is_possible
from housing.stays.actions import start_stay


@transaction.atomic
def take_step(
    *,
    by: User,
    at: datetime,
    referral: HousingReferral,
    event: ReferralEvent,
    on: date,
    offer: Offer | None = None,
    reason: str = "",
    missing: str = "",
    outcome: str = "",
    note: str = "",
    version: int | None = None,
    confirmed: Collection[str] = frozenset(),
) -> ReferralStep:
    """Take a step that happened on `on`, and those on other referrals that follow from it.

    `offer` is the one that was answered, or the new one; for other steps it is found. `version` is that of the record
    that the user's page was about: the answered offer, else the referral. Raises `Refused` on a step out of turn.
    """
    # Always in this order, so that two actions never wait for each other: the young person, whose other offers a yes
    # closes; the referral, whose state says which steps are possible; then its offer.
    lock(referral.person)
    is_answer = offer is not None and not offer._state.adding
    referral = lock(referral, version=None if is_answer else version)
    if offer is None:
        offer = _standing_offer(referral, event)
    elif is_answer:
        offer = lock(offer, version=version)
    step = ReferralStep(
        referral=referral, event=event, reason=reason, missing=missing.strip(), outcome=outcome, note=note.strip()
    )
    _take(step, offer, by=by, at=at, on=on, confirmed=confirmed)
    if offer:
        _take_what_follows(event, offer, by=by, at=at, on=on)
    return step


def _standing_offer(referral: HousingReferral, event: ReferralEvent) -> Offer | None:
    """The offer of the referral that the step is about. Not more than one waits for an answer or is accepted."""
    move = STEPS[event].offer
    offers = referral.offers.select_for_update().filter(state__in=move.before) if move else None
    return offers.first() if offers else None


def _take(
    step: ReferralStep,
    offer: Offer | None,
    *,
    by: User,
    at: datetime,
    on: date,
    confirmed: Collection[str] = frozenset(),
) -> None:
    """Check a step against the table and write it with both states. The caller has locked what it changes."""
    referral, event = step.referral, ReferralEvent(step.event)
    stands = after(event, _standing(referral, offer), on=on, reason=step.reason)
    check_day(on, today=timezone.localdate(at), not_before=referral.last_step_on)
    if offer and stands.offer:
        _stand(offer, stands.offer)
        write(offer, by=by, at=at, confirmed=confirmed)
        step.offer = offer
    step.from_state, step.to_state, step.whose = referral.step, stands.state, STEPS[event].whose(step.reason)
    step.happened_on, step.by = on, by
    write(step, by=by, at=at)
    if event == ReferralEvent.NOTE:
        # Moves nothing, but restarts the stall clock: at the latest note, which may have been entered before this one.
        referral.noted_on = max(on, referral.noted_on or on)
    referral.state, referral.state_since = stands.state, stands.since
    write(referral, by=by, at=at)
    facts = {"step": event, "state": stands.state}
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=referral.person, target=referral, **facts)


def _standing(referral: HousingReferral, offer: Offer | None) -> Standing:
    if offer is None or offer._state.adding:
        return Standing(referral.step, referral.state_since)
    offered = OfferStanding(OfferState(offer.state), offer.offered_on, offer.decided_on, offer.refusal)
    return Standing(referral.step, referral.state_since, offered)


def _stand(offer: Offer, told: OfferStanding) -> None:
    offer.state, offer.offered_on, offer.decided_on = told.state, told.offered_on, told.decided_on
    offer.refusal, offer.whose = told.refusal, told.whose


def _take_what_follows(event: ReferralEvent, cause: Offer, *, by: User, at: datetime, on: date) -> None:
    """What a yes, or a yes undone, does to the other offers of the young person.

    They are closed, or open again; one whose referral has moved on since it was closed stays closed.
    """
    follows = FOLLOWED_BY.get(event)
    if follows is None:
        return
    winner = cause if follows == ReferralEvent.SUPERSEDE else None
    others = Offer.objects.open().filter(person=cause.person_id) if winner else cause.supersedes.all()
    for other in others.select_related("referral").order_by("pk"):
        referral, offer = lock(other.referral), lock(other)
        if winner or is_possible(follows, _standing(referral, offer)):
            offer.superseded_by = winner
            day = max(on, referral.last_step_on)
            _take(ReferralStep(referral=referral, event=follows), offer, by=by, at=at, on=day)
            if winner:
                facts = {"superseded_by": winner.pk}
                record(AuditAction.CHANGED, by=by, at=at, person=referral.person, target=offer, **facts)


@transaction.atomic
def make_offer(
    *,
    by: User,
    at: datetime,
    referral: HousingReferral,
    on: date,
    address: str,
    housing_kind: str,
    rent: int,
    landlord: Organisation | None = None,
    landlord_name: str = "",
    deposit: int | None = None,
    contract_kind: str = "",
    reply_by: date | None = None,
    note: str = "",
    version: int | None = None,
    confirmed: Collection[str] = frozenset(),
) -> Offer:
    """Record that a home was offered on the referral. `rent` is kr. a month, `deposit` kr."""
    home = Offer(
        referral=referral,
        person=referral.person,
        landlord=landlord,
        landlord_name=landlord_name.strip(),
        address=address.strip(),
        housing_kind=housing_kind,
        rent=rent,
        deposit=deposit,
        contract_kind=contract_kind,
        offered_on=on,
        reply_by=reply_by,
    )
    made = ReferralEvent.OFFER
    take_step(
        by=by, at=at, referral=referral, event=made, on=on, offer=home, note=note, version=version, confirmed=confirmed
    )
    return home


@transaction.atomic
def accept_offer(
    *, by: User, at: datetime, offer: Offer, on: date, note: str = "", version: int | None = None
) -> Offer:
    """The young person says yes. Other open offers to the same young person are closed in the same breath.

    Their referrals stay open on the waiting list: a home accepted is not yet a home, and `undo_acceptance` reopens.
    """
    return _answer(by=by, at=at, offer=offer, event=ReferralEvent.ACCEPT, on=on, note=note, version=version)


@transaction.atomic
def undo_acceptance(
    *, by: User, at: datetime, offer: Offer, on: date, note: str = "", version: int | None = None
) -> Offer:
    """The yes is taken back before a lease was signed: the offer and those it had closed wait for an answer again.

    They wait since the day they were made, as if nothing had been answered. A closed offer whose referral has moved on
    meanwhile stays closed.
    """
    return _answer(by=by, at=at, offer=offer, event=ReferralEvent.UNDO_ACCEPT, on=on, note=note, version=version)


@transaction.atomic
def decline_offer(
    *, by: User, at: datetime, offer: Offer, on: date, reason: str, note: str = "", version: int | None = None
) -> Offer:
    """The offer came to nothing; the reason's code says whose the no is. The referral waits for our next step."""
    event = ReferralEvent.DECLINE
    return _answer(by=by, at=at, offer=offer, event=event, on=on, reason=reason, note=note, version=version)


@transaction.atomic
def move_in(
    *, by: User, at: datetime, referral: HousingReferral, on: date, note: str = "", version: int | None = None
) -> HousingReferral:
    """The young person moves into the accepted home: the stay there begins and the running one ends, all at once."""
    event = ReferralEvent.MOVE_IN
    step = take_step(by=by, at=at, referral=referral, event=event, on=on, note=note, version=version)
    if home := step.offer:
        kind = STAY_AFTER_MOVE[home.housing_kind]
        start_stay(by=by, at=at, person=home.person, kind=kind, start=on, place=home.address, offer_id=home.pk)
    return step.referral


def _answer(
    *,
    by: User,
    at: datetime,
    offer: Offer,
    event: ReferralEvent,
    on: date,
    note: str,
    version: int | None,
    reason: str = "",
) -> Offer:
    step = take_step(
        by=by,
        at=at,
        referral=offer.referral,
        event=event,
        on=on,
        offer=offer,
        reason=reason,
        note=note,
        version=version,
    )
    return step.offer or offer


@transaction.atomic
def advance(
    *,
    by: User,
    at: datetime,
    referral: HousingReferral,
    event: ReferralEvent,
    on: date,
    note: str = "",
    reason: str = "",
    missing: str = "",
    outcome: str = "",
    version: int | None = None,
) -> HousingReferral:
    """Take a step that happened on `on`; those that stand on the page of an offer are actions of their own.

    `reason` is asked for by a rejection, a withdrawal and a move that fell through, `missing` by missing
    information, `outcome` by a follow-up. A repeated or forbidden step is refused.
    """
    if event == ReferralEvent.MOVE_IN:
        return move_in(by=by, at=at, referral=referral, on=on, note=note, version=version)
    if STEPS[event].on_offer or STEPS[event].follows:
        raise Refused(_("That step is taken on the offer."))
    step = take_step(
        by=by,
        at=at,
        referral=referral,
        event=event,
        on=on,
        reason=reason,
        missing=missing,
        outcome=outcome,
        note=note,
        version=version,
    )
    return step.referral
