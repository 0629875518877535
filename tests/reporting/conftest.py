"""What several modules of these tests share."""

from collections.abc import Iterator

import pytest

from tests.reporting.planted import World, committed_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """A programme with planted texts, committed once for a module: an export reads over a connection of its own."""
    with django_db_blocker.unblock(), committed_world() as world:
        yield world
