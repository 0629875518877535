"""Who keeps the accounts."""

import pytest
from django.test import Client

from cases.staff.codes import Role
from cases.staff.models import User
from tests.factories.cases import (
    staff,
)


@pytest.fixture
def administrator() -> User:
    return staff(Role.ADMINISTRATOR)


@pytest.fixture
def inside(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client
