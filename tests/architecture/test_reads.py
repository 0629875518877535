"""Who reads about a young person is logged, on every page; and some roles read about nobody, on any page."""

import re

import pytest

from cases.enums import Role
from cases.models import AuditEvent
from tests.architecture.inhabited import World, inhabited
from tests.architecture.test_hostile_input import rolled_back
from tests.bare import Bare

pytestmark = pytest.mark.django_db

# The names, references and CPR numbers of the invented young people, and what stands in their notes.
PERSONAL = re.compile(r"Fornavn\d|Efternavn\d|\bA10000\b|\bT\d{5}\b|610304|Prøvevej")


@pytest.fixture
def world() -> World:
    return inhabited()


def pages(world: World, role: Role) -> dict[str, tuple[str, int]]:
    """Every page that the role may read, with what it says and the log entries that reading it left."""
    client = Bare()
    client.force_login(world.users[role])
    found = {}
    for _name, path, _view in world.paths():
        with rolled_back():
            response = client.get(path)
            assert response.status_code != 500, path
            if response.status_code == 200 and not response.streaming:
                found[path] = (response.content.decode(errors="replace"), AuditEvent.objects.count())
    return found


@pytest.mark.parametrize("role", [Role.LEAD, Role.CASEWORKER, Role.PARTNER])
def test_no_page_names_a_young_person_without_a_line_in_the_log(world, role):
    before = AuditEvent.objects.count()
    named = {path: entries for path, (text, entries) in pages(world, role).items() if PERSONAL.search(text)}
    assert len(named) > 4
    assert [path for path, entries in named.items() if entries == before] == []


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.ADMINISTRATOR])
def test_no_page_of_evaluators_and_administrators_names_a_young_person(world, role):
    """The pages of the reports and of the administration, and the API, in a world full of young people."""
    read = pages(world, role)
    assert len(read) > 8
    assert {path: PERSONAL.findall(text)[:3] for path, (text, _entries) in read.items() if PERSONAL.search(text)} == {}
