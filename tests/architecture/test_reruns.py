"""Who gets a second try, and that nobody gets it in silence: planted tests, run as the suite runs."""

import os
import subprocess
import sys

import pytest

from config.env import ROOT

PLANTED = """
from pathlib import Path
import pytest

def nth(name):
    tries = Path(__file__).with_name(name)
    tries.write_text(tries.read_text() + "x" if tries.exists() else "x")
    return len(tries.read_text())

@pytest.fixture
def late_end():
    yield
    assert nth("late_end") > 1

@pytest.mark.browser
def test_late_page():
    assert nth("late_page") > 1

@pytest.mark.services
def test_late_end(late_end):
    pass

@pytest.mark.browser
def test_steady_page():
    assert nth("steady_page") == 1

@pytest.mark.browser
def test_broken_page():
    nth("broken_page")
    assert False

def test_own_code():
    assert nth("own_code") > 1
"""
PLUGINS = ["-p", "xdist", "-p", "pytest_rerunfailures", "-p", "tests.reruns"]
PASSING = "late or steady"
WAYS = [[], ["-n", "2"]]


@pytest.fixture(params=WAYS, ids=["one process", "two processes"])
def suite(request, tmp_path):
    """Runs the chosen ones of the planted tests; what was said, the exit code, and the names kept for the end."""
    (tmp_path / "test_planted.py").write_text(PLANTED)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n  services\n")
    kept = tmp_path / "flaky"

    def run(chosen):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *PLUGINS, "-ra", "-k", chosen, *request.param],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT), "FLAKY_FILE": str(kept), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.splitlines(), done.returncode, kept.read_text().splitlines() if kept.exists() else []

    return run


def test_a_late_browser_or_service_test_passes_and_is_named_in_the_last_lines(suite, tmp_path):
    said, code, kept = suite(PASSING)
    named = ["FLAKY test_planted.py::test_late_end", "FLAKY test_planted.py::test_late_page"]
    assert (said[-3:-1], kept, code) == (named, named, 0)
    assert (tmp_path / "steady_page").read_text() == "x"


def test_one_that_fails_twice_fails_and_is_not_called_flaky(suite, tmp_path):
    said, code, kept = suite("broken")
    assert (code, kept) == (1, [])
    assert [line for line in said if line.startswith(("FLAKY", "FAILED"))] == [
        "FAILED test_planted.py::test_broken_page - assert False"
    ]
    assert (tmp_path / "broken_page").read_text() == "xx"


def test_every_other_test_has_one_try(suite, tmp_path):
    _said, code, kept = suite("own")
    assert (code, kept) == (1, [])
    assert (tmp_path / "own_code").read_text() == "x"
