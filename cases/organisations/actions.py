"""Keeping the directory of organisations."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.records.actions import lock, write
from cases.staff.models import Organisation, User

CHANGEABLE = ("name", "kind", "email", "phone", "is_active")


@transaction.atomic
def create_organisation(
    *, by: User | None, at: datetime, code: str, name: str, kind: str, email: str = "", phone: str = ""
) -> Organisation:
    """Add an organisation. Its `code` is for good: exports and programmes refer to it."""
    organisation = Organisation(code=code, name=name, kind=kind, email=email, phone=phone)
    write(organisation, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=organisation)
    return organisation


@transaction.atomic
def change_organisation(
    *, by: User, at: datetime, organisation: Organisation, version: int, **changes: Any
) -> Organisation:
    """Change any of the `CHANGEABLE` fields. An inactive organisation stays readable and receives nothing new."""
    organisation = lock(organisation, version=version)
    for name in CHANGEABLE:
        setattr(organisation, name, changes.get(name, getattr(organisation, name)))
    write(organisation, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=organisation)
    return organisation
