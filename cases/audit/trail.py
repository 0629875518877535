"""Writing the audit trail: inside actions for writes, after the view has returned for reads."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.records.models import Record
from cases.staff.gate import UserRequest
from cases.staff.models import User

_REFERENCE_OR_DIGIT = re.compile(r"(?<!\w)U\d{5}(?![\w-])|\d", re.IGNORECASE)
Fact = str | int | bool | None | list[str]
Event = dict[str, Any]


def record(
    action: AuditAction,
    *,
    by: User | None,
    at: datetime,
    person: Record | None = None,
    target: Model | None = None,
    **facts: Fact,
) -> AuditEvent:
    """Add one event. `facts` are codes and counts, never free text of the case."""
    return AuditEvent.objects.create(by=by, at=at, **_event(action, person=person, target=target, facts=facts))


def record_many(
    action: AuditAction, *, by: User | None, at: datetime, people: Iterable[Record], target: Model
) -> None:
    """One event for each young person that `target` is about."""
    AuditEvent.objects.bulk_create(
        AuditEvent(by=by, at=at, **_event(action, person=person, target=target, facts={})) for person in people
    )


def note_read(
    request: UserRequest,
    action: AuditAction,
    *,
    person: Record | None = None,
    target: Model | None = None,
    **facts: Fact,
) -> None:
    """Remember that this request reads personal data; the middleware writes it once the view has returned."""
    noted(request).append(_event(action, person=person, target=target, facts=facts))


def noted(request: HttpRequest) -> list[Event]:
    """What this request has read so far, as it will be written."""
    reads: list[Event] = request.__dict__.setdefault("audit_reads", [])
    return reads


def write_noted(request: UserRequest, *, at: datetime) -> None:
    """Write what the request has read."""
    for event in noted(request):
        AuditEvent.objects.create(by=request.user, at=at, **event)


def masked(text: str) -> str:
    """What somebody searched for, for the trail: digits may be a CPR number, so only whole references keep theirs."""
    return _REFERENCE_OR_DIGIT.sub(lambda found: found[0] if len(found[0]) > 1 else "#", text)


def _event(action: AuditAction, *, person: Record | None, target: Model | None, facts: dict[str, Fact]) -> Event:
    """All but who and when, in plain values."""
    subject = target if target is not None else person
    return {
        "action": action,
        "person_id": person.pk if person is not None else None,
        "target": subject._meta.label_lower if subject is not None else "",
        "target_id": str(subject.pk) if subject is not None else "",
        "facts": facts,
    }
