"""Writing the audit trail: inside actions for writes, after the view has returned for reads."""

import re
from datetime import datetime
from typing import Any

from django.db.models import Model

from cases.access.gate import UserRequest
from cases.enums import AuditAction
from cases.models import AuditEvent, Person, User

_REFERENCE_OR_DIGIT = re.compile(r"(?<!\w)U\d{5}(?![\w-])|\d", re.IGNORECASE)
Fact = str | int | bool | None | list[str]


def record(
    action: AuditAction,
    *,
    by: User | None,
    at: datetime,
    person: Person | None = None,
    target: Model | None = None,
    **facts: Fact,
) -> AuditEvent:
    """Add one event. `facts` are codes and counts, never free text of the case."""
    return AuditEvent.objects.create(**_event(action, by=by, at=at, person=person, target=target, facts=facts))


def record_many(action: AuditAction, *, by: User, at: datetime, people: list[Person], target: Model) -> None:
    """One event for each young person that `target` is about."""
    AuditEvent.objects.bulk_create(
        AuditEvent(**_event(action, by=by, at=at, person=person, target=target, facts={})) for person in people
    )


def note_read(
    request: UserRequest,
    action: AuditAction,
    *,
    person: Person | None = None,
    target: Model | None = None,
    **facts: Fact,
) -> None:
    """Remember that this request reads personal data; the middleware writes it once the view has returned."""
    pending = request.__dict__.setdefault("audit_reads", [])
    pending.append({"action": action, "person": person, "target": target, "facts": facts})


def masked(text: str) -> str:
    """What somebody searched for, for the trail: digits may be a CPR number, so only whole references keep theirs."""
    return _REFERENCE_OR_DIGIT.sub(lambda found: found[0] if len(found[0]) > 1 else "#", text)


def _event(
    action: AuditAction,
    *,
    by: User | None,
    at: datetime,
    person: Person | None,
    target: Model | None,
    facts: dict[str, Fact],
) -> dict[str, Any]:
    subject = target if target is not None else person
    return {
        "action": action,
        "by": by,
        "at": at,
        "person": person,
        "target": subject._meta.label_lower if subject is not None else "",
        "target_id": str(subject.pk) if subject is not None else "",
        "facts": facts,
    }
