"""Putting something out of sight on one's own My day, and taking it back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.people.models import Person
from cases.records.actions import lock
from cases.records.models import Record
from cases.setaside.models import SetAside
from cases.setaside.rules import check_until
from cases.staff.models import User


@transaction.atomic
def set_aside(*, by: User, at: datetime, kind: str, target: Record, person: Person, until: date) -> SetAside:
    """Keep a record off the user's My day until a day. What the user set aside until an earlier day is forgotten."""
    today = timezone.localdate(at)
    check_until(until, today=today)
    lock(by)
    SetAside.objects.filter(user=by, until__lte=today).delete()
    row, _is_new = SetAside.objects.update_or_create(user=by, kind=kind, record=target.pk, defaults={"until": until})
    record(AuditAction.CHANGED, by=by, at=at, person=person, target=target, set_aside_until=until.isoformat())
    return row


@transaction.atomic
def take_back(*, by: User, at: datetime, kind: str, target: Record, person: Person) -> None:
    """Show the record on the user's My day again."""
    if SetAside.objects.filter(user=by, kind=kind, record=target.pk).delete()[0]:
        record(AuditAction.CHANGED, by=by, at=at, person=person, target=target, set_aside_until=None)
