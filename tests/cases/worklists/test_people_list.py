"""The list of young people: what it shows, what it never shows, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.intake.codes import ScreeningOutcome
from cases.people.models import Person
from cases.staff.codes import Role
from tests.cases.worklists.test_people_search import search
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    cpr_fields,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

LIST, SEARCH = reverse("cases:person_list"), reverse("cases:person_search")


@pytest.fixture
def team():
    return TeamFactory(code="vesterbro")


@pytest.fixture
def worker(team, client):
    worker = staff(team=team)
    client.force_login(worker)
    return worker


@pytest.fixture
def programme():
    return ProgrammeFactory(code="unge", name="Ungeprojektet")


def enrolled(team, programme, *, days=100, position=0, **facts):
    """A young person enrolled `days` ago, in the phase of that position."""
    person = PersonFactory(team=team, **facts)
    start = TODAY - timedelta(days=days)
    enrolment = EnrolmentFactory(person=person, programme=programme, start=start)
    phase = programme.phases.filter(position=position).first() or PhaseTemplateFactory(
        programme=programme, position=position
    )
    PhaseSpellFactory(enrolment=enrolment, phase=phase)
    return person


def names(response):
    return [row.person.first_name for row in response.context["rows"]]


def test_a_row_says_where_someone_stands(client, worker, team, programme):
    person = enrolled(team, programme, first_name="Ida", last_name="Holm")
    AssignmentFactory(enrolment=person.enrolments.get(), worker=worker)
    row = client.get(LIST).context["rows"][0]
    assert (row.person, row.phases, row.worker, row.contact) == (
        person,
        [("Ungeprojektet", "Fase 0")],
        worker.name,
        "Ikke truffet endnu",
    )
    assert [badge.text for badge in row.badges] == ["Ingen kontakt i 100 dage"]


def test_the_filters_stand_in_the_address(client, worker, team, programme):
    other = TeamFactory(code="amager")
    worker.memberships.create(role=Role.CASEWORKER, team=other, start=TODAY)
    first = enrolled(team, programme, first_name="A")
    enrolled(team, programme, first_name="B", position=1)
    enrolled(other, ProgrammeFactory(code="bo"), first_name="C")
    PersonFactory(team=team, first_name="D")
    closed = enrolled(team, programme, first_name="E")
    closed.enrolments.update(end=TODAY - timedelta(days=1), closing_reasons=["moved"])
    AssignmentFactory(enrolment=first.enrolments.get(), worker=worker)
    second = programme.phases.get(position=1)
    expected = {
        "": ["A", "B", "C", "D", "E"],
        "?programme=unge": ["A", "B"],
        "?team=amager": ["C"],
        "?team=vesterbro": ["A", "B", "D", "E"],
        f"?phase={second.pk}": ["B"],
        f"?worker={worker.pk}": ["A"],
        "?list=enrolled": ["A", "B", "C"],
        "?list=unassigned": ["B", "C"],
        "?list=waiting": ["D"],
        "?list=closed": ["E"],
        "?list=closed&programme=unge": ["E"],
        "?list=closed&programme=bo": [],
        "?list=nonsense&team=nowhere&page=99&worker=x": ["A", "B", "C", "D", "E"],
    }
    assert {query: sorted(names(client.get(LIST + query))) for query in expected} == expected


def test_the_order_can_be_chosen(client, worker, team, programme):
    for name, days in (("Bo", 3), ("Ask", 20), ("Cille", None)):
        person = enrolled(team, programme, first_name=name, last_name="X")
        person.enrolments.get().phase_spells.update(target_end=TODAY + timedelta(days=days or 1))
        if days:
            when = NOW - timedelta(days=days)
            ContactFactory(people=[person], happened_at=when, registered_at=when)
    assert names(client.get(LIST)) == ["Ask", "Bo", "Cille"]
    assert names(client.get(LIST + "?sort=contact")) == ["Cille", "Ask", "Bo"]
    assert names(client.get(LIST + "?sort=target")) == ["Cille", "Bo", "Ask"]


def test_someone_in_two_programmes_stands_there_once(client, worker, team, programme):
    person = enrolled(team, programme, first_name="Ida")
    EnrolmentFactory(person=person, programme=ProgrammeFactory(), start=TODAY)
    assert names(client.get(LIST)) == ["Ida"]
    assert client.get(LIST).context["page"].paginator.count == 1


def gone_from(team, **facts):
    """A young person whose only enrolment ended ten days ago."""
    day = TODAY - timedelta(days=10)
    return EnrolmentFactory(
        person__team=team, end=day, closing_reasons=["moved"], **{f"person__{name}": v for name, v in facts.items()}
    ).person


def test_without_an_enrolment_a_row_says_how_far_it_came(client, worker, team):
    PersonFactory(team=team, first_name="Aya")
    ScreeningFactory(person__team=team, person__first_name="Bo")
    ScreeningFactory(
        person__team=team, person__first_name="Cleo", outcome=ScreeningOutcome.NOT_ELIGIBLE, reasons=["age"]
    )
    gone_from(team, first_name="Dan")
    said = {
        row.person.first_name: [str(badge.text) for badge in row.badges] for row in client.get(LIST).context["rows"]
    }
    assert said == {
        "Aya": ["Ikke indskrevet"],
        "Bo": ["Ikke indskrevet"],
        "Cleo": ["Ikke i målgruppen"],
        "Dan": ["Forløb afsluttet"],
    }


def test_an_empty_list_says_what_to_do_next(client, worker):
    assert "Opret den første" in client.get(LIST).content.decode()
    assert "Fjern et filter" in client.get(LIST + "?list=closed").content.decode()


def test_looking_at_the_list_is_logged(client, worker, team):
    person = PersonFactory(team=team)
    client.get(LIST + "?list=waiting")
    event = AuditEvent.objects.get()
    facts = {"list": "waiting", "found": 1, "shown": [person.reference]}
    assert (event.action, event.facts) == (AuditAction.LISTED, facts)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_people_who_are_not_enrolled(
    *, rows, client, worker, team, django_assert_num_queries
):
    for _ in range(rows):
        ScreeningFactory(person__team=team)
        gone_from(team)
    client.get(LIST)
    with django_assert_num_queries(13):
        client.get(LIST)


# Who never shows


@pytest.fixture
def hidden(team):
    """Two who must not show: a protected one of the own team, and one of another team."""
    common = {"first_name": "Hemmelig", "last_name": "Planteskov", "alias": "Skyggen", "phone": "20123456"}
    return [
        PersonFactory(**common, team=team, is_restricted=True, **cpr_fields("6103044233")),
        PersonFactory(**common, team=TeamFactory(), birth_date="2003-05-06"),
    ]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY, Role.LEAD])
def test_someone_hidden_is_in_no_list_and_no_search(role, client, team, hidden):
    client.force_login(staff(role, team))
    pages = [client.get(LIST + query) for query in ("", "?list=waiting", "?sort=contact", "?sort=target")]
    typed = (
        "hemmelig",
        "skyggen",
        "skygge",
        "610304-4233",
        "+45 20 12 34 56",
        *(person.reference for person in hidden),
    )
    pages += [search(client, text) for text in typed]
    for page in pages:
        text = page.content.decode()
        for secret in ("Planteskov", "Skyggen<", f"/people/{hidden[0].reference}/", f"/people/{hidden[1].reference}/"):
            assert secret not in text


@pytest.mark.parametrize("role", [Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_who_does_not_work_cases_gets_neither_list_nor_search(role, client):
    client.force_login(staff(role))
    assert (client.get(LIST).status_code, client.post(SEARCH, {"q": "ida"}).status_code) == (403, 403)


def test_visible_to_in_one_place(team, hidden):
    mine = PersonFactory(team=team)
    assert list(Person.objects.visible_to(staff(team=team))) == [mine]
