"""Housing tests read the English texts, whatever language a page before them was shown in."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories.cases import PersonFactory, TeamFactory, staff

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def worker(team):
    return staff(team=team)


@pytest.fixture
def page(client, worker):
    """A signed-in worker's browser: `page(name, *args)` opens, `page(name, *args, field=value)` sends a form."""
    client.force_login(worker)

    def visit(name, *args, query="", **fields):
        url = reverse(f"housing:{name}", args=args) + query
        return client.post(url, fields, **ENGLISH) if fields else client.get(url, **ENGLISH)

    return visit


@pytest.fixture
def person(team):
    return PersonFactory(team=team, first_name="Aya", last_name="Prøve")
