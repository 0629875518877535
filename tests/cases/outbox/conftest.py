"""A caseworker with a young person to hand over."""

import pytest
from django.test import Client

from cases.people.models import Person
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Team
from tests.factories.cases import (
    PersonFactory,
    TeamFactory,
    staff,
)


@pytest.fixture
def team() -> Team:
    return TeamFactory()


@pytest.fixture
def worker(team: Team) -> User:
    return staff(Role.CASEWORKER, team)


@pytest.fixture
def person(team: Team) -> Person:
    return PersonFactory(team=team, first_name="Ærø", last_name="Plantagenet", phone="60606060", email="p@example.org")


@pytest.fixture
def inside(client: Client, worker: User) -> Client:
    client.force_login(worker)
    return client
