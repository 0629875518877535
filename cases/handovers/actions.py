"""What sender and receiver share: a step of a handover, and the correction of its first contact."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import check_why
from cases.core.errors import Refused
from cases.handovers.codes import HandoverEvent, HandoverState
from cases.handovers.models import Handover, HandoverStep
from cases.handovers.queries import met_at
from cases.records.actions import lock, write
from cases.staff.models import User


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
