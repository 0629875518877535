"""Steps put right, or taken back as entered by mistake: everything that followed from them follows.

Every action locks the young person first, as `housing.offers.actions` does. Afterwards the steps are replayed:
what the records say always is what their steps amount to.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_born, check_day, check_why
from cases.core.errors import Refused
from cases.records.actions import lock, remove, write
from cases.staff.models import User
from housing.corrections.queries import why_it_stays
from housing.corrections.rules import Story, Taken, replay
from housing.offers.models import Offer
from housing.referrals.codes import OfferState, ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.rules import CONSEQUENCES, FOLLOWED_BY, STEPS, OfferStanding
from housing.stays.actions import correct_move, take_back_move
from housing.support.codes import SupportEvent as Event
from housing.support.models import SupportCase, SupportStep
from housing.support.rules import check_paragraph, replay_support


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
        other_referral = lock(other.referral)
        if _later(other) is None:
            remove(other, by=by, at=at, why=why)
            _restate(other_referral, _told(other_referral), by=by, at=at, why=why, winner=offer)
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
    other_referral = lock(other.referral)
    earlier = other_referral.steps.filter(pk__lt=other.pk).exclude(event=ReferralEvent.NOTE)
    other.happened_on = max([cause.happened_on, *(step.happened_on for step in earlier)])
    write(other, by=by, at=at, why=why)
    _restate(other_referral, _told(other_referral), by=by, at=at, why=why)


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


# What each step wrote besides its day, and what stands there without it.
_DECISION = {"decided_by": None, "grounds": "", "hours_per_week": None, "refusal": ""}

WRITTEN: dict[Event, dict[str, Any]] = {
    Event.TALK: {},
    Event.SEND_HEARING: {"hearing_deadline": None},
    Event.ANSWER_HEARING: {"hearing_answer": ""},
    Event.GRANT: _DECISION,
    Event.REFUSE: _DECISION,
    Event.START: {},
    Event.END: {"ending": ""},
    Event.DROP: {"dropped_why": ""},
}


@transaction.atomic
def correct_support_step(
    *,
    by: User,
    at: datetime,
    case: SupportCase,
    step: Event | None,
    version: int,
    on: date,
    why: str,
    deadline: date | None = None,
    answer: str = "",
    hours_per_week: Decimal | None = None,
    grounds: str = "",
    refusal: str = "",
    ending: str = "",
    reason: str = "",
    confirmed: Collection[str] = frozenset(),
) -> SupportCase:
    """Put the day of a step right, and what the step wrote; no step is the opening. The history keeps what stood.

    Raises `Refused` when the steps would no longer be in order.
    """
    case = lock(case, version=version)
    check_why(why)
    check_day(on, today=timezone.localdate(at))
    taken = _step_of(case, step)
    taken.happened_on = on
    write(taken, by=by, at=at, why=why)
    case.put_day(step, on)
    match step:
        case None:
            check_paragraph(case.paragraph, on=on)
        case Event.SEND_HEARING:
            case.hearing_deadline = deadline
        case Event.ANSWER_HEARING:
            case.hearing_answer = _written(answer, "answer")
        case Event.GRANT:
            case.hours_per_week, case.grounds = hours_per_week, grounds.strip()
        case Event.REFUSE:
            case.refusal, case.grounds = refusal, _written(grounds, "grounds")
        case Event.END:
            case.ending = ending
        case Event.DROP:
            case.dropped_why = reason
    return _restate_case(case, by=by, at=at, why=why, step=step or "open", confirmed=confirmed)


@transaction.atomic
def take_back_support_step(
    *, by: User, at: datetime, case: SupportCase, step: Event, version: int, why: str
) -> SupportCase:
    """Withdraw the latest step as entered by mistake: the case is again what it was, since when it was.

    Who gives the support stays as it stands, where a grant named it: it is changed on its own page.
    """
    case = lock(case, version=version)
    check_why(why)
    taken = _step_of(case, step)
    latest = case.taken[-1][0]
    if step != latest:
        raise Refused(
            _("Only the latest step can be taken back. First comes %(step)s.") % {"step": f"“{latest.taken}”"}
        )
    remove(taken, by=by, at=at, why=why)
    case.put_day(step, None)
    for field, empty in WRITTEN[step].items():
        setattr(case, field, empty)
    return _restate_case(case, by=by, at=at, why=why, step=step, removed=True)


@transaction.atomic
def remove_support_case(*, by: User, at: datetime, case: SupportCase, version: int, why: str) -> None:
    """Take out a case that never should have been (wrong young person, entered twice). The history keeps it."""
    case = lock(case, version=version, removing=True)
    check_why(why)
    record(AuditAction.CHANGED, by=by, at=at, person=case.person, target=case, removed=True)
    for row in [*case.steps.all(), case]:
        remove(row, by=by, at=at, why=why)


def _step_of(case: SupportCase, event: Event | None) -> SupportStep:
    """The step that was taken, locked; none is the opening."""
    step = case.steps.select_for_update().filter(event=event or "").first()
    if step is None:
        raise Refused(_("That step has not been taken. Reload the page to see where the case stands."))
    return step


def _written(text: str, field: str) -> str:
    if not text.strip():
        raise Refused(_("This cannot be empty."), field=field)
    return text.strip()


def _restate_case(
    case: SupportCase,
    *,
    by: User,
    at: datetime,
    why: str,
    step: str,
    removed: bool = False,
    confirmed: Collection[str] = frozenset(),
) -> SupportCase:
    """Replay the steps and save what they amount to."""
    check_born(case.opened_on, born=case.person.birth_date, field="on")
    state, case.state_since = replay_support(case.opened_on, case.taken, deadline=case.hearing_deadline)
    case.state = state
    write(case, by=by, at=at, why=why, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, person=case.person, target=case, step=step, removed=removed)
    return case
