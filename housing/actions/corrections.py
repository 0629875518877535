"""Steps of referrals put right, or taken back as entered by mistake: everything that followed from them follows.

Every action locks the young person first, as `housing.actions.steps` does. Afterwards the steps are replayed:
what the records say always is what their steps amount to.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_day, check_why
from cases.core.errors import Refused
from cases.records.actions import lock, remove, write
from cases.staff.models import User
from housing.access.corrections import why_it_stays
from housing.actions.stays import correct_move, take_back_move
from housing.enums import OfferState, ReferralEvent
from housing.models import HousingReferral, Offer, ReferralStep
from housing.rules.replay import Story, Taken, replay
from housing.rules.steps import CONSEQUENCES, FOLLOWED_BY, STEPS, OfferStanding


@transaction.atomic
def correct_step(
    *,
    by: User,
    at: datetime,
    step: ReferralStep,
    version: int,
    on: date,
    why: str,
    note: str = "",
    reason: str = "",
    missing: str = "",
    outcome: str = "",
    reply_by: date | None = None,
    confirmed: Collection[str] = frozenset(),
) -> HousingReferral:
    """Put the day, the code or the words of a step right. `version` is the referral's; the history keeps what stood.

    Raises `Refused` when the steps would no longer be in order.
    """
    referral, step = _lock_step(step, version=version)
    check_why(why)
    if step.event in CONSEQUENCES:
        raise Refused(_("This step followed from one on another referral. Correct that one: this one follows."))
    check_day(on, today=timezone.localdate(at))
    check_born(on, born=referral.person.birth_date, field="on")
    was, step.happened_on = step.happened_on, on
    step.note, step.missing, step.outcome = note.strip(), missing.strip(), outcome
    if step.reason:
        step.reason, step.whose = reason, STEPS[ReferralEvent(step.event)].whose(reason)
    write(step, by=by, at=at, why=why)
    record(AuditAction.CHANGED, by=by, at=at, person=referral.person, target=referral, step=step.event)
    told = _told(referral)
    if step.offer and step.event == ReferralEvent.OFFER:
        step.offer.offered_on, step.offer.reply_by = on, reply_by
        write(step.offer, by=by, at=at, why=why, confirmed=confirmed)
    _restate(referral, told, by=by, at=at, why=why, confirmed=confirmed)
    if step.offer and step.event == ReferralEvent.MOVE_IN:
        correct_move(by=by, at=at, offer_id=step.offer.pk, was=was, on=on, why=why)
    for other in _consequences(step):
        _follow(other, step, by=by, at=at, why=why)
    return referral


@transaction.atomic
def take_back_step(*, by: User, at: datetime, step: ReferralStep, version: int, why: str) -> HousingReferral:
    """Withdraw the latest step as entered by mistake, or any progress note: the referral is again what it was.

    What the step made goes with it: the offer, the stay that a move began, the closing of other offers. A referral
    that has moved on since another offer was accepted stays as it is. `version` is the referral's.
    """
    referral, step = _lock_step(step, version=version)
    check_why(why)
    _check_latest(step)
    consequences = list(_consequences(step))
    event, offer = step.event, step.offer
    record(AuditAction.CHANGED, by=by, at=at, person=referral.person, target=referral, step=event, removed=True)
    remove(step, by=by, at=at, why=why)
    if offer and event == ReferralEvent.OFFER:
        if offer.supersedes.exists():
            raise Refused(_("Another offer was closed because of this one, so it cannot be removed."))
        remove(offer, by=by, at=at, why=why)
    if offer and event == ReferralEvent.MOVE_IN:
        take_back_move(by=by, at=at, offer_id=offer.pk, why=why)
    _restate(referral, _told(referral), by=by, at=at, why=why)
    for other in consequences:
        held = lock(other.referral)
        if _later(other) is None:
            remove(other, by=by, at=at, why=why)
            _restate(held, _told(held), by=by, at=at, why=why, winner=offer)
    return referral


@transaction.atomic
def remove_referral(*, by: User, at: datetime, referral: HousingReferral, version: int, why: str) -> None:
    """Take out a whole referral that never should have been (wrong young person, entered twice).

    The history keeps it with its steps and offers, with who and why. A home moved into, and other offers that were
    closed because of it, are undone first.
    """
    lock(referral.person)
    referral = lock(referral, version=version, removing=True)
    check_why(why)
    if reason := why_it_stays(referral):
        raise Refused(reason)
    record(AuditAction.CHANGED, by=by, at=at, person=referral.person, target=referral, removed=True)
    for row in [*referral.steps.all(), *referral.offers.all(), referral]:
        remove(row, by=by, at=at, why=why)


def _lock_step(step: ReferralStep, *, version: int) -> tuple[HousingReferral, ReferralStep]:
    lock(step.referral.person)
    referral = lock(step.referral, version=version)
    return referral, lock(step)


def _later(step: ReferralStep) -> ReferralStep | None:
    """The last step of the same referral that was entered after this one; a progress note is none."""
    later = step.referral.steps.filter(pk__gt=step.pk).exclude(event=ReferralEvent.NOTE)
    return later.order_by("pk").last()


def _check_latest(step: ReferralStep) -> None:
    if not step.event:
        raise Refused(_("A referral begins with its draft. If all of it is a mistake, withdraw the whole referral."))
    if step.event in CONSEQUENCES:
        raise Refused(_("This step followed from one on another referral. Take that one back: this one goes with it."))
    later = _later(step) if step.event != ReferralEvent.NOTE else None
    if later:
        raise Refused(
            _("Only the latest step can be taken back. First comes %(step)s.") % {"step": _taken(later).words}
        )


def _consequences(step: ReferralStep) -> Iterator[ReferralStep]:
    """The steps on other referrals that the same action took: what one action writes carries one instant."""
    kind = FOLLOWED_BY.get(ReferralEvent(step.event)) if step.event else None
    if kind is not None:
        rows = ReferralStep.objects.filter(event=kind, registered_at=step.registered_at)
        of_person = rows.filter(referral__person=step.referral.person_id).exclude(referral=step.referral_id)
        yield from of_person.select_related("referral__person").order_by("pk")


def _follow(other: ReferralStep, cause: ReferralStep, *, by: User, at: datetime, why: str) -> None:
    """A step on another referral happened on the day of its cause, or when that referral had come so far."""
    held = lock(other.referral)
    earlier = held.steps.filter(pk__lt=other.pk).exclude(event=ReferralEvent.NOTE)
    other.happened_on = max([cause.happened_on, *(step.happened_on for step in earlier)])
    write(other, by=by, at=at, why=why)
    _restate(held, _told(held), by=by, at=at, why=why)


def _taken(step: ReferralStep) -> Taken:
    return Taken(ReferralEvent(step.event) if step.event else None, step.happened_on, step.offer_id, step.reason)


def _told(referral: HousingReferral) -> Story:
    return replay([_taken(step) for step in referral.steps.order_by("pk")])


def _restate(
    referral: HousingReferral,
    told: Story,
    *,
    by: User,
    at: datetime,
    why: str,
    winner: Offer | None = None,
    confirmed: Collection[str] = frozenset(),
) -> None:
    """Write what the replayed steps amount to. `winner` is the accepted offer that closes offers again."""
    for step, (before, after) in zip(referral.steps.order_by("pk"), told.states, strict=True):
        if (step.from_state, step.to_state) != (before, after):
            step.from_state, step.to_state = before, after
            write(step, by=by, at=at)
    for offer in referral.offers.select_for_update().filter(pk__in=told.offers).order_by("pk"):
        _restand(offer, told.offers[offer.pk], by=by, at=at, why=why, winner=winner)
    referral.opened_on, referral.state, referral.state_since = told.opened_on, told.state, told.since
    referral.noted_on = told.noted_on
    write(referral, by=by, at=at, why=why, confirmed=confirmed)


def _restand(
    offer: Offer, told: OfferStanding, *, by: User, at: datetime, why: str, winner: Offer | None = None
) -> None:
    closer = offer.superseded_by or winner if told.state == OfferState.SUPERSEDED else None
    new = (told.state, told.offered_on, told.decided_on, told.refusal, told.whose, closer)
    if new != (offer.state, offer.offered_on, offer.decided_on, offer.refusal, offer.whose, offer.superseded_by):
        offer.state, offer.offered_on, offer.decided_on, offer.refusal, offer.whose, offer.superseded_by = new
        write(offer, by=by, at=at, why=why)
