"""What a programme costs and who pays."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.programmes.models import Programme
from cases.records.actions import write
from cases.staff.models import User
from reporting.funding.models import Funding


@transaction.atomic
def add_funding(
    *, by: User | None, at: datetime, programme: Programme, kind: str, source: str, amount: Decimal, note: str = ""
) -> Funding:
    """Add a source of money or a kind of expense; `amount` is kroner for the programme's whole period."""
    funding = Funding(programme=programme, kind=kind, source=source, amount=amount, note=note)
    write(funding, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=funding)
    return funding
