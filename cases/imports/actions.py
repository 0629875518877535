"""Remembering what a user says of the columns of a file."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.imports.mapping_rules import Wanted, check_chosen, fingerprint
from cases.imports.models import ColumnMapping
from cases.programmes.models import Programme
from cases.records.actions import lock, write
from cases.staff.models import User


@transaction.atomic
def remember_mapping(
    *,
    by: User,
    at: datetime,
    purpose: str,
    headings: Sequence[str],
    wanted: Sequence[Wanted],
    chosen: Mapping[str, str],
    programme: Programme | None = None,
) -> ColumnMapping:
    """Keep which heading the user has chosen for which wanted column, in place of what was chosen for these before."""
    check_chosen(chosen, headings=headings, wanted=wanted)
    lock(by)
    known = {"user": by, "purpose": purpose, "programme": programme, "fingerprint": fingerprint(headings)}
    row = ColumnMapping.objects.filter(**known).first() or ColumnMapping(**known)
    is_new = row.pk is None
    if not is_new and row.fields == dict(chosen):
        return row
    row.fields = dict(chosen)
    write(row, by=by, at=at)
    record(AuditAction.CREATED if is_new else AuditAction.CHANGED, by=by, at=at, target=row, columns=len(chosen))
    return row
