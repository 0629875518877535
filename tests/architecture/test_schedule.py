"""The files that start a whole system stay on one process: planted under their names, run as the suite runs."""

import os
import subprocess
import sys

from config.env import ROOT
from tests.schedule import TOGETHER

PLANTED = """
import os
import time
from pathlib import Path
import pytest

@pytest.mark.parametrize("number", range(6))
def test_planted(number):
    time.sleep(0.02)
    with Path(__file__).with_suffix(".processes").open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + chr(10))
"""
LOOSE = "tests/cases/test_loose.py"


def test_the_tests_of_a_whole_system_stay_on_one_process(tmp_path):
    for name in [*TOGETHER, LOOSE]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PLANTED)
    (tmp_path / "pytest.ini").touch()
    subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.schedule", "-n", "2"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        check=True,
    )

    def processes(name):
        return (tmp_path / name).with_suffix(".processes").read_text().split()

    assert {name: len(set(processes(name))) for name in TOGETHER} == dict.fromkeys(TOGETHER, 1)
    assert {process for name in [*TOGETHER, LOOSE] for process in processes(name)} == {"gw0", "gw1"}


def test_the_files_that_stay_together_are_there():
    assert [name for name in TOGETHER if not (ROOT / name).is_file()] == []
