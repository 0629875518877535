"""A test knows what day it is: nothing in tests/ reads the machine's own time or waits for it to pass."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import parse, python_files

READS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "django.utils.timezone.now",
    "time.time",
    "time.time_ns",
}
# These give the present when they are given nothing, and else turn a known moment into local time.
READS_WITHOUT_ARGUMENTS = {"django.utils.timezone.localdate", "django.utils.timezone.localtime", "time.localtime"}
SLEEP = "time.sleep"
BROWSER_SLEEP = "wait_for_timeout"


def clock_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """What reads the present, called or handed on to be called; `tests.clock` says what the tests use instead."""
    known = _imported(tree)
    converting = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args}
    for node in ast.walk(tree):
        name = _full_name(node, known)
        if name in READS or (name in READS_WITHOUT_ARGUMENTS and id(node) not in converting):
            yield f"{path}:{node.lineno} reads the clock: {name}"  # type: ignore[attr-defined]


def sleep_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Waits of a fixed length. A pause between two looks at a condition, inside `while`, is none."""
    known = _imported(tree)
    polling = {id(inner) for loop in ast.walk(tree) if isinstance(loop, ast.While) for inner in ast.walk(loop)}
    for node in ast.walk(tree):
        if _full_name(node, known) == SLEEP and id(node) not in polling:
            yield f"{path}:{node.lineno} sleeps"  # type: ignore[attr-defined]
        if isinstance(node, ast.Attribute) and node.attr == BROWSER_SLEEP:
            yield f"{path}:{node.lineno} lets the browser sleep"


def _imported(tree: ast.AST) -> dict[str, str]:
    """The full name of everything that the file's imports give a name to."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                known[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return known


def _full_name(node: ast.AST, known: dict[str, str]) -> str:
    """What a name or attribute stands for; empty for all that was not imported."""
    match node:
        case ast.Name(id=name):
            return known.get(name, "")
        case ast.Attribute(value=value, attr=attr):
            base = _full_name(value, known)
            return f"{base}.{attr}" if base else ""
        case _:
            return ""


# No tests: a crowd works on a real server, which runs by the machine's own clock.
LOAD = {Path("tests/bench/load.py"), Path("tests/bench/crowd.py")}


@pytest.mark.parametrize("check", [clock_faults, sleep_faults])
def test_no_test_reads_the_clock_or_sleeps(check):
    files = [path for path in python_files("tests") if path not in LOAD]
    assert files
    assert [fault for path in files for fault in check(path, parse(path))] == []


@pytest.mark.parametrize(
    ("imports", "read"),
    [
        ("from django.utils import timezone", "timezone.now"),
        ("from django.utils import timezone", "timezone.localdate"),
        ("from django.utils import timezone", "timezone.localtime"),
        ("from django.utils.timezone import now", "now"),
        ("from django.utils.timezone import now as present", "present"),
        ("from datetime import date", "date.today"),
        ("from datetime import datetime as dt", "dt.now"),
        ("import datetime", "datetime.datetime.utcnow"),
        ("import time", "time.time"),
        ("from time import time_ns", "time_ns"),
    ],
)
def test_a_planted_read_is_found_called_or_handed_on(imports, read):
    for use in (f"started = {read}()", f"field = LazyFunction({read})"):
        assert len(list(clock_faults(Path("tests/x.py"), ast.parse(f"{imports}\n{use}")))) == 1


def test_a_time_zone_as_argument_makes_it_no_less_a_read():
    source = "from datetime import UTC, datetime\nstarted = {read}(UTC)".format(read="datetime.now")
    assert len(list(clock_faults(Path("tests/x.py"), ast.parse(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils import timezone\ntimezone.localtime(contact.happened_at)",
        "from django.utils.timezone import localdate\nlocaldate(contact.happened_at)",
        "import time\ntime.monotonic()",
        "import time\ntime.perf_counter()",
        "from datetime import date\ndate(2025, 6, 4)",
        "def test_x(today): assert today",
        "calendar.today",
    ],
)
def test_what_only_looks_like_a_read_is_none(source):
    assert list(clock_faults(Path("tests/x.py"), ast.parse(source))) == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("import time\ntime.sleep(1)", 1),
        ("from time import sleep\nfor _ in range(9): sleep(0.1)", 1),
        ("page.wait_for_timeout(500)", 1),
        ("import time\nwhile not ready(): time.sleep(0.1)", 0),
        ("Program('sleeper', ['sleep', '60'])", 0),
    ],
)
def test_a_planted_sleep_is_found(source, faults):
    assert len(list(sleep_faults(Path("tests/x.py"), ast.parse(source)))) == faults
