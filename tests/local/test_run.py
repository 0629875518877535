"""`make run` as a whole: one start with demo data, used by every test here in turn."""

import json
import os
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.local.conftest import execute, folder, launch, processes_of, read_until, wait_for

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def home():
    with folder(0o700) as path:
        yield path


@pytest.fixture(scope="module")
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def start(home: Path, port: str):
    launcher = launch(home, "run", PORT=port)
    said = read_until(launcher, "Stop with Ctrl-C.")
    assert f"Hjemvej runs at http://localhost:{port}/" in said
    return launcher, said


def answer(port: str, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def count_people(home: Path) -> str:
    return execute(home, "psql", "-Atc", "SELECT count(*) FROM cases_person").stdout


@pytest.mark.xdist_group("run")
def test_start_use_kill_start_again_and_stop(home, port):
    launcher, said = start(home, port)
    assert answer(port, "/healthz") == (200, "ok\n")
    status, body = answer(port, "/readyz")
    assert (status, json.loads(body)) == (200, {"database": "ok", "broker": "ok", "migrations": "ok"})
    assert answer(port, "/account/login/")[0] == 200
    logins = json.loads((home / "demo-logins.json").read_text())
    assert (home / "demo-logins.json").stat().st_mode & 0o777 == 0o600
    for role in {login["role"] for login in logins}:
        first = next(login for login in logins if login["role"] == role)
        assert any(first["email"] in line and first["password"] in line for line in said)
    people = count_people(home)
    assert int(people) > 0

    launcher.kill()
    launcher.wait()
    assert wait_for(lambda: processes_of(home) == [])

    launcher, _ = start(home, port)
    assert count_people(home) == people
    launcher.send_signal(signal.SIGTERM)
    assert launcher.wait(60) == 0
    assert processes_of(home) == []

    launcher, _ = start(home, port)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(60) == 0
    assert processes_of(home) == []


@pytest.mark.xdist_group("run")
def test_a_part_that_fails_is_named_and_the_rest_is_stopped(home, port):
    launcher, _ = start(home, port)
    beat = [pid for pid in processes_of(home) if b"\0beat\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(beat) == 1
    os.kill(beat[0], signal.SIGKILL)
    assert launcher.wait(60) == 1
    assert launcher.stdout is not None
    assert f"beat stopped (exit code -9); see {home / 'logs' / 'beat.log'}." in launcher.stdout.read()
    assert processes_of(home) == []
