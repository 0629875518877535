"""Setting targets: a value is never overwritten, a new one holds from a day on, and the original stays."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.core.periods import Period
from cases.programmes.models import Programme
from cases.records.actions import lock, put, remove, write
from cases.staff.models import User
from reporting.kinds.given import Span
from reporting.statistics.models import Series
from reporting.targets.codes import MeasuredBy
from reporting.targets.models import Target, TargetCount, TargetValue
from reporting.targets.queries import figure_names


class TargetDetails(TypedDict, total=False):
    """What a target says besides what it is called and from when it holds."""

    label_en: str
    municipality: str
    measured_by: str
    figure: str
    reference: Series | None
    baseline_low: int | None
    baseline_high: int | None
    baseline_year: int | None
    baseline_source: str
    direction: str
    is_chosen: bool


class TargetFacts(TargetDetails):
    """A target but for its first day, which is that of its original value, and its values."""

    kind: str
    label_da: str
    unit: str
    due: date


@transaction.atomic
def set_target(
    *,
    by: User | None,
    at: datetime,
    programme: Programme,
    start: date,
    value: Span,
    is_example: bool = False,
    **facts: Unpack[TargetFacts],
) -> Target:
    """Set a target with its original value, which holds from its first day on."""
    target = Target(programme=programme, start=start, is_example=is_example, **facts)
    _check(target)
    write(target, by=by, at=at)
    write(TargetValue(target=target, start=start, low=value.low, high=value.high), by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=target)
    return target


@transaction.atomic
def change_target(*, by: User, at: datetime, target: Target, version: int, **changes: Unpack[TargetFacts]) -> Target:
    """Change what a target says of itself. What it is to reach is revised instead."""
    target = lock(target, version=version)
    put(target, changes)
    _check(target)
    if target.measured_by != MeasuredBy.HAND and target.counts.exists():
        raise Refused(_("It has been counted by hand: set a new target for another measure."), field="measured_by")
    if Period(target.due).begun_by(target.values.latest("start").start):
        raise Refused(_("The target has a value from a later day."), field="due")
    write(target, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=target)
    return target


@transaction.atomic
def revise_target(*, by: User | None, at: datetime, target: Target, start: date, value: Span, why: str) -> TargetValue:
    """Give a target another value from a day on; the earlier ones stay."""
    why, target = _reason(why), lock(target)
    latest = target.values.latest("start")
    if start <= latest.start:
        raise Refused(_("A new value holds from a later day than the one before it."), field="start")
    if start > target.due:
        raise Refused(_("By then the target is to be reached already."), field="start")
    revised = TargetValue(target=target, start=start, low=value.low, high=value.high)
    write(revised, by=by, at=at, why=why)
    record(AuditAction.CHANGED, by=by, at=at, target=target)
    return revised


@transaction.atomic
def count_by_hand(*, by: User | None, at: datetime, target: Target, on: date, number: int) -> TargetCount:
    """Write down what was counted up to and including a day; a count of the same day is put right."""
    target = lock(target)
    if target.measured_by != MeasuredBy.HAND:
        raise Refused(_("This target is not counted by hand."))
    if not Period(target.start).begun_by(on) or on > timezone.localdate(at):
        raise Refused(_("A count is of a day from the target's first until today."), field="on")
    counted = target.counts.filter(on=on).first() or TargetCount(target=target, on=on)
    counted.number = number
    write(counted, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, target=target)
    return counted


@transaction.atomic
def take_out(*, by: User, at: datetime, target: Target, why: str) -> None:
    """Take a target out of its programme with its values and counts; the history keeps them, with the reason."""
    why, target = _reason(why), lock(target, removing=True)
    record(AuditAction.CHANGED, by=by, at=at, target=target, removed=True)
    for row in (*target.counts.all(), *target.values.all(), target):
        remove(row, by=by, at=at, why=why)


def _check(target: Target) -> None:
    """What is read is there. Raises `Refused`."""
    names = figure_names(target.programme, target.measured_by)
    if names is not None and target.figure not in names:
        raise Refused(_("There is no such figure."), field="figure")


def _reason(why: str) -> str:
    if not why.strip():
        raise Refused(_("Write why."), field="why")
    return why.strip()
