"""Redis or Valkey killed, and Redis or Valkey that is silent: pages and logins go on, limits still limit."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import cache
from django.test import Client

from cases.enums import Role
from config import env, fallback
from config.celery import app
from config.local.valkey import binary
from reporting.models import ReportRun
from tests.clock import TODAY
from tests.factories.cases import MembershipFactory, ProgrammeFactory, UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.servers]

SECRET = "en lang sætning om havet"
WRONG = "forkert forkert"
BEARABLE = 10  # seconds; what is asked of a silent server waits for one or two, each page once


@pytest.fixture
def server(settings) -> Iterator[subprocess.Popen[bytes]]:
    """A server of this test's own, which cache and queue use."""
    program = binary()
    if program is None:
        pytest.skip("there is no Valkey or Redis on this machine")
    with tempfile.TemporaryDirectory() as folder:
        socket = f"{folder}/v.sock"
        command = [str(program), "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _answers(socket)
            url = f"unix://{socket}"
            settings.CACHES = {"default": env.cache(url)}
            before = app.conf.broker_url
            app.conf.update({"broker_url": env.broker_url(url)})
            yield process
            app.conf.update({"broker_url": before})
            process.kill()
    fallback._away.clear()


def _answers(socket: str) -> None:
    deadline = time.monotonic() + BEARABLE
    while time.monotonic() < deadline:
        if Path(socket).exists():
            with redis.Redis(unix_socket_path=socket) as client:
                assert client.ping()
            return
        time.sleep(0.02)
    pytest.fail("the server does not start")


def die(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def fall_silent(process: subprocess.Popen[bytes]) -> None:
    os.kill(process.pid, signal.SIGSTOP)


@pytest.fixture(params=[die, fall_silent])
def away(request, server: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """The server has answered, and does so no more."""
    cache.set("before", 1)
    with app.connection_for_write() as queue:
        queue.ensure_connection(max_retries=0)
    lose: Callable[[subprocess.Popen[bytes]], None] = request.param
    lose(server)
    return server


def timed(ask: Callable[[], object]) -> float:
    began = time.monotonic()
    ask()
    return time.monotonic() - began


def test_the_cache_keeps_within_the_process_and_waits_once(away):
    waits = [timed(lambda: cache.set("key", "value")), timed(lambda: cache.get("key"))]
    assert cache.get("key") == "value"
    assert waits[0] < BEARABLE
    assert waits[1] < fallback.PATIENCE / 2


def test_who_comes_logs_in_and_who_guesses_is_stopped(away, client):
    staff(email="worker.in@example.org", password=SECRET)
    UserFactory(email="guessed@example.org", password=SECRET)
    form = {"login": "worker.in@example.org", "password": SECRET}
    assert timed(lambda: client.post("/account/login/", form)) < BEARABLE
    assert client.get("/my-day/").status_code == 200
    guesser = Client(REMOTE_ADDR="10.9.9.9")
    for password in [*[WRONG] * 5, SECRET]:
        guesser.post("/account/login/", {"login": "guessed@example.org", "password": password})
    assert guesser.get("/")["Location"].startswith("/account/login/")


@pytest.mark.django_db(transaction=True)
def test_a_report_is_asked_for_and_says_that_it_waits(away, client):
    """Committed: the queue is told of a run once it is saved."""
    user = MembershipFactory(role=Role.EVALUATOR, team=None, programme=ProgrammeFactory()).user
    client.force_login(user)
    programme = user.memberships.get().programme
    form = {"programme": programme.code, "start": TODAY.replace(day=1), "last_day": TODAY, "as_of": TODAY}
    took = timed(lambda: client.post("/reports/new/", form))
    run = ReportRun.objects.get()
    assert (run.state, took < BEARABLE) == ("queued", True)
    text = client.get(f"/reports/{run.public_id}/").content.decode()
    assert "køen svarer ikke lige nu" in text


def test_the_queue_is_missed_and_the_server_stays_in_rotation(away, client):
    answers = []
    assert timed(lambda: answers.append(client.get("/readyz"))) < BEARABLE
    (answer,) = answers
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "does not answer", "migrations": "ok"}


def test_a_server_that_is_back_is_used_again(server):
    cache.set("shared", "by all")
    fall_silent(server)
    assert cache.get("shared") is None
    os.kill(server.pid, signal.SIGCONT)
    assert cache.get("shared") is None  # it is left alone for a while
    fallback._away.clear()
    assert cache.get("shared") == "by all"
