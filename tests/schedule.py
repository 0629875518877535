"""Which tests stay together on one process: files whose fixture starts a whole system and fills it, or opens every page.

`--dist loadgroup` is made for this, but with pytest 9.1 and later it no longer sees its own marks.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = frozenset(
    {
        "tests/architecture/test_every_page.py",
        "tests/browser/test_journeys_server.py",
        "tests/browser/test_pages.py",
        "tests/local/test_run.py",
    }
)


class Together(LoadScopeScheduling):
    """Every test goes where there is room, except those of a file of TOGETHER, which go to one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)
