"""Offers of homes: made, answered, undone, moved into.

Every action locks the young person's row first, so that two answers given at once come one after the other.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.writing import lock, write
from cases.audit.trail import record
from cases.enums import AuditAction
from cases.models import Organisation, User
from cases.rules.errors import Refused
from housing.actions.stays import start_stay
from housing.actions.steps import take_step
from housing.codelists.referrals import OFFER_REFUSALS, STAY_AFTER_MOVE
from housing.enums import OfferState, OfferStep, ReferralStep, Whose
from housing.models import HousingReferral, Offer
from housing.rules.offers import OFFER_STATES, step_for
from housing.rules.referrals import REFERRAL_STATES


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
    referral = _lock_referral(referral, version=version)
    offer = Offer(
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
    REFERRAL_STATES.after(referral.step, ReferralStep.OFFER)
    write(offer, by=by, at=at, confirmed=confirmed)
    take_step(by=by, at=at, referral=referral, event=ReferralStep.OFFER, on=on, offer=offer, note=note)
    return offer


@transaction.atomic
def accept_offer(
    *, by: User, at: datetime, offer: Offer, on: date, note: str = "", version: int | None = None
) -> Offer:
    """The young person says yes. Other open offers to the same young person are closed in the same breath.

    Their referrals stay open on the waiting list: a home accepted is not yet a home, and `undo_acceptance` reopens.
    """
    offer, referral = _lock_offer(offer, version=version)
    _move(offer, OfferStep.ACCEPT, on)
    take_step(by=by, at=at, referral=referral, event=ReferralStep.ACCEPT, on=on, offer=offer, note=note)
    write(offer, by=by, at=at)
    others = Offer.objects.open().select_for_update().filter(person=offer.person_id).order_by("pk")
    for other in others:
        _supersede(other, winner=offer, by=by, at=at, on=on)
    return offer


@transaction.atomic
def undo_acceptance(
    *, by: User, at: datetime, offer: Offer, on: date, note: str = "", version: int | None = None
) -> Offer:
    """The yes is taken back before a lease was signed: the offer and those it had closed wait for an answer again.

    They wait since the day they were made, as if nothing had been answered. A closed offer whose referral has moved on
    meanwhile stays closed.
    """
    offer, referral = _lock_offer(offer, version=version)
    take_step(by=by, at=at, referral=referral, event=ReferralStep.UNDO_ACCEPT, on=on, offer=offer, note=note)
    _move(offer, OfferStep.UNDO, None)
    write(offer, by=by, at=at)
    for other in Offer.objects.select_for_update().filter(superseded_by=offer).order_by("pk"):
        held = lock(other.referral)
        if REFERRAL_STATES.allows(held.step, ReferralStep.REOPEN_OFFER):
            _move(other, OfferStep.REOPEN, None)
            other.superseded_by = None
            write(other, by=by, at=at)
            day = max(on, held.last_step_on)
            take_step(by=by, at=at, referral=held, event=ReferralStep.REOPEN_OFFER, on=day, offer=other)
    return offer


@transaction.atomic
def decline_offer(
    *, by: User, at: datetime, offer: Offer, on: date, reason: str, note: str = "", version: int | None = None
) -> Offer:
    """The offer came to nothing; the reason's code says whose the no is. The referral waits for our next step."""
    offer, referral = _lock_offer(offer, version=version)
    _refuse(offer, reason=reason, on=on)
    take_step(
        by=by,
        at=at,
        referral=referral,
        event=ReferralStep.DECLINE,
        on=on,
        offer=offer,
        reason=reason,
        whose=offer.whose,
        note=note,
    )
    write(offer, by=by, at=at)
    return offer


@transaction.atomic
def fall_through(
    *,
    by: User,
    at: datetime,
    referral: HousingReferral,
    on: date,
    reason: str,
    note: str = "",
    version: int | None = None,
) -> HousingReferral:
    """An accepted home was not moved into after all: no lease, or a lease that was given up."""
    referral = _lock_referral(referral, version=version)
    offer = _accepted(referral)
    _refuse(offer, reason=reason, on=on)
    take_step(
        by=by,
        at=at,
        referral=referral,
        event=ReferralStep.FALL_THROUGH,
        on=on,
        offer=offer,
        reason=reason,
        whose=offer.whose,
        note=note,
    )
    write(offer, by=by, at=at)
    return referral


@transaction.atomic
def move_in(
    *, by: User, at: datetime, referral: HousingReferral, on: date, note: str = "", version: int | None = None
) -> HousingReferral:
    """The young person moves into the accepted home: the stay there begins and the running one ends, all at once."""
    referral = _lock_referral(referral, version=version)
    offer = _accepted(referral)
    take_step(by=by, at=at, referral=referral, event=ReferralStep.MOVE_IN, on=on, offer=offer, note=note)
    _move(offer, OfferStep.MOVE_IN, offer.decided_on)
    write(offer, by=by, at=at)
    start_stay(
        by=by,
        at=at,
        person=referral.person,
        kind=STAY_AFTER_MOVE[offer.housing_kind],
        start=on,
        place=offer.address,
        offer=offer,
    )
    return referral


@transaction.atomic
def take_back_offers(*, by: User, at: datetime, referral: HousingReferral, on: date) -> None:
    """Close the offer of a referral that is being withdrawn; the caller has locked the referral."""
    standing = [OfferState.OPEN, OfferState.ACCEPTED]
    for offer in referral.offers.select_for_update().filter(state__in=standing).order_by("pk"):
        _refuse(offer, reason="referral_withdrawn", on=max(on, offer.offered_on))
        write(offer, by=by, at=at)


def _lock_referral(referral: HousingReferral, *, version: int | None) -> HousingReferral:
    lock(referral.person)
    return lock(referral, version=version)


def _lock_offer(offer: Offer, *, version: int | None) -> tuple[Offer, HousingReferral]:
    lock(offer.person)
    return lock(offer, version=version), lock(offer.referral)


def _accepted(referral: HousingReferral) -> Offer:
    offer = referral.offers.select_for_update().filter(state=OfferState.ACCEPTED).first()
    if offer is None:
        raise Refused(_("No offer has been accepted on this referral. Reload the page to see where it stands."))
    return offer


def _move(offer: Offer, event: OfferStep, decided_on: date | None) -> None:
    offer.state = OFFER_STATES.after(OfferState(offer.state), event)
    offer.decided_on = decided_on


def _refuse(offer: Offer, *, reason: str, on: date) -> None:
    if reason not in OFFER_REFUSALS.codes:
        raise Refused(_("Choose why the offer came to nothing."), field="reason")
    _move(offer, step_for(reason, accepted=offer.state == OfferState.ACCEPTED), on)
    offer.refusal, offer.whose = reason, Whose(OFFER_REFUSALS[reason].group)


def _supersede(other: Offer, *, winner: Offer, by: User, at: datetime, on: date) -> None:
    held = lock(other.referral)
    day = max(on, held.last_step_on)
    _move(other, OfferStep.SUPERSEDE, day)
    other.superseded_by = winner
    write(other, by=by, at=at)
    take_step(by=by, at=at, referral=held, event=ReferralStep.SUPERSEDE, on=day, offer=other)
    record(AuditAction.CHANGED, by=by, at=at, person=held.person, target=other, superseded_by=winner.pk)
