"""Producing reports in the background. A task carries an id and nothing else; the row says what is to be done.

A run is computed one step at a time, an indicator or an outcome table, each from one snapshot of the database, each
saved when it is ready. While a worker computes, its database session holds a lock of the run's: a killed worker's lock
goes with its session, so that whoever comes next knows at once whether the run is in good hands. A message that is
lost is sent again by the sweeper, one that comes twice finds the run taken or finished.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.db import connection, transaction
from django.utils import timezone, translation

from cases.jobs.sending import DATABASE_AWAY, sent, tried_again
from reporting.chapters.fingerprint import input_of
from reporting.chapters.steps import Making, steps_of
from reporting.documents.charts import svg_of
from reporting.documents.presentation import present
from reporting.figures.facts import Facts
from reporting.runs.actions import fail_run, finish_run, save_part, take_run
from reporting.runs.codes import RunError, RunState
from reporting.runs.models import ReportRun

log = structlog.get_logger(__name__)

LOCKS = 7341  # names our locks among all of the database, which are named by two numbers: this and the run's

LOST_AFTER = timedelta(seconds=60)

Clock = Callable[[], datetime]


def dispatch(run: ReportRun) -> bool:
    """Tell the workers. False when the queue is down: the run stays waiting, and the sweeper tells them later."""
    return sent(produce_report, run.pk)


@tried_again
def produce_report(run_id: int) -> None:
    """Compute one report, and draw its charts while nobody is waiting for them."""
    produce(run_id)
    run = ReportRun.objects.filter(pk=run_id, state=RunState.DONE).select_related("programme").first()
    if run:
        draw(run)


@shared_task
def sweep_reports() -> None:
    """Send out again what has not moved for a minute: the message or the worker may be lost."""
    for run in ReportRun.objects.standing_still(timezone.now(), longer_than=LOST_AFTER):
        dispatch(run)


def produce(run_id: int, clock: Clock = timezone.now) -> None:
    """Compute a report to its end, going on from what another worker left. Does nothing if one is at work on it.

    A run that was cancelled and tried again meanwhile is sent out anew: its message found our lock and was lost.
    """
    with _alone(run_id) as alone:
        run = take_run(at=clock(), run_id=run_id) if alone else None
        if run is None:
            return
        try:
            if _compute(run, clock):
                with _snapshot():
                    rests_on = input_of(facts_of(run))
                finish_run(at=clock(), run=run, rests_on=rests_on)
        except DATABASE_AWAY:
            # The database went away, and with it our lock: the run stays as it is until the task comes again.
            raise
        except Exception:
            log.exception("report_failed", run=run.pk)
            fail_run(at=clock(), run=run, error=RunError.COMPUTATION)
    if ReportRun.objects.filter(pk=run_id, state=RunState.QUEUED).exists():
        dispatch(run)


def draw(run: ReportRun) -> None:
    """Put the charts in the cache, in Danish. Others are drawn when asked for."""
    with translation.override("da"):
        for _indicator, table in present(run).tables():
            svg_of(table)


def facts_of(run: ReportRun) -> Facts:
    """What the run's figures rest on."""
    return Facts(programme=run.programme, period=run.period, as_of=run.as_of, known_at=run.requested_at)


def _compute(run: ReportRun, clock: Clock) -> bool:
    """Compute what is missing. False when the run was cancelled or taken over on the way."""
    making = Making(facts_of(run))
    for key in steps_of(run.programme):
        if key in run.parts:
            continue
        with _snapshot():
            part = making.part(key)
        if not save_part(at=clock(), run=run, key=key, part=part):
            return False
    return True


@contextmanager
def _snapshot() -> Iterator[None]:
    """All queries inside see the database as it is at the first one. Inside a transaction there is one already."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _alone(run_id: int) -> Iterator[bool]:
    """Hold the run's lock in this database session. False inside when another session holds it."""
    number = run_id % 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, number])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, number])
