"""What asks whether a part is well, outside of containers: with the commands of docs/operations.md."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from config.env import ROOT
from config.probe import BEAT_SILENCE, beat
from tests.clock import NOW
from tests.local.conftest import wait_for

pytestmark = [pytest.mark.services, pytest.mark.servers]


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"REDIS_URL": settings.REDIS_URL, "DJANGO_SETTINGS_MODULE": "config.settings.test"} | more


def well(*arguments: str, **more: str) -> bool:
    """Whether the probe says so by its exit code."""
    command = [sys.executable, "-m", "config.probe", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**more), check=False).returncode == 0


@contextmanager
def celery(*arguments: str) -> Iterator[None]:
    """A worker or beat, as it is started without a container."""
    command = [sys.executable, "-m", "celery", "--app", "config", *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_worker_is_well_while_it_runs_under_its_name():
    name = uuid4().hex[:8]
    given = ("worker", "--name", f"{name}@{os.uname().nodename}")
    with celery("worker", "--hostname", f"{name}@%h", "--queues", name, "--concurrency", "1"):
        assert wait_for(lambda: well(*given), seconds=60)
    assert not well(*given)


def test_a_worker_whose_queue_does_not_answer_is_not_well():
    assert not well("worker", REDIS_URL="redis://127.0.0.1:1/0")


def test_beat_is_well_where_it_keeps_its_schedule(tmp_path):
    schedule = tmp_path / "beat"
    assert not well("beat", "--schedule", str(schedule))
    with celery("beat", "--schedule", str(schedule)):
        assert wait_for(lambda: well("beat", "--schedule", str(schedule)), seconds=60)


def test_beat_that_has_long_been_silent_is_not_well(tmp_path):
    saved: Path = tmp_path / "beat.dat"
    saved.touch()
    for age, expected in ((BEAT_SILENCE - 60, True), (BEAT_SILENCE + 60, False)):
        os.utime(saved, (NOW.timestamp() - age,) * 2)
        assert beat(tmp_path / "beat") is expected


def test_a_web_server_that_is_not_there_is_not_well():
    assert not well("web", PORT="1")
