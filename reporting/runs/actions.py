"""Report runs: asked for, taken by a worker, one step further, finished, failed, cancelled, tried again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.calendar import is_plausible
from cases.core.errors import Refused
from cases.programmes.models import Programme
from cases.records.actions import as_refusal
from cases.staff.models import User
from reporting.chapters.steps import steps_of
from reporting.runs.codes import ReportKind, RunError, RunEvent, RunState
from reporting.runs.freezing import frozen
from reporting.runs.models import ReportRun, ReportRunStep
from reporting.runs.rules import MOST_ATTEMPTS, RUN_STATES

ONE_DAY = timedelta(days=1)


@transaction.atomic
def request_run(
    *,
    by: User | None,
    at: datetime,
    programme: Programme,
    start: date,
    last_day: date,
    as_of: date,
    kind: ReportKind = ReportKind.MIDTERM,
) -> ReportRun:
    """Ask for a report on a period, both days included. `by` None is the command on the server."""
    if as_of > timezone.localdate(at):
        raise Refused(_("A report cannot be made as of a day in the future."), field="as_of")
    for field, day in (("start", start), ("last_day", last_day), ("as_of", as_of)):
        if not is_plausible(day):
            raise Refused(_("The year %(year)s cannot be right.") % {"year": day.year}, field=field)
    run = ReportRun(
        kind=kind,
        programme=programme,
        start=start,
        end=last_day + ONE_DAY,
        as_of=as_of,
        steps_total=len(steps_of(programme)),
        requested_by=by,
        requested_at=at,
        moved_at=at,
    )
    with as_refusal(run):
        run.full_clean()
        run.save()
    ReportRunStep.objects.create(run=run, to_state=run.state, at=at, by=by)
    record(AuditAction.CREATED, by=by, at=at, target=run, kind=kind, programme=programme.code)
    return run


@transaction.atomic
def take_run(*, at: datetime, run_id: int) -> ReportRun | None:
    """Take a waiting run, or one whose worker died. None when there is nothing left to do.

    A run that has taken down too many workers fails instead of taking down another.
    """
    run = ReportRun.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=run_id).first()
    if run is None or run.is_finished:
        return None
    event = RunEvent.START if run.state == RunState.QUEUED else RunEvent.RESUME
    run.attempt += 1
    if run.attempt > run.attempts_allowed:
        _end(run, RunEvent.FAIL, at=at, error=RunError.GAVE_UP)
        return None
    _step(run, event, at=at)
    # An upgrade since may have added indicators, or taken some away, and the programme may ask something else.
    steps = steps_of(run.programme)
    run.parts = {key: part for key, part in run.parts.items() if key in steps}
    run.steps_done, run.steps_total = len(run.parts), len(steps)
    run.started_at = run.started_at or at
    run.save()
    return run


@transaction.atomic
def save_part(*, at: datetime, run: ReportRun, key: str, part: dict[str, Any]) -> bool:
    """Keep one computed part. False, and nothing kept, when the run was cancelled or taken over meanwhile."""
    current = _held(run)
    if current is None:
        return False
    current.parts[key] = part
    current.steps_done = len(current.parts)
    current.moved_at = at
    current.save(update_fields=["parts", "steps_done", "moved_at"])
    return True


@transaction.atomic
def finish_run(*, at: datetime, run: ReportRun, rests_on: Mapping[str, Any]) -> bool:
    """Freeze the result. False when the run was cancelled or taken over meanwhile: then another one finishes it.

    `rests_on` is the fingerprint of the facts that were counted.
    """
    current = _held(run)
    if current is None:
        return False
    current.result, current.parts = frozen(current, at=at, rests_on=rests_on), {}
    _end(current, RunEvent.FINISH, at=at)
    return True


@transaction.atomic
def fail_run(*, at: datetime, run: ReportRun, error: RunError) -> bool:
    """Give up with a code. What was computed stays for the next try."""
    current = _held(run)
    if current is None:
        return False
    _end(current, RunEvent.FAIL, at=at, error=error)
    return True


@transaction.atomic
def cancel_run(*, by: User, at: datetime, run: ReportRun) -> ReportRun:
    """Stop a run. A worker that is computing finds out when it saves its next step, and stops."""
    current = ReportRun.objects.select_for_update().get(pk=run.pk)
    _end(current, RunEvent.CANCEL, at=at, by=by)
    record(AuditAction.STATE_CHANGED, by=by, at=at, target=current, event=RunEvent.CANCEL)
    return current


@transaction.atomic
def retry_run(*, by: User, at: datetime, run: ReportRun) -> ReportRun:
    """Queue a failed or cancelled run again. It goes on from what was computed, with the facts known at the start."""
    current = ReportRun.objects.select_for_update().get(pk=run.pk)
    _step(current, RunEvent.RETRY, at=at, by=by)
    current.error, current.finished_at = "", None
    current.attempts_allowed = current.attempt + MOST_ATTEMPTS
    current.save()
    record(AuditAction.STATE_CHANGED, by=by, at=at, target=current, event=RunEvent.RETRY)
    return current


def _held(run: ReportRun) -> ReportRun | None:
    """The run as it stands, locked, if it is still this worker's."""
    current = ReportRun.objects.select_for_update().get(pk=run.pk)
    return current if current.state == RunState.RUNNING and current.attempt == run.attempt else None


def _step(run: ReportRun, event: RunEvent, *, at: datetime, by: User | None = None) -> None:
    """Where the run stands after `event`, with a row for the step; the caller saves the run."""
    before = RunState(run.state)
    run.state, run.moved_at = RUN_STATES.after(before, event), at
    ReportRunStep.objects.create(run=run, event=event, from_state=before, to_state=run.state, at=at, by=by)


def _end(run: ReportRun, event: RunEvent, *, at: datetime, by: User | None = None, error: str = "") -> None:
    _step(run, event, at=at, by=by)
    run.error, run.finished_at = error, at
    run.save()
