"""Two kinds of tests in this folder: rules about the repository, and sweeps, which ask the application."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database as a sweep; the rest are rules, which `make check` runs without one."""
    for item in items:
        if HERE in item.path.parents:
            is_sweep = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.sweep if is_sweep else pytest.mark.rule)
