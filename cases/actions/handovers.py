"""Handovers: drafting, sending, answering, changing and taking back."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from cases.actions.writing import lock, write
from cases.audit.trail import record
from cases.codelists.handovers import HANDOVER_PURPOSES, REJECTION_REASONS, REVOCATION_REASONS, SHARED_SCOPES
from cases.codelists.organisations import EVALUATOR
from cases.enums import AuditAction, HandoverEvent, HandoverState
from cases.models import Enrolment, Handover, HandoverStep, Organisation, Partnership, Person, User
from cases.registry import news_of, take_facts
from cases.rules.days import check_why
from cases.rules.errors import Refused
from cases.rules.handovers import (
    HANDOVER_STATES,
    RECEIVER_EVENTS,
    check_basis,
    check_basis_again,
    check_met_on,
    check_scope,
    check_still_shared,
    widens,
)

DRAFTED = ("receiver", "enrolment", "purpose", "message", "basis", "basis_detail", "scope", "shared_until")
RENEWED = ("basis", "basis_detail")
AMENDABLE = ("purpose", "message", "basis", "basis_detail", "scope", "shared_until")


@transaction.atomic
def draft_handover(
    *,
    by: User,
    at: datetime,
    person: Person,
    receiver: Organisation,
    purpose: str,
    enrolment: Enrolment | None = None,
    message: str = "",
    basis: str = "",
    basis_detail: str = "",
    scope: list[str] | None = None,
    shared_until: date | None = None,
    confirmed: Collection[str] = frozenset(),
) -> Handover:
    """Begin a handover on behalf of the writer's organisation. Nothing leaves the house before it is sent."""
    handover = Handover(
        person=person,
        enrolment=enrolment,
        sender=by.organisation,
        sent_by=by,
        receiver=receiver,
        purpose=purpose,
        message=message,
        basis=basis,
        basis_detail=basis_detail,
        scope=scope or [],
        shared_until=shared_until,
        state_since=at,
    )
    _check_draft(handover)
    write(handover, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CREATED, by=by, at=at, person=person, target=handover)
    return handover


@transaction.atomic
def change_draft(
    *,
    by: User,
    at: datetime,
    handover: Handover,
    version: int,
    confirmed: Collection[str] = frozenset(),
    **changes: Any,
) -> Handover:
    """Change any of the `DRAFTED` fields of a handover that has not been sent."""
    handover = lock(handover, version=version)
    if handover.state != HandoverState.DRAFT:
        raise Refused(_("The handover has been sent: change it with a reason instead."))
    for name in DRAFTED:
        setattr(handover, name, changes.get(name, getattr(handover, name)))
    _check_draft(handover)
    write(handover, by=by, at=at, confirmed=confirmed)
    record(AuditAction.CHANGED, by=by, at=at, person=handover.person, target=handover)
    return handover


@transaction.atomic
def send(*, by: User, at: datetime, handover: Handover, version: int | None = None) -> Handover:
    """Send a draft. Refused without a basis, a scope and an end date, or to a receiver that does not take it.

    The facts of the scope are taken now and kept: whatever becomes of the young person, the receiver reads these.
    """
    handover = lock(handover, version=version)
    target = HANDOVER_STATES.after(HandoverState(handover.state), HandoverEvent.SEND)
    _check_draft(handover)
    _check_sharing(handover, localdate(at))
    handover.sent_by = by
    handover.snapshot = take_facts(handover, localdate(at))
    _record_sharing(handover, by=by, at=at)
    return advance(by=by, at=at, handover=handover, event=HandoverEvent.SEND, target=target)


@transaction.atomic
def receive(*, by: User, at: datetime, handover: Handover) -> Handover:
    """A partner opens the handover for the first time: the sender's receipt."""
    return _answer(handover, HandoverEvent.RECEIVE, by=by, at=at)


@transaction.atomic
def accept(*, by: User, at: datetime, handover: Handover, note: str = "", version: int | None = None) -> Handover:
    """The receiver takes over; until this moment the sender was responsible."""
    return _answer(handover, HandoverEvent.ACCEPT, by=by, at=at, note=note, version=version)


@transaction.atomic
def reject(
    *, by: User, at: datetime, handover: Handover, reason: str, note: str = "", version: int | None = None
) -> Handover:
    """The receiver says no, with a code of `REJECTION_REASONS`; the sender stays responsible."""
    if reason not in REJECTION_REASONS.codes:
        raise Refused(_("Choose why the handover is declined."), field="reason")
    return _answer(handover, HandoverEvent.REJECT, by=by, at=at, reason=reason, note=note, version=version)


@transaction.atomic
def meet(*, by: User, at: datetime, handover: Handover, met_on: date, note: str = "") -> Handover:
    """The receiver has met or spoken with the young person for the first time, on `met_on`.

    The step's `at` is when it happened, its `registered_at` when it was written. Of an earlier day only the day is
    known: it stands at noon, or later where something else happened later that day.
    """
    return _answer(handover, HandoverEvent.MEET, by=by, at=at, note=note, happened=met_at(handover, met_on, at))


@transaction.atomic
def correct_meeting(
    *, by: User, at: datetime, step: HandoverStep, version: int, met_on: date, why: str
) -> HandoverStep:
    """The first contact was on another day. What stood stays in the history; waiting times follow."""
    handover = lock(step.handover)
    step, why = lock(step, version=version), check_why(why)
    if step.event != HandoverEvent.MEET:
        raise Refused(_("Only the day of the first contact can be corrected."))
    finished = handover.steps.filter(event=HandoverEvent.FINISH, pk__gt=step.pk).first()
    if finished and met_on > localdate(finished.at):
        raise Refused(_("The date lies after the handover was finished."), field="met_on")
    happened = met_at(handover, met_on, at, before=step)
    step.at = min(happened, finished.at) if finished else happened
    write(step, by=by, at=at, why=why)
    record(AuditAction.CHANGED, by=by, at=at, person=handover.person, target=handover, corrected=True)
    return step


@transaction.atomic
def finish(*, by: User, at: datetime, handover: Handover, note: str = "") -> Handover:
    """The receiver has done what was asked for. What was shared is no longer shown to the receiver."""
    return _answer(handover, HandoverEvent.FINISH, by=by, at=at, note=note)


@transaction.atomic
def close(*, by: User, at: datetime, handover: Handover, note: str = "") -> Handover:
    """The sender ends a handover after the first contact; the receiver can no longer, once the sharing has run out."""
    handover = lock(handover)
    target = HANDOVER_STATES.after(HandoverState(handover.state), HandoverEvent.FINISH)
    return advance(by=by, at=at, handover=handover, event=HandoverEvent.FINISH, target=target, note=note)


@transaction.atomic
def revoke(
    *, by: User, at: datetime, handover: Handover, reason: str, note: str = "", version: int | None = None
) -> Handover:
    """Take a handover back with a code of `REVOCATION_REASONS`; the receiver can read nothing from now on.

    A withdrawn consent (forvaltningsloven § 28) is a revocation with the reason `consent_withdrawn`.
    """
    if reason not in REVOCATION_REASONS.codes:
        raise Refused(_("Choose why the handover is taken back."), field="reason")
    handover = lock(handover, version=version)
    target = HANDOVER_STATES.after(HandoverState(handover.state), HandoverEvent.REVOKE)
    return advance(
        by=by, at=at, handover=handover, event=HandoverEvent.REVOKE, target=target, reason=reason, note=note
    )


@transaction.atomic
def amend(
    *,
    by: User,
    at: datetime,
    handover: Handover,
    version: int,
    reason: str,
    confirmed: Collection[str] = frozenset(),
    **changes: Any,
) -> Handover:
    """Change any of the `AMENDABLE` fields after sending. Old and new values and the reason stay readable to both.

    Sharing more or for longer needs its basis among the changes, be it the same as before. Facts of a category that is
    new in the scope are taken now; the others stay as they were sent.
    """
    handover, target = _amended(handover, version=version, reason=reason)
    wider = widens(
        scope=changes.get("scope", handover.scope),
        shared_until=changes.get("shared_until", handover.shared_until),
        scope_before=handover.scope,
        until_before=handover.shared_until,
    )
    if wider:
        check_basis_again(changes.get("basis", ""), changes.get("basis_detail", ""))
    changed = _set_changed(handover, changes, renewed=RENEWED if wider else ())
    if not changed:
        return handover
    _check_draft(handover)
    _check_sharing(handover, localdate(at))
    if "scope" in changed:
        _take_new_facts(handover, at=at)
    if {"scope", "shared_until", *RENEWED} & set(changed):
        _record_sharing(handover, by=by, at=at)
    return advance(
        by=by,
        at=at,
        handover=handover,
        event=HandoverEvent.AMEND,
        target=target,
        note=reason,
        changes=changed,
        confirmed=confirmed,
    )


@transaction.atomic
def send_news(*, by: User, at: datetime, handover: Handover, version: int, reason: str) -> Handover:
    """Send what has become otherwise since, within the same scope. The step names the categories and not the facts.

    What was taken out of the scope later, or is protected by then, must not stay readable among the steps.
    """
    handover, target = _amended(handover, version=version, reason=reason)
    _check_draft(handover)
    _check_sharing(handover, localdate(at))
    news = news_of(handover, localdate(at))
    if not news:
        return handover
    handover.snapshot = take_facts(handover, localdate(at))
    _record_sharing(handover, by=by, at=at)
    changes: dict[str, list[Any]] = {"snapshot": [[], news]}
    return advance(
        by=by, at=at, handover=handover, event=HandoverEvent.AMEND, target=target, note=reason, changes=changes
    )


def _set_changed(handover: Handover, changes: dict[str, Any], *, renewed: Collection[str]) -> dict[str, list[Any]]:
    """Set what is changed, and what is `renewed` though it stays the same. Old and new value of each."""
    changed = {
        name: [_plain(getattr(handover, name)), _plain(changes[name])]
        for name in AMENDABLE
        if name in changes and (changes[name] != getattr(handover, name) or name in renewed)
    }
    for name in changed:
        setattr(handover, name, changes[name])
    return changed


def _take_new_facts(handover: Handover, *, at: datetime) -> None:
    """Facts of categories that are new in the scope; those already sent stay as they were."""
    kept = {code: facts for code, facts in (handover.snapshot or {}).items() if code in handover.scope}
    handover.snapshot = take_facts(handover, localdate(at)) | kept


def _amended(handover: Handover, *, version: int, reason: str) -> tuple[Handover, HandoverState]:
    """A handover that may be amended, locked, and the state it stays in. Refused without a reason."""
    handover = lock(handover, version=version)
    target = HANDOVER_STATES.after(HandoverState(handover.state), HandoverEvent.AMEND)
    if not reason.strip():
        raise Refused(_("Write why it is changed."), field="reason")
    return handover, target


def _record_sharing(handover: Handover, *, by: User, at: datetime) -> None:
    """Log that the scope is shared, and whether with a consent or without."""
    facts: dict[str, Any] = {"scope": handover.scope, "basis": handover.basis}
    record(AuditAction.SHARED, by=by, at=at, person=handover.person, target=handover, **facts)


def met_at(handover: Handover, met_on: date, at: datetime, *, before: HandoverStep | None = None) -> datetime:
    """The instant under which a first contact on `met_on` stands; `before` is its step where it is corrected."""
    steps = handover.steps.filter(pk__lt=before.pk) if before else handover.steps.all()
    sent = steps.filter(event=HandoverEvent.SEND).order_by("at").first()
    check_met_on(met_on, sent_on=localdate(sent.at) if sent else met_on, today=localdate(at))
    noon = make_aware(datetime.combine(met_on, time(12)))
    that_day = steps.filter(at__date=met_on).values_list("at", flat=True)
    return at if met_on == localdate(at) else max([noon, *that_day])


def _answer(
    handover: Handover, event: HandoverEvent, *, by: User, at: datetime, version: int | None = None, **facts: Any
) -> Handover:
    """A step of the receiver: possible while the sharing runs."""
    if event not in RECEIVER_EVENTS:
        raise ValueError(event)
    handover = lock(handover, version=version)
    target = HANDOVER_STATES.after(HandoverState(handover.state), event)
    check_still_shared(handover.shared_until, localdate(at))
    return advance(by=by, at=at, handover=handover, event=event, target=target, **facts)


@transaction.atomic(savepoint=False)
def advance(
    *,
    by: User,
    at: datetime,
    handover: Handover,
    event: HandoverEvent,
    target: HandoverState,
    reason: str = "",
    note: str = "",
    happened: datetime | None = None,
    changes: dict[str, list[Any]] | None = None,
    confirmed: Collection[str] = frozenset(),
) -> Handover:
    """Stamp the step on a locked handover and save both."""
    if target != handover.state:
        handover.state, handover.state_since = target, at
    handover.rejection = reason if event == HandoverEvent.REJECT else handover.rejection
    write(handover, by=by, at=at, why=reason, confirmed=confirmed)
    step = HandoverStep(
        handover=handover,
        event=event,
        to_state=target,
        by=by,
        at=happened or at,
        reason=reason,
        note=note,
        changes=changes or {},
    )
    write(step, by=by, at=at)
    code = AuditAction.CHANGED if event == HandoverEvent.AMEND else AuditAction.STATE_CHANGED
    record(code, by=by, at=at, person=handover.person, target=handover, event=event, state=target)
    return handover


def _check_draft(handover: Handover) -> None:
    """What already a draft must keep to: known codes, an active receiver that takes such handovers, own enrolment."""
    if handover.purpose not in HANDOVER_PURPOSES.codes:
        raise Refused(_("Choose what is asked for."), field="purpose")
    if set(handover.scope) - set(SHARED_SCOPES.codes):
        raise Refused(_("Choose what may be shared from the list."), field="scope")
    check_scope(handover.scope, has_protected_address=handover.person.has_protected_address)
    if handover.receiver_id == handover.sender_id:
        raise Refused(_("Choose another organisation than your own."), field="receiver")
    if handover.receiver.kind == EVALUATOR:
        raise Refused(_("Nobody is handed over to an evaluator. Choose another receiver."), field="receiver")
    if not handover.receiver.is_active:
        raise Refused(_("The receiver is no longer active. Choose another."), field="receiver")
    if handover.enrolment and handover.enrolment.person_id != handover.person_id:
        raise Refused(_("The enrolment belongs to another young person."), field="enrolment")
    _check_purpose(handover)


def _check_purpose(handover: Handover) -> None:
    """Where a partnership says what the receiver can be asked for, only that can be asked."""
    agreed = Partnership.objects.filter(organisation=handover.receiver_id)
    if handover.enrolment:
        agreed = agreed.filter(programme=handover.enrolment.programme_id)
    taken = {code for purposes in agreed.values_list("purposes", flat=True) for code in purposes}
    if taken and handover.purpose not in taken:
        offered = ", ".join(str(HANDOVER_PURPOSES[code].label) for code in HANDOVER_PURPOSES.codes if code in taken)
        raise Refused(
            _("{receiver} does not receive this kind of handover, only: {offered}.").format(
                receiver=handover.receiver, offered=offered
            ),
            field="purpose",
        )


def _check_sharing(handover: Handover, on: date) -> None:
    check_basis(
        basis=handover.basis,
        basis_detail=handover.basis_detail,
        shared_until=handover.shared_until,
        scope=handover.scope,
        on=on,
    )


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value
