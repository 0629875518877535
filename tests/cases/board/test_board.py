"""The team lead's board: true totals, and behind every number the list it counts."""

import re
from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest

from cases.programmes.codes import WorkerFunction
from cases.programmes.models import CaseloadNorm, Post
from cases.programmes.rules import norm_of
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    START,
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningRequestFactory,
    TeamFactory,
    staff,
)

pytestmark = pytest.mark.servers
URL = "/board/"


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def lead(team):
    return staff(Role.LEAD, team)


@pytest.fixture
def page(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def programme(db):
    return ProgrammeFactory(code="kbh", name="Hjemløse unge", quiet_days=14, silent_days=30, capacity=4)


@pytest.fixture
def phases(programme):
    return [PhaseTemplateFactory(programme=programme, position=n, name_da=name) for n, name in enumerate("ABC")]


def enrolled(team, programme, phase, *, days=0, worker=None, target_in=10, **fields):
    enrolment = EnrolmentFactory(person=PersonFactory(team=team, **fields), programme=programme)
    target = TODAY + timedelta(days=target_in)
    PhaseSpellFactory(enrolment=enrolment, phase=phase, target_end=target)
    when = NOW - timedelta(days=days)
    ContactFactory(people=[enrolment.person], happened_at=when, registered_at=when)
    if worker:
        AssignmentFactory(enrolment=enrolment, worker=worker)
    return enrolment


def tiles(response):
    return {str(tile.label): tile.number for tile in response.context["tiles"]}


def numbers_and_links(html):
    """Every number on the page that is a link to a list of young people, with its address."""
    cells = re.findall(
        r'<a href="(/people/[^"]*)"[^>]*class="[^"]*"[^>]*>\s*(?:<span class="stat-value">)?(\d+)', html
    )
    return [(url.replace("&amp;", "&"), int(number)) for url, number in cells]


def test_the_tiles(page, team, programme, phases):
    worker = staff(team=team)
    enrolled(team, programme, phases[0], worker=worker)
    enrolled(team, programme, phases[0], days=14, worker=worker)
    enrolled(team, programme, phases[1], days=30, target_in=-1)
    assert tiles(page.get(URL)) == {
        "Indskrevet": 3,
        "Ingen kontakt i 14 dage": 2,
        "Ingen kontakt i 30 dage": 1,
        "Uden medarbejder": 1,
        "Fasemål overskredet": 1,
        "På pause": 0,
        "Venter på målgruppevurdering": 0,
    }


def test_protected_young_people_stand_in_the_total_alone(page, team, programme, phases):
    """One of two is protected. Who knows the other finds them in no phase, with no worker, in no list and no filter."""
    worker = staff(team=team)
    enrolled(team, programme, phases[0], worker=worker)
    hidden = enrolled(team, programme, phases[0], worker=worker, first_name="Hemmelig", is_restricted=True)
    for query in ("", "?programme=kbh", f"?team={team.code}", f"?worker={worker.pk}"):
        response = page.get(URL + query)
        assert (tiles(response)["Indskrevet"], tiles(response)["Ingen kontakt i 30 dage"]) == (1, 0)
        assert [load["people"].number for load in response.context["caseloads"]] == [1]
        assert [row["people"].number for row in response.context["phases"]] == [1, 0, 0]
        assert [(linked.number, row.used) for row, linked in response.context["places"]] == [(1, 2)]
        assert response.context["not_distributed"] == 1
        html = response.content.decode()
        assert "Ikke fordelt, særlig beskyttelse: 1" in html
        assert [text in html for text in ("Hemmelig", hidden.person.reference)] == [False, False]
    other = ProgrammeFactory(code="andet")
    enrolled(team, other, PhaseTemplateFactory(programme=other))
    assert "Ikke fordelt" not in page.get(f"{URL}?programme=andet").content.decode()


def test_every_number_opens_a_list_just_as_long(page, team, programme, phases):
    other = ProgrammeFactory(quiet_days=3, silent_days=5)
    worker, second = staff(team=team, name="Ali Hansen"), staff(team=team, name="Bo Holm")
    enrolled(team, programme, phases[0], worker=worker)
    enrolled(team, programme, phases[1], days=20, worker=worker, target_in=-3)
    both = enrolled(team, programme, phases[1], days=40, worker=second)
    twice = EnrolmentFactory(person=both.person, programme=other)
    AssignmentFactory(enrolment=twice, worker=second, function=WorkerFunction.JOB)
    PhaseSpellFactory(enrolment=twice, phase=PhaseTemplateFactory(programme=other))
    enrolled(team, programme, phases[2], days=3)
    enrolled(team, programme, phases[2], is_restricted=True)
    for hidden in (False, False, True):
        PersonFactory(team=team, is_restricted=hidden)
    ScreeningRequestFactory(person__team=team, programme=other)

    @cache
    def length(url):
        return page.get(url).context["page"].paginator.count

    for query in ("", "?programme=kbh", f"?worker={second.pk}", f"?team={team.code}&programme={other.code}"):
        found = numbers_and_links(page.get(URL + query).content.decode())
        assert len(found) >= 10
        assert [(url, length(url)) for url, _number in found] == found


def test_those_who_wait_for_a_screening_are_counted_as_their_list(page, team, programme, phases):
    """Two undecided, one of them protected and not told of; one asked about for another programme, one for both; one of another team."""
    other = ProgrammeFactory(code="anden")
    enrolled(team, programme, phases[0])
    enrolled(team, other, PhaseTemplateFactory(programme=other))
    for hidden in (False, True):
        PersonFactory(team=team, is_restricted=hidden)
    ScreeningRequestFactory(person__team=team, programme=other)
    both = PersonFactory(team=team)
    for asked_about in (other, programme):
        ScreeningRequestFactory(person=both, programme=asked_about)
    PersonFactory()
    found = [
        tiles(page.get(URL + query))["Venter på målgruppevurdering"]
        for query in ("", "?programme=kbh", "?programme=anden", f"?team={team.code}")
    ]
    assert found == [3, 2, 3, 3]


def test_filters_stand_in_the_address_and_wrong_ones_are_left_out(page, team, programme, phases):
    worker = staff(team=team)
    enrolled(team, programme, phases[0], worker=worker)
    other = ProgrammeFactory(code="anden")
    enrolled(team, other, PhaseTemplateFactory(programme=other))
    assert tiles(page.get(URL))["Indskrevet"] == 2
    assert tiles(page.get(URL, {"programme": "kbh"}))["Indskrevet"] == 1
    assert tiles(page.get(URL, {"worker": worker.pk}))["Indskrevet"] == 1
    assert tiles(page.get(URL, {"team": TeamFactory().code, "worker": "x", "programme": "nej"}))["Indskrevet"] == 2


def test_other_teams_are_not_on_the_board_but_use_places(page, team, programme, phases):
    enrolled(team, programme, phases[0])
    enrolled(TeamFactory(), programme, phases[0])
    response = page.get(URL)
    assert tiles(response)["Indskrevet"] == 1
    row, linked = response.context["places"][0]
    assert (linked.number, row.used, row.free) == (1, 2, 2)


def test_more_enrolled_than_places(page, team, programme, phases):
    for _ in range(5):
        enrolled(team, programme, phases[0])
    assert page.get(URL).context["places"][0][0].free == -1


def test_empty_phases_are_shown_in_their_order(page, team, programme, phases):
    enrolled(team, programme, phases[1], target_in=-2)
    rows = page.get(URL).context["phases"]
    assert [(row["name"], row["people"].number, row["overdue"].number) for row in rows] == [
        ("A", 0, 0),
        ("B", 1, 1),
        ("C", 0, 0),
    ]


# Caseload and norm


@pytest.mark.parametrize(
    ("hours", "norm"),
    [
        ([], "8"),
        (["37"], "8"),
        (["18.5"], "4"),
        (["30", "30"], "6.486"),
        (["37", "18.5"], "8"),
    ],
)
def test_the_norm_follows_the_hours_where_they_are_known(hours, norm):
    """8 young people at 37 hours; 8 × 30 / 37 = 6.486; posts that differ say nothing about one worker."""
    assert round(norm_of(8, [Decimal(hour) for hour in hours]), 3) == Decimal(norm)


def test_caseload_against_the_norm(page, team, programme, phases):
    busy, idle = staff(team=team, name="Bo Holm"), staff(team=team, name="Ali Hansen")
    CaseloadNorm.objects.create(programme=programme, function=WorkerFunction.RELATION, young_people=4)
    Post.objects.create(
        programme=programme,
        organisation=busy.organisation,
        title="Relationsmedarbejder",
        function=WorkerFunction.RELATION,
        weekly_hours=Decimal("18.5"),
    )
    for _ in range(3):
        enrolled(team, programme, phases[0], worker=busy)
    AssignmentFactory(enrolment=enrolled(team, programme, phases[0]), worker=busy, function=WorkerFunction.JOB)
    rows = [load["row"] for load in page.get(URL).context["caseloads"]]
    assert [(row.worker, row.function, row.people, row.norm, row.is_over) for row in rows] == [
        ("Ali Hansen", "", 0, None, False),
        ("Bo Holm", "job", 1, None, False),
        ("Bo Holm", "relation", 3, Decimal(2), True),
    ]
    assert idle.pk == rows[0].worker_id


def test_an_ended_assignment_is_no_caseload(page, team, programme, phases):
    worker = staff(team=team)
    AssignmentFactory(enrolment=enrolled(team, programme, phases[0]), worker=worker, end=START + timedelta(days=9))
    assert [load["row"].people for load in page.get(URL).context["caseloads"]] == [0]


def test_the_young_people_of_a_worker_who_has_left_are_without_a_worker(page, team, programme, phases):
    """Nobody follows them, and the table says whose they were."""
    gone, here = staff(team=team, name="Ali Hansen"), staff(team=team, name="Bo Holm")
    gone.memberships.update(end=TODAY)
    for worker in (gone, gone, here):
        enrolled(team, programme, phases[0], worker=worker)
    response = page.get(URL)
    assert tiles(response)["Uden medarbejder"] == 2
    rows = [load["row"] for load in response.context["caseloads"]]
    assert [(row.worker, row.people, row.has_left) for row in rows] == [("Ali Hansen", 2, True), ("Bo Holm", 1, False)]
    assert response.content.decode().count("Arbejder her ikke mere") == 1


# The page


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY, Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_the_board_is_for_leads(client, db, role):
    client.force_login(staff(role))
    assert client.get(URL).status_code == 403


def test_an_empty_board_says_so(page):
    assert "Ingen unge er i forløb endnu" in page.get(URL).content.decode()


def test_the_number_of_queries_does_not_grow(page, team, programme, phases, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(80) as queries:
            page.get(URL)
        return len(queries)

    enrolled(team, programme, phases[0], worker=staff(team=team))
    page.get(URL)
    one = count()
    for n in range(29):
        enrolled(team, programme, phases[n % 3], days=n, worker=staff(team=team), is_restricted=n % 9 == 0)
    assert count() == one
