"""Handovers of the receiver: opened, answered and finished."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.handovers.actions import advance
from cases.handovers.codes import REJECTION_REASONS, HandoverEvent, HandoverState
from cases.handovers.models import Handover
from cases.handovers.queries import met_at
from cases.handovers.rules import HANDOVER_STATES, RECEIVER_EVENTS, check_still_shared
from cases.records.actions import lock
from cases.staff.models import User


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
def finish(*, by: User, at: datetime, handover: Handover, note: str = "") -> Handover:
    """The receiver has done what was asked for. What was shared is no longer shown to the receiver."""
    return _answer(handover, HandoverEvent.FINISH, by=by, at=at, note=note)


def _answer(
    handover: Handover,
    event: HandoverEvent,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    reason: str = "",
    note: str = "",
    happened: datetime | None = None,
) -> Handover:
    """A step of the receiver: possible while the sharing runs."""
    if event not in RECEIVER_EVENTS:
        raise ValueError(event)
    handover = lock(handover, version=version)
    target = HANDOVER_STATES.after(HandoverState(handover.state), event)
    check_still_shared(handover.shared_until, localdate(at))
    return advance(
        by=by, at=at, handover=handover, event=event, target=target, reason=reason, note=note, happened=happened
    )
