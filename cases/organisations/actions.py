"""Keeping the directory of organisations."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.records.actions import lock, put, write
from cases.staff.models import Organisation, User


class OrganisationChanges(TypedDict, total=False):
    """What of an organisation can be changed."""

    name: str
    kind: str
    email: str
    phone: str
    is_active: bool


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
    *, by: User, at: datetime, organisation: Organisation, version: int, **changes: Unpack[OrganisationChanges]
) -> Organisation:
    """Change what is given. An inactive organisation stays readable and receives nothing new."""
    organisation = lock(organisation, version=version)
    put(organisation, changes)
    write(organisation, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=organisation)
    return organisation
