"""A worker who fills in a report that asks the young person something."""

from datetime import date

import pytest

from tests.factories.cases import AssignmentFactory, EnrolmentFactory, PersonFactory, TeamFactory, staff
from tests.factories.statusreports import asks


@pytest.fixture
def team():
    return TeamFactory(name="Team Nord")


@pytest.fixture
def worker(team):
    return staff(team=team, name="Mette Hansen")


@pytest.fixture
def enrolment(team, worker):
    person = PersonFactory(team=team, first_name="Zara", last_name="Zeeberg")
    enrolment = EnrolmentFactory(person=person, start=date(2025, 1, 15))
    AssignmentFactory(enrolment=enrolment, worker=worker)
    asks(enrolment.programme, "housing_now", "income", "mastery", "general_health", "who5", edition="2022-youth")
    return enrolment


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client
