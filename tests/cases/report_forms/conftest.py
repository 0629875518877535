"""A team with a worker and one young person, whose programme asks status reports."""

from datetime import date

import pytest

from cases.staff.codes import Role
from tests.factories.cases import AssignmentFactory, EnrolmentFactory, PersonFactory, TeamFactory, staff
from tests.factories.statusreports import asks

ASKED = (
    "housing_now",
    "slept",
    "nights",
    "why_no_home",
    "waiting_list",
    "income",
    "domains",
    "visits",
    "visit_minutes",
    "who5",
)


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
    """Enrolled on 15 January 2025: the first report is due on 15 April, the second on 15 July."""
    person = PersonFactory(team=team, first_name="Zara", last_name="Zeeberg")
    enrolment = EnrolmentFactory(person=person, start=date(2025, 1, 15))
    AssignmentFactory(enrolment=enrolment, worker=worker)
    asks(enrolment.programme, *ASKED)
    return enrolment


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client
