"""`make run` as a person uses it: in a checkout below a closed folder, with the commands of the README as written."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.env import ROOT
from config.local.places import Places
from tests.local.checkout import copy_checkout
from tests.local.conftest import folder, own_environment, processes_of, read_until, wait_for

# One checkout with its demo serves all tests here, so they follow one another on one worker.
pytestmark = pytest.mark.services

FENCED = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMANDS = [line for block in FENCED.findall((ROOT / "README.md").read_text()) for line in block.splitlines()]
SCRIPTS = [line for line in COMMANDS if line.startswith("python3 manage.py ")]
DBSHELL = ["python3", "manage.py", "dbshell", "--"]
ENDLESS = "SELECT count(*) FROM generate_series(1, 10000000000)"
RUNNING = shlex.join([*DBSHELL, "-Atc", "SELECT query FROM pg_stat_activity WHERE state = 'active'"])
PARTS = ("postgres", "valkey", "worker", "beat", "web")


@pytest.fixture(scope="module")
def fresh() -> Iterator[Path]:
    """A checkout in which nothing has run yet."""
    with folder(0o700) as path:
        copy_checkout(path)
        yield path
        Places(path / "var").remove()


@pytest.fixture(scope="module")
def checkout(fresh: Path) -> Path:
    """The same, with the demo in its database."""
    done = typed(fresh, "make demo")
    assert (done.returncode, done.stderr) == (0, "")
    return fresh


@pytest.fixture
def port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def typed(checkout: Path, command: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """A command as somebody types it in the checkout."""
    return subprocess.run(
        command,
        shell=True,
        cwd=checkout,
        env=own_environment() | extra,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


class Run:
    """`make run` from its last line on."""

    def __init__(self, checkout: Path, port: str) -> None:
        self.checkout, self.port = checkout, port
        self.make = subprocess.Popen(
            ["make", "run"],
            cwd=checkout,
            env=own_environment() | {"PORT": port},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = read_until(self.make, "Stop with Ctrl-C.")
        assert f"Hjemvej runs at http://localhost:{port}/" in self.said

    def launcher(self) -> int:
        """The process that the lock of the data folder names."""
        return int((self.checkout / "var" / "lock").read_text().split()[0])

    def kill(self, part: str) -> None:
        """Kill one part outright, and read what the launcher says of it."""
        self.end(part)
        assert self.make.stdout is not None
        assert self.make.stdout.readline() == f"{part} was killed by signal 9; starting it again.\n"

    def end(self, part: str) -> None:
        """Kill one part outright, as soon as it runs."""
        assert wait_for(lambda: Path("/proc", str(self.process(part))).exists())
        os.kill(self.process(part), signal.SIGKILL)

    def process(self, part: str) -> int:
        remembered = json.loads((self.checkout / "var" / "run" / "processes.json").read_text())
        return int(remembered[PARTS.index(part)][0])

    def answer(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def is_ready(self) -> bool:
        try:
            return self.answer("/readyz")[0] == 200
        except OSError:
            return False


@pytest.fixture
def run(checkout: Path, port: str) -> Iterator[Run]:
    started = Run(checkout, port)
    yield started
    started.make.terminate()
    started.make.wait(60)
    assert wait_for(lambda: processes_of(checkout / "var") == [])


def gone(checkout: Path) -> bool:
    return wait_for(lambda: processes_of(checkout / "var") == [])


# Commands that say beside their file which report it is and what it rests on, or what is hidden.
TELLING = ("midtvejsevaluering", "manage.py release")


def test_every_command_of_the_readme_is_tried_here():
    assert [line for line in COMMANDS if line not in SCRIPTS] == ["make run", "make test"]
    assert len(SCRIPTS) == 6


@pytest.mark.parametrize("command", SCRIPTS)
def test_where_nothing_runs_a_script_says_so(fresh, command):
    elsewhere = str(fresh / "elsewhere")
    done = typed(fresh, command, DATA_DIR=elsewhere)
    assert done.returncode == 1
    assert done.stderr == (
        f"There is no database in {elsewhere} yet, and nothing runs there: start Hjemvej with `make run`, "
        "or name a database with DATABASE_URL=.\n"
    )


def test_where_nothing_is_installed_a_script_says_so(fresh):
    (fresh / ".venv").rename(fresh / ".venv.away")
    try:
        done = typed(fresh, f"/usr/bin/env -i {SCRIPTS[0].replace('python3', '/usr/bin/python3')}")
    finally:
        (fresh / ".venv.away").rename(fresh / ".venv")
    assert (done.returncode, done.stderr) == (
        1,
        "The packages of Hjemvej are not installed here: `make run` installs them and starts everything.\n",
    )


@pytest.mark.parametrize("port", ["", "nonsense", "80 00", "99999"])
def test_a_port_that_is_none_is_one_sentence(fresh, port):
    done = typed(fresh, f"make run PORT='{port}' DATA_DIR=elsewhere")
    assert done.stderr.splitlines()[0] == f"PORT={port} is no port number: choose one between 1024 and 65535."


def results(checkout: Path) -> dict[str, bool]:
    """What the scripts write; taken away again."""
    table = checkout / "table.xlsx"
    report, export = checkout / "report.csv", checkout / "folder"
    found = {
        "report": report.exists() and report.stat().st_size > 10_000,
        "codebook": (export / "codebook.csv").exists(),
        "table": table.exists() and table.stat().st_size > 1_000,
        "homes": (checkout / "homes.csv").exists(),
    }
    typed(checkout, "rm -rf report.csv folder table.xlsx homes.csv")
    return found


def test_scripts_work_beside_a_running_system(checkout, run):
    for command in SCRIPTS:
        done = typed(checkout, command)
        assert done.returncode == 0, command + done.stderr
        assert bool(done.stderr) == any(name in command for name in TELLING), command
    assert results(checkout) == {"report": True, "codebook": True, "table": True, "homes": True}
    assert run.is_ready()


def test_scripts_work_where_the_system_has_stopped(checkout):
    for command in SCRIPTS:
        done = typed(checkout, command)
        assert done.returncode == 0, command + done.stderr
        assert bool(done.stderr) == any(name in command for name in TELLING), command
    assert results(checkout) == {"report": True, "codebook": True, "table": True, "homes": True}
    assert gone(checkout)


def test_the_suite_starts_in_a_fresh_checkout(fresh):
    done = typed(fresh, "make test", PYTEST_ARGS="tests/cases/core/test_periods.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^=+ \d+ passed", done.stdout, re.MULTILINE)


def test_the_system_answers_and_names_the_logins(checkout, run):
    assert run.answer("/healthz") == (200, "ok\n")
    status, body = run.answer("/readyz")
    assert (status, json.loads(body)) == (200, {"database": "ok", "broker": "ok", "migrations": "ok"})
    assert run.answer("/account/login/")[0] == 200
    logins = checkout / "var" / "demo-logins.json"
    assert logins.stat().st_mode & 0o777 == 0o600
    for role in {login["role"] for login in json.loads(logins.read_text())}:
        first = next(login for login in json.loads(logins.read_text()) if login["role"] == role)
        assert any(first["email"] in line and first["password"] in line for line in run.said)


def test_a_launcher_killed_outright_leaves_nothing_that_runs(checkout, run):
    os.kill(run.launcher(), signal.SIGKILL)
    run.make.wait(60)
    assert gone(checkout)


def test_a_part_that_was_killed_is_started_again(checkout, run):
    for part in ("valkey", "worker", "beat", "web"):
        run.kill(part)
    assert wait_for(run.is_ready)
    # The database with a long query under way: its process does not notice that its server is gone.
    query = subprocess.Popen(
        [*DBSHELL, "-c", ENDLESS],
        cwd=checkout,
        env=own_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_for(lambda: ENDLESS in typed(checkout, RUNNING).stdout)
        run.kill("postgres")
        assert wait_for(run.is_ready)
        assert query.wait(60) != 0
    finally:
        query.kill()
        query.wait()
    assert run.make.poll() is None


def test_a_part_that_does_not_stay_up_ends_the_run_with_the_reason(checkout, run):
    for _ in range(4):
        run.kill("beat")
    run.end("beat")
    assert run.make.wait(60) == 2
    assert run.make.stdout is not None
    said = run.make.stdout.read()
    log = checkout / "var" / "logs" / "beat.log"
    assert f"Given up after 5 ends within a minute: beat was killed by signal 9; see {log}." in said
    assert gone(checkout)


def test_a_request_to_stop_ends_everything_in_order(checkout, run):
    os.kill(run.launcher(), signal.SIGTERM)
    assert run.make.wait(60) == 0
    assert gone(checkout)
