"""Every number of the lead's list opens the people that it counts."""

import re
from datetime import date

import pytest

from cases.audit.models import AuditEvent
from cases.people.models import Person
from cases.staff.codes import Role
from tests.factories.cases import AssignmentFactory, EnrolmentFactory, PersonFactory, TeamFactory, staff
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

BOARD = "/board/status-reports/"


@pytest.fixture
def team():
    return TeamFactory(name="Team Nord")


@pytest.fixture
def lead(client, team):
    lead = staff(Role.LEAD, team=team)
    client.force_login(lead)
    return lead


@pytest.fixture
def world(team, lead):
    """Of each worker: one made, one missing, one late; one without a worker; two workers with one name."""
    first = EnrolmentFactory(person=PersonFactory(team=team), start=date(2025, 2, 20))
    asks(first.programme, "housing_now")
    workers = [staff(team=team, name=name) for name in ("Mette Hansen", "Mette Hansen", "Bo Berg")]
    for worker in workers:
        made, missing, late = (
            EnrolmentFactory(person=PersonFactory(team=team), programme=first.programme, start=date(2025, *start))
            for start in ((2, 20), (2, 20), (1, 15))
        )
        for row in (made, missing, late):
            AssignmentFactory(enrolment=row, worker=worker)
        reported(made, worker, on=date(2025, 5, 20))
    return first.programme


def numbers(html):
    """The number of each link to a list, by the address that it opens."""
    found = re.findall(r'href="(/board/status-reports/\w+/[^"]*)">(?:[^<]*<span class="num">)?(\d+)', html)
    return {address.replace("&amp;", "&"): int(number) for address, number in found}


@pytest.mark.parametrize("query", ["", "?worker=", "?team=unknown"])
def test_every_number_is_the_length_of_the_list_it_opens(client, world, query):
    found = numbers(client.get(BOARD + query).content.decode())
    assert len(found) == 4 + 4 * 4
    for address, number in found.items():
        html = client.get(address).content.decode()
        assert (address, html.count('class="row-name"')) == (address, number)
    totals = {address: number for address, number in found.items() if "of_team" not in address}
    assert list(totals.values()) == [7, 3, 4, 3]


def test_two_workers_with_one_name_are_two_rows(client, world):
    rows = client.get(BOARD).context["rows"]
    assert [(row.worker, *(len(lines) for lines in row.lines.values())) for row in rows] == [
        ("Bo Berg", 2, 1, 1, 1),
        ("Mette Hansen", 2, 1, 1, 1),
        ("Mette Hansen", 2, 1, 1, 1),
        ("Uden medarbejder", 1, 0, 1, 0),
    ]


def test_a_list_shows_nobody_out_of_reach_and_is_noted(client, world, team, lead):
    other = TeamFactory()
    hidden = PersonFactory(team=other, first_name="Fremmed")
    EnrolmentFactory(person=hidden, programme=world, start=date(2025, 2, 20))
    html = client.get(f"{BOARD}missing/?of_team={other.code}").content.decode()
    assert "Fremmed" not in html
    assert 'class="row-name"' not in html
    restricted = Person.objects.filter(team=team).first()
    Person.objects.filter(pk=restricted.pk).update(is_restricted=True)
    client.get(f"{BOARD}expected/")
    event = AuditEvent.objects.filter(facts__page="reports_complete_list").latest("pk")
    assert (event.by, len(event.facts["shown"])) == (lead, 6)
    assert restricted.reference not in event.facts["shown"]
    assert client.get(f"{BOARD}nothing/").status_code == 404


@pytest.mark.parametrize("path", [BOARD, f"{BOARD}missing/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, world, team, path, django_assert_num_queries):
    with django_assert_num_queries(QUERIES[path]):
        client.get(path)
    for _ in range(3):
        row = EnrolmentFactory(person=PersonFactory(team=team), programme=world, start=date(2025, 2, 20))
        AssignmentFactory(enrolment=row, worker=staff(team=team))
    with django_assert_num_queries(QUERIES[path]):
        client.get(path)


QUERIES = {BOARD: 12, f"{BOARD}missing/": 9}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_the_lists_are_for_leads(client, team, role):
    client.force_login(staff(role, team=team))
    assert client.get(f"{BOARD}missing/").status_code == 403
