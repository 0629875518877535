"""A database that is away, or does not finish: every page says so, that nothing was saved, and nothing of anybody."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from config.env import ROOT
from tests.config.test_spare import Local
from tests.local.conftest import wait_for

ASKING = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "localhost"})
client.cookies["hjemvej_8000"] = "a" * 32
typed = {"login": "plantet@example.org", "password": "planted-password", "q": "Plantet Navn"}
for language in ("da", "en"):
    for method, path in (
        ("get", "/my-day/"), ("post", "/people/"), ("post", "/account/login/"), ("get", "/api/v1/people/"),
    ):
        answer = getattr(client, method)(path, typed, headers={"accept-language": language})
        told = "ikke gemt" in answer.text or "may not have been saved" in answer.text
        print(path, language, answer.status_code, answer.get("Retry-After"), answer.get("Content-Language"), told,
              "hjemvej_8000" in answer.cookies)
"""
PATHS = ("/my-day/", "/people/", "/account/login/", "/api/v1/people/")


def test_every_page_says_so_in_both_languages_and_the_log_nothing_personal():
    """The database is at an address where nobody listens; the visitor keeps the cookie of the session."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKING],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": "postgres://me:planted-password@127.0.0.1:1/none",
            "REDIS_URL": "redis://127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == [
        f"{path} {language} 503 30 {language} True False" for language in ("da", "en") for path in PATHS
    ]
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    faults = [line for line in lines if line["event"].startswith("Service Unavailable")]
    assert [(line["event"], line["level"]) for line in faults] == [
        (f"Service Unavailable: {path}", "error") for path in PATHS * 2
    ]
    assert {line["exception"][0]["type"] for line in faults} == {"django.db.utils.OperationalError"}
    assert [text for text in ("lantet", "lanted-", "127.0.0.1") if text in done.stderr] == []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Path]:
    """The web server as in production, with a second's patience."""
    path = tmp_path / "web"
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "config" / "web" / "gunicorn.py")]
    process = subprocess.Popen(
        [*command, "--chdir", str(ROOT), "--bind", f"unix:{path}", "tests.config.slow:application"],
        env=os.environ | {"WEB_WORKERS": "1", "STATEMENT_SECONDS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_for(path.exists)
        yield path
    finally:
        process.terminate()
        process.wait(20)


def get(server: Path, path: str) -> tuple[HTTPResponse, str]:
    connection = Local(server)
    connection.request("GET", path, headers={"Accept-Language": "en"})
    answer = connection.getresponse()
    return answer, answer.read().decode()


@pytest.mark.services
def test_a_statement_that_takes_too_long_ends_as_503_and_the_next_page_works(server):
    for path in ("/slow/", "/api/slow/"):
        answer, text = get(server, path)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
        assert "may not have been saved" in text
    answer, text = get(server, "/patience/")
    assert (answer.status, text) == (200, "1s")


COMMAND = """
import django; django.setup()
from tests.config.slow import asked
print(asked("SHOW statement_timeout").text)
"""


@pytest.mark.services
def test_a_command_takes_the_time_it_needs():
    env = os.environ | {"STATEMENT_SECONDS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0"]


OPTIONS = """
from config.settings.base import DATABASES
print({name: DATABASES["default"]["OPTIONS"][name] for name in ("tcp_user_timeout", "keepalives_idle")})
"""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "{'tcp_user_timeout': 10000, 'keepalives_idle': 10}"),
        ("?tcp_user_timeout=3000&keepalives_idle=4", "{'tcp_user_timeout': 3000, 'keepalives_idle': 4}"),
    ],
)
def test_how_long_a_host_that_is_gone_is_waited_for_stands_in_the_address(query, found):
    env = {"PATH": "/usr/bin:/bin", "DATABASE_URL": f"postgres://me@127.0.0.1:1/none{query}"}
    done = subprocess.run(
        [sys.executable, "-c", OPTIONS], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == found
