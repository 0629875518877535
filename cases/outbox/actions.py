"""Handovers of the sender: drafted, sent, changed and taken back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.handovers.actions import advance
from cases.handovers.codes import REVOCATION_REASONS, SHARED_SCOPES, HandoverEvent, HandoverState
from cases.handovers.models import Handover
from cases.handovers.rules import (
    AMENDABLE,
    HANDOVER_STATES,
    RENEWED,
    check_basis,
    check_basis_again,
    check_scope,
    widens,
)
from cases.handovers.sharing import news_of, take_facts
from cases.people.models import Person
from cases.programmes.codes import HANDOVER_PURPOSES
from cases.programmes.models import Partnership
from cases.records.actions import lock, put, write
from cases.staff.codes import EVALUATOR
from cases.staff.models import Organisation, User


class Amendment(TypedDict, total=False):
    """What of a handover can be changed after sending."""

    purpose: str
    message: str
    basis: str
    basis_detail: str
    scope: list[str]
    shared_until: date | None


class DraftChanges(Amendment, total=False):
    """What of a handover can be changed before sending."""

    receiver: Organisation
    enrolment: Enrolment | None


class Draft(Amendment, total=False):
    """What a handover begins with."""

    receiver: Required[Organisation]
    enrolment: Enrolment | None


@transaction.atomic
def draft_handover(
    *,
    by: User,
    at: datetime,
    person: Person,
    confirmed: Collection[str] = frozenset(),
    **facts: Unpack[Draft],
) -> Handover:
    """Begin a handover on behalf of the writer's organisation. Nothing leaves the house before it is sent."""
    handover = Handover(person=person, sender=by.organisation, sent_by=by, state_since=at, **facts)
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
    **changes: Unpack[DraftChanges],
) -> Handover:
    """Change what is given of a handover that has not been sent."""
    handover = lock(handover, version=version)
    if handover.state != HandoverState.DRAFT:
        raise Refused(_("The handover has been sent: change it with a reason instead."))
    put(handover, changes)
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
    **changes: Unpack[Amendment],
) -> Handover:
    """Change what is given after sending. Old and new values and the reason stay readable to both.

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


def _set_changed(
    handover: Handover, changes: Mapping[str, object], *, renewed: Collection[str]
) -> dict[str, list[Any]]:
    """Set what is changed, and what is `renewed` though it stays the same. Old and new value of each."""
    changed = {
        name: [_plain(getattr(handover, name)), _plain(changes[name])]
        for name in AMENDABLE
        if name in changes and (changes[name] != getattr(handover, name) or name in renewed)
    }
    put(handover, {name: changes[name] for name in changed})
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
