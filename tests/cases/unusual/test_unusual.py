"""The unusual values that somebody has confirmed: the team lead finds them all, the latest first."""

from datetime import date, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.contacts.actions import log_contact, withdraw_contact
from cases.core.plausible import token
from cases.people.actions import register_person
from cases.people.models import Person
from cases.records.models import AskedRecord
from cases.staff.codes import Role
from cases.unusual import queries as boards
from cases.unusual.kinds import unusual_kinds
from housing.stays.actions import start_stay
from tests.clock import NOW
from tests.factories.cases import PersonFactory, TeamFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
URL = "/board/unusual/"
# Records with soft limits that are about no young person: an administrator or lead sets them up.
SET_UP = {"Programme", "PhaseTemplate", "CaseloadNorm", "Membership"}


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def lead(team):
    return staff(Role.LEAD, team)


@pytest.fixture
def worker(team):
    return staff(Role.CASEWORKER, team, name="Jonas Holm")


@pytest.fixture
def page(client, lead):
    client.force_login(lead)
    return client


def long_contact(by, *people, days_ago=0):
    """A contact of ten hours, confirmed."""
    at = NOW - timedelta(days=days_ago)
    return log_contact(
        by=by, at=at, people=people, happened_at=at, kind="meeting", outcome="reached", minutes=600,
        confirmed={token("minutes", 600)},
    )[0]  # fmt: skip


def test_every_record_about_a_young_person_with_soft_limits_is_on_the_list():
    listed = {kind.rows().model.__name__ for kind in unusual_kinds()}
    assert listed == {model.__name__ for model in AskedRecord.__subclasses__()} - SET_UP


def test_the_latest_confirmed_stands_first_with_what_was_confirmed_and_by_whom(page, worker, team):
    old = PersonFactory(team=team, first_name="Ida", last_name="Lund")
    other = PersonFactory(team=team, first_name="Bo", last_name="Vang")
    contact = long_contact(worker, old, other, days_ago=5)
    born = date(2015, 1, 1)
    young = register_person(
        by=worker, at=NOW - timedelta(days=2), team=team, first_met_on=date(2025, 5, 1), first_name="Mio",
        birth_date=born, confirmed={token("birth_date", born)},
    )  # fmt: skip
    lines = [(line.kind, line.url, line.values, line.who) for line in page.get(URL).context["lines"]]
    assert lines == [
        ("Ung", f"/people/{young.reference}/", [("Fødselsdato", "01.01.2015")], "Jonas Holm"),
        ("Kontakt", f"/contacts/{contact.pk}/", [("Minutter", "600")], "Jonas Holm"),
    ]
    assert set(page.get(URL).context["lines"][1].names.split(", ")) == {"Ida Lund", "Bo Vang"}
    shown = AuditEvent.objects.filter(facts__page="unusual").latest("pk").facts["shown"]
    assert set(shown) == {young.reference, old.reference, other.reference}


def test_the_number_on_the_board_is_as_long_as_the_list(page, worker, team):
    other_team = TeamFactory(code="anden")
    lead = page.get(URL).wsgi_request.user
    lead.memberships.create(role=Role.LEAD, team=other_team, start=date(2025, 1, 1))
    for where in (team, team, other_team):
        long_contact(worker, PersonFactory(team=where))
    long_contact(worker, PersonFactory(team=team, is_restricted=True))
    long_contact(worker, PersonFactory())
    for query, number in (("", 3), ("?team=anden", 1), (f"?team={team.code}", 2)):
        panel = next(html for html in page.get("/board/" + query).context["panels"] if 'id="unusual"' in html)
        assert f'href="{URL}{query}"' in panel
        assert f'<span class="stat-value">{number}</span>' in panel
        assert page.get(URL + query).context["page"].paginator.count == number


def test_of_a_contact_only_those_in_reach_are_named(page, worker, team):
    long_contact(
        worker, PersonFactory(team=team, first_name="Ida", last_name="Lund"), PersonFactory(first_name="Hemmelig")
    )
    assert [line.names for line in page.get(URL).context["lines"]] == ["Ida Lund"]


def test_what_was_withdrawn_is_no_longer_looked_at(page, worker, team):
    contact = long_contact(worker, PersonFactory(team=team))
    withdraw_contact(by=worker, at=NOW, contact=contact, why="Tastefejl")
    assert page.get(URL).context["lines"] == []


def test_a_stay_of_housing_is_on_it_too(page, worker, team):
    person, start = PersonFactory(team=team), date(2000, 1, 1)
    type(person).objects.filter(pk=person.pk).update(birth_date=date(1999, 1, 1))
    start_stay(
        by=worker, at=NOW, person=Person.objects.get(pk=person.pk), kind="friends_family", start=start,
        confirmed={token("start", start)},
    )  # fmt: skip
    assert [line.url for line in page.get(URL).context["lines"]] == [f"/housing/people/{person.reference}/stays/"]


def test_it_is_paged(page, worker, team):
    for _ in range(3):
        long_contact(worker, PersonFactory(team=team))
    found = boards.unusual(Person.objects.all())
    assert [found.count(), len(found[:2]), len(found[2:])] == [3, 2, 1]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEAD])
def test_it_is_for_leads(client, role):
    client.force_login(staff(role))
    assert client.get(URL).status_code == 403


def test_the_number_of_queries_does_not_grow(page, worker, team, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(40) as queries:
            page.get(URL)
        return len(queries)

    long_contact(worker, PersonFactory(team=team))
    page.get(URL)
    one = count()
    for _ in range(9):
        long_contact(worker, PersonFactory(team=team), PersonFactory(team=team))
    assert count() == one
