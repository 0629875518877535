"""Redis or Valkey killed, and Redis or Valkey that is silent: pages and logins go on, limits still limit."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from cases.staff.codes import Role
from config import env, fallback
from config.celery import app
from config.fallback import FallbackCache
from config.local.valkey import binary
from reporting.midterm.tasks import dispatch
from reporting.runs.models import ReportRun
from tests.clock import TODAY
from tests.factories.cases import MembershipFactory, ProgrammeFactory, UserFactory, staff
from tests.factories.reporting import ReportRunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.servers]

SECRET = "en lang sætning om havet"
WRONG = "forkert forkert"
HANGS = 60  # seconds after which a test gives up: what waits for ever would not fail by itself


@pytest.fixture(autouse=True)
def given_up() -> Iterator[None]:
    """A test that hangs fails."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits and waits"))
    signal.alarm(HANGS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def server(settings) -> Iterator[subprocess.Popen[bytes]]:
    """A server of this test's own, which cache and queue use."""
    program = binary()
    if program is None:
        pytest.skip("there is no Valkey or Redis on this machine")
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/v.sock"
        command = [str(program), "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _answers(path)
            with _used(f"unix://{path}", settings):
                yield process
            process.kill()


@pytest.fixture
def silent(settings) -> Iterator[Callable[[], int]]:
    """A server that lets everybody in and answers nobody. Says how many came since it was last asked."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as door:
        door.setblocking(False)

        def came() -> int:
            number = 0
            with suppress(BlockingIOError):
                while True:
                    door.accept()[0].close()
                    number += 1
            return number

        with _used(f"redis://127.0.0.1:{door.getsockname()[1]}/0", settings):
            yield came


@contextmanager
def _used(url: str, settings: Any) -> Iterator[None]:
    """Cache and queue lie on that server."""
    settings.CACHES = {name: env.cache(url, name) for name in settings.CACHES}
    before = app.conf.broker_url
    app.conf.update({"broker_url": env.broker_url(url)})
    yield
    app.conf.update({"broker_url": before})
    fallback._away.clear()


def _answers(path: str) -> None:
    while not Path(path).exists():
        time.sleep(0.02)
    with redis.Redis(unix_socket_path=path) as client:
        assert client.ping()


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


# How long somebody waits is the patience for one answer, times how often a server is asked: both are counted here.


def test_the_cache_waits_a_second_for_an_answer_and_the_queue_two(silent):
    ways = [
        cache._cache.get_client(None).connection_pool.connection_kwargs,
        app.connection_for_write().transport_options,
    ]
    assert [(way["socket_connect_timeout"], way["socket_timeout"]) for way in ways] == [(1, 1), (2, 2)]


def test_every_question_that_the_cache_has_is_answered_without_its_server():
    asked = {name for name, value in vars(RedisCache).items() if callable(value) and not name.startswith("_")}
    assert asked - {"get_backend_timeout"} <= set(vars(FallbackCache))


def test_a_silent_server_is_asked_once_by_each_who_needs_it(silent, client):
    cache.set("key", "value")
    assert [cache.get("key"), cache.get("key")] == ["value", "value"]
    assert silent() == 1  # and then left alone for a while
    assert client.get("/readyz").json()["broker"] == "does not answer"
    assert silent() == 1
    assert not dispatch(ReportRunFactory())
    assert silent() == 1


def test_who_comes_logs_in_and_who_guesses_is_stopped(away, client):
    staff(email="worker.in@example.org", password=SECRET)
    UserFactory(email="guessed@example.org", password=SECRET)
    form = {"login": "worker.in@example.org", "password": SECRET}
    client.post("/account/login/", form)
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
    client.post("/reports/new/", form)
    run = ReportRun.objects.get()
    assert run.state == "queued"
    text = client.get(f"/reports/{run.public_id}/").content.decode()
    assert "køen svarer ikke lige nu" in text


def test_the_cache_keeps_within_the_process(away):
    cache.set("key", "value")
    assert cache.get("key") == "value"


def test_the_queue_is_missed_and_the_server_stays_in_rotation(away, client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "does not answer", "migrations": "ok"}


def test_a_connection_that_the_server_has_closed_is_opened_again(server):
    cache.set("shared", "by all")
    with redis.Redis.from_url(cache.server) as other:
        other.client_kill_filter(_type="normal", skipme=True)
    assert (cache.get("shared"), fallback._away) == ("by all", {})


def test_a_server_that_is_back_is_used_again(server):
    cache.set("shared", "by all")
    fall_silent(server)
    assert cache.get("shared") is None
    os.kill(server.pid, signal.SIGCONT)
    assert cache.get("shared") is None  # it is left alone for a while
    fallback._away.clear()
    assert cache.get("shared") == "by all"
