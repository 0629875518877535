"""`make run` as a whole, in one test because each start takes its time."""

import json
import os
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.local.conftest import execute, launch, processes_of, read_until, wait_for

pytestmark = pytest.mark.services


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def start(data: Path, port: str):
    launcher = launch(data, "run", PORT=port)
    said = read_until(launcher, "Stop with Ctrl-C.")
    assert f"Hjemvej runs at http://localhost:{port}/" in said
    return launcher, said


def answer(port: str, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def count_people(data: Path) -> str:
    return execute(data, "psql", "-Atc", "SELECT count(*) FROM cases_person").stdout


def test_start_use_kill_fail_start_again_and_stop(data, port):
    launcher, said = start(data, port)
    assert answer(port, "/healthz") == (200, "ok\n")
    status, body = answer(port, "/readyz")
    assert (status, json.loads(body)) == (200, {"database": "ok", "broker": "ok", "migrations": "ok"})
    assert answer(port, "/account/login/")[0] == 200
    logins = json.loads((data / "demo-logins.json").read_text())
    assert (data / "demo-logins.json").stat().st_mode & 0o777 == 0o600
    for role in {login["role"] for login in logins}:
        first = next(login for login in logins if login["role"] == role)
        assert any(first["email"] in line and first["password"] in line for line in said)
    people = count_people(data)
    assert int(people) > 0

    launcher.kill()
    launcher.wait()
    assert wait_for(lambda: processes_of(data) == [])

    launcher, _ = start(data, port)
    assert count_people(data) == people
    beat = [pid for pid in processes_of(data) if b"\0beat\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(beat) == 1
    os.kill(beat[0], signal.SIGKILL)
    assert launcher.wait(60) == 1
    assert launcher.stdout is not None
    assert f"beat stopped (exit code -9); see {data / 'logs' / 'beat.log'}." in launcher.stdout.read()
    assert processes_of(data) == []

    launcher, _ = start(data, port)
    launcher.send_signal(signal.SIGTERM)
    assert launcher.wait(60) == 0
    assert processes_of(data) == []
