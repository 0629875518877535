"""A browser or service test that fails is tried once more; one that then passes is named at the end as flaky.

These tests wait for programs of others, which a busy machine can make late. Every other test that fails is a fault.
With `FLAKY_FILE` set, the names are also added to that file, for a verification of several runs to repeat at its end.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

WAITING = ("browser", "services")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last, because the folder of the browser tests marks its own in the same hook."""
    for item in items:
        if any(item.get_closest_marker(name) for name in WAITING):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter) -> Generator[None]:
    """Outside pytest's own summary, so that the names stand below it, in the last lines."""
    yield
    names = {
        outcome: {report.nodeid for report in terminalreporter.getreports(outcome)}
        for outcome in ("rerun", "passed", "failed", "error")
    }
    flaky = sorted(names["rerun"] & names["passed"] - names["failed"] - names["error"])
    lines = [f"FLAKY {name}" for name in flaky]
    for line in lines:
        terminalreporter.write_line(line, yellow=True)
    # With several processes, each has a summary of its own part, and the first one that of the whole.
    if lines and "FLAKY_FILE" in os.environ and not hasattr(terminalreporter.config, "workerinput"):
        with Path(os.environ["FLAKY_FILE"]).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
