"""A real worker process, killed in the middle of a report: the report is finished, once, by the next one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction

from reporting.indicators.registry import INDICATORS
from reporting.midterm.tasks import LOCKS, LOST_AFTER, produce, produce_report
from reporting.runs.actions import request_run
from reporting.runs.codes import RunState
from reporting.runs.models import ReportRun
from tests.architecture.source import ROOT
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, ProgrammeFactory

PATIENCE = 60
BEFORE_STAYS = list(INDICATORS).index("own_home")

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True), pytest.mark.servers]


def database_url() -> str:
    """The test database as another process reaches it."""
    known = connection.settings_dict
    host, port = known["HOST"], known["PORT"]
    if host.startswith("/"):
        return f"postgres://{known['USER']}@/{known['NAME']}?host={host}" + (f"&port={port}" if port else "")
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{host}:{port}/{known['NAME']}"


@contextmanager
def worker(queue: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker with one process on its own queue, in a process group of its own."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "REDIS_URL": settings.REDIS_URL,
    }
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-Q", queue, "-c", "1"]
    process = subprocess.Popen(
        [*command, "-n", f"{queue}-{uuid4().hex[:8]}@test", "--without-gossip", "--without-mingle", "-l", "error"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the worker and its children as the machine would when it runs out of memory: without a word."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=PATIENCE)


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the worker did not get there"
        time.sleep(0.1)


def is_locked(run: ReportRun) -> bool:
    """Whether the database still keeps the lock of a worker: it sees a moment later that the worker is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
            WHERE datname = current_database() AND locktype = 'advisory' AND classid = %s AND objid = %s""",
            [LOCKS, run.pk],
        )
        return cursor.fetchone() is not None


def figures_of(run: ReportRun) -> dict[str, Any]:
    """The whole result but for which run it is; the fingerprint of the facts is part of it."""
    result: dict[str, Any] = run.result or {}
    about = result["about"]
    return result | {"about": {"input": about["input"], "definitions": about["definitions"]}}


def test_a_killed_worker_gives_the_same_result_once():
    """The stays are locked, so the worker stands still before "moved into own home", and is killed there.

    The next worker finds eight indicators done, and the result is that of an undisturbed run.
    """
    programme, queue = ProgrammeFactory(), f"killed-{uuid4().hex[:8]}"
    EnrolmentFactory.create_batch(3, programme=programme, start=date(2025, 3, 1))
    asked = {"programme": programme, "start": date(2025, 1, 1), "last_day": date(2025, 12, 31)}
    run, calm = (request_run(by=None, at=NOW, as_of=TODAY, **asked) for _ in range(2))
    produce(calm.pk)

    def now() -> ReportRun:
        return ReportRun.objects.get(pk=run.pk)

    with worker(queue) as first, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE housing_stay IN ACCESS EXCLUSIVE MODE")
        produce_report.apply_async(args=[run.pk], queue=queue)
        until(lambda: now().steps_done == BEFORE_STAYS)
        kill(first)
        assert now().state == RunState.RUNNING
    # The worker has the machine's own time, so what stands still is reckoned from the moment that it wrote.
    lost = ReportRun.objects.standing_still(now().moved_at + 2 * LOST_AFTER, longer_than=LOST_AFTER)
    assert [one.pk for one in lost] == [run.pk]
    until(lambda: not is_locked(run))
    with worker(queue):
        # As the sweeper does, and one message more than needed.
        for _ in range(2):
            produce_report.apply_async(args=[run.pk], queue=queue)
        until(lambda: now().is_finished)
    finished = now()
    calm.refresh_from_db()
    assert (finished.state, finished.attempt) == (RunState.DONE, 2)
    assert figures_of(finished) == figures_of(calm)


def test_a_database_that_went_away_is_waited_for_by_the_task_itself():
    """The worker's session is ended in the middle of a report, as a crash of the database ends all: no sweeper helps."""
    programme, queue = ProgrammeFactory(), f"lost-{uuid4().hex[:8]}"
    asked = {"programme": programme, "start": date(2025, 1, 1), "last_day": date(2025, 12, 31)}
    run = request_run(by=None, at=NOW, as_of=TODAY, **asked)

    def now() -> ReportRun:
        return ReportRun.objects.get(pk=run.pk)

    with worker(queue):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE housing_stay IN ACCESS EXCLUSIVE MODE")
            produce_report.apply_async(args=[run.pk], queue=queue)
            until(lambda: now().steps_done == BEFORE_STAYS)
            cursor.execute(
                """SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s""",
                [LOCKS, run.pk],
            )
        until(lambda: now().is_finished)
    assert (now().state, now().attempt) == (RunState.DONE, 2)
