"""A lead whose programme asks status reports, with a worker and a course."""

from datetime import date

import pytest

from cases.staff.codes import Role
from tests.factories.cases import AssignmentFactory, EnrolmentFactory, PersonFactory, TeamFactory, staff, works_in
from tests.factories.statusreports import asks


@pytest.fixture
def team():
    return TeamFactory(name="Team Nord")


@pytest.fixture
def worker(team):
    return staff(team=team, name="Mette Hansen")


@pytest.fixture
def lead(team):
    return staff(Role.LEAD, team=team, name="Lene Leder")


@pytest.fixture
def enrolment(team, worker):
    person = PersonFactory(team=team, first_name="Zara", last_name="Zeeberg")
    enrolment = EnrolmentFactory(person=person, start=date(2025, 1, 15))
    AssignmentFactory(enrolment=enrolment, worker=worker)
    asks(enrolment.programme, "housing_now", "slept", "why_no_home", "income")
    return enrolment


@pytest.fixture
def programme(enrolment, team):
    works_in(team, enrolment.programme)
    return enrolment.programme


@pytest.fixture
def page(client, lead):
    client.force_login(lead)
    return client
