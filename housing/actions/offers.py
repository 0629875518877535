"""Offers of homes: made, answered, undone, moved into. Each is a step of the referral (`housing.rules.steps`)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.staff.models import Organisation, User
from housing.actions.stays import start_stay
from housing.actions.steps import take_step
from housing.codelists.referrals import STAY_AFTER_MOVE
from housing.enums import ReferralEvent
from housing.models import HousingReferral, Offer
from housing.rules.steps import STEPS


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
