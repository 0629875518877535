"""Folders and commands for the tests of the launcher, which run it as a person would: from outside."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from config.env import ROOT
from config.local.places import Places

# What the surrounding test run itself was started with must not reach the launcher under test.
OWN = (
    "DATABASE_URL",
    "REDIS_URL",
    "DATA_DIR",
    "PORT",
    "DJANGO_SETTINGS_MODULE",
    "SECRET_KEY",
    "CPR_KEYS",
    "CPR_HASH_KEY",
)
OWN_BEGINNINGS = ("PG", "PYTEST", "MAKE", "MFLAGS")


def own_environment() -> dict[str, str]:
    """The environment of somebody who types a command in a terminal of their own."""
    return {
        name: value for name, value in os.environ.items() if name not in OWN and not name.startswith(OWN_BEGINNINGS)
    }


def environment(data: Path, **extra: str) -> dict[str, str]:
    return own_environment() | {"DATA_DIR": str(data)} | extra


def launch(data: Path, *arguments: str, **extra: str) -> subprocess.Popen[str]:
    """Start the launcher with the folder; its output can be read line by line."""
    return subprocess.Popen(
        [sys.executable, "-m", "config.local", *arguments],
        cwd=ROOT,
        env=environment(data, **extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def execute(
    data: Path, *command: str, become: Callable[[], None] | None = None, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Run one command with the services of the folder; `become` first turns the launcher into another user."""
    return subprocess.run(
        [sys.executable, "-m", "config.local", "exec", "--", *command],
        cwd=ROOT,
        env=environment(data, **extra),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=become,
    )


def read_until(launcher: subprocess.Popen[str], wanted: str) -> list[str]:
    """The launcher's lines up to the one with the wanted words; fails with all of them if it ends before."""
    assert launcher.stdout is not None
    lines: list[str] = []
    for line in launcher.stdout:
        lines.append(line.rstrip("\n"))
        if wanted in line:
            return lines
    pytest.fail(f"{wanted!r} was never said:\n" + "\n".join(lines))


def processes_of(data: Path) -> list[int]:
    """The processes that were started with the folder: its name stands in their environment or command line."""
    mark = os.fsencode(data)
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if mark in said and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@contextmanager
def folder(mode: int) -> Iterator[Path]:
    """A folder for one test; what still runs on it afterwards is ended, so that one failure stays one."""
    base = Path(tempfile.mkdtemp(prefix="hjemvej test "))
    base.chmod(mode)
    path = base / "Hjemvej på Ærø"
    try:
        yield path
    finally:
        for pid in processes_of(path):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        Places(path).remove()
        shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder with a space and Danish letters, which only this user may enter."""
    with folder(0o700) as path:
        yield path


@pytest.fixture
def other_data() -> Iterator[Path]:
    """The same, which everyone may enter."""
    with folder(0o755) as path:
        yield path
