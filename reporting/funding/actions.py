"""What a programme costs and who pays, the hours of its posts, and what was used of both by quarter."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.programmes.models import Post, Programme
from cases.records.actions import lock, put, remove, write
from cases.staff.models import User
from reporting.funding.models import Funding, PostHours, Used
from reporting.funding.rules import Quarter


class FundingDetails(TypedDict, total=False):
    """What a source or a budget line says besides its kind and name."""

    category: str
    stage: str
    year: int | None
    note: str


class FundingFacts(FundingDetails):
    """A source or a budget line."""

    kind: str
    source: str
    amount: Decimal | None


@transaction.atomic
def add_funding(*, by: User | None, at: datetime, programme: Programme, **facts: Unpack[FundingFacts]) -> Funding:
    """Add a source of money or a budget line; `amount` is kroner, of a year or of the programme's whole period."""
    funding = Funding(programme=programme, **facts)
    write(funding, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=funding)
    return funding


@transaction.atomic
def change_funding(
    *, by: User, at: datetime, funding: Funding, version: int, **changes: Unpack[FundingFacts]
) -> Funding:
    """Change what a source or a budget line says. One of which something was used stays an expense."""
    funding = lock(funding, version=version)
    if funding.kind != changes["kind"] and funding.used.exists():
        raise Refused(_("Something was used of this line: its kind stays."), field="kind")
    put(funding, changes)
    write(funding, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=funding)
    return funding


@transaction.atomic
def remove_funding(*, by: User, at: datetime, funding: Funding, why: str) -> None:
    """Take a source or a budget line out, with what was used of it; the history keeps them, with the reason."""
    if not why.strip():
        raise Refused(_("Write why."), field="why")
    funding = lock(funding, removing=True)
    record(AuditAction.CHANGED, by=by, at=at, target=funding, removed=True)
    for row in (*funding.used.all(), funding):
        remove(row, by=by, at=at, why=why.strip())


@transaction.atomic
def use_money(*, by: User | None, at: datetime, line: Funding, quarter: Quarter, amount: Decimal | None) -> Used:
    """Write what was used of a budget line in a quarter; None where it is not known. The same quarter is put right."""
    line = lock(line)
    if line.kind != line.Kinds.EXPENSE:
        raise Refused(_("Money is used of a budget line, not of a source."))
    used = line.used.filter(year=quarter.year, quarter=quarter.number).first()
    return _use(used or Used(line=line), quarter, by=by, at=at, amount=amount)


@transaction.atomic
def use_hours(*, by: User | None, at: datetime, post: Post, quarter: Quarter, hours: Decimal | None) -> Used:
    """Write the hours worked in a post in a quarter; None where they are not known. The same quarter is put right."""
    used = Used.objects.filter(post=lock(post), year=quarter.year, quarter=quarter.number).first()
    return _use(used or Used(post=post), quarter, by=by, at=at, hours=hours)


@transaction.atomic
def set_hours(
    *, by: User | None, at: datetime, post: Post, start: date, end: date | None, weekly_hours: Decimal
) -> PostHours:
    """Say that a post has other hours a week for a period; `end` is the first day after it."""
    hours = PostHours(post=lock(post), start=start, end=end, weekly_hours=weekly_hours)
    write(hours, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=hours)
    return hours


def _use(used: Used, quarter: Quarter, *, by: User | None, at: datetime, **what: Decimal | None) -> Used:
    if quarter.first_day > timezone.localdate(at):
        raise Refused(_("The quarter has not begun yet."), field="quarter")
    put(used, {"year": quarter.year, "quarter": quarter.number, **what})
    write(used, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=used)
    return used
