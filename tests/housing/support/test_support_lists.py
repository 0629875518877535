"""Support cases in lists: whose turn it is, on whose page it waits, and the number on the board is its list."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.audit.models import AuditEvent
from cases.contacts.queries import my_people
from cases.enrolments.queries import Selection, people_in
from cases.panels.registry import panels
from cases.people.models import Person
from cases.staff.codes import Role
from housing.support.models import SupportCase
from tests.clock import TODAY
from tests.factories.cases import START, AssignmentFactory, EnrolmentFactory, TeamFactory, staff
from tests.factories.housing import SupportCaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def authority(team):
    return staff(Role.AUTHORITY, team)


@pytest.fixture
def listing(client, authority):
    """The support cases of the list for a query string, in order."""
    client.force_login(authority)

    def read(query=""):
        response = client.get(f"{reverse('housing:support_cases')}?{query}", **ENGLISH)
        assert response.status_code == 200
        return [line.case for line in response.context["lines"]]

    return read


@pytest.fixture
def cases(team):
    """One case in each situation that a list tells apart, each begun a day later."""
    hearing = {"talked_on": START, "hearing_sent_on": START}
    decided = hearing | {"hearing_deadline": TODAY, "decided_on": START, "decided_by": staff()}
    facts = {
        "opened": {},
        "talked": {"talked_on": START},
        "hearing": hearing | {"hearing_deadline": TODAY},
        "late": hearing | {"hearing_deadline": TODAY - timedelta(days=1)},
        "answered": hearing | {"hearing_deadline": TODAY, "hearing_answered_on": START, "hearing_answer": "Uenig"},
        "granted": decided,
        "started": decided | {"start": START},
        "refused": decided | {"refusal": "no_need", "grounds": "§ 85: intet behov."},
    }
    return {
        name: SupportCaseFactory(
            person__team=team,
            state="hearing" if name in {"late", "answered"} else name,
            state_since=START + timedelta(days=number),
            **fields,
        )
        for number, (name, fields) in enumerate(facts.items())
    }


def loaded(place, user, people):
    return next(panel for panel in panels(place) if panel.key == "support").load(user, people, TODAY)


LISTS = [
    ("", ["opened", "talked", "hearing", "late", "answered", "granted", "started"]),
    ("show=act", ["opened", "talked", "late", "answered", "granted"]),
    ("show=unanswered", ["hearing", "late"]),
    ("show=late", ["late"]),
    ("show=closed", ["refused"]),
    ("state=hearing", ["hearing", "late", "answered"]),
    ("show=all&state=refused", ["refused"]),
    ("show=nonsense&state=nonsense&team=nonsense&worker=nonsense", "all"),
]


@pytest.mark.parametrize(("query", "names"), LISTS)
def test_what_is_listed_stands_in_the_address_longest_in_its_step_first(listing, cases, query, names):
    SupportCaseFactory()
    assert listing(query) == [row for name, row in cases.items() if names == "all" or name in names]


def test_a_row_and_its_list_agree_on_whose_turn_it_is(cases):
    rows = SupportCase.objects.order_by("state_since")
    assert [row for row in rows if row.next_actor_on(TODAY) == "authority"] == list(rows.waiting_on_authority(TODAY))
    assert [row for row in rows if row.is_late_on(TODAY)] == list(rows.late_on(TODAY)) == [cases["late"]]


def test_team_and_worker(listing, cases, team, authority):
    assignment = AssignmentFactory(enrolment__person__team=team, worker=authority)
    case = SupportCaseFactory(person=assignment.enrolment.person)
    assert listing(f"worker={authority.pk}") == [case]
    assert listing(f"team={team.code}&show=late") == [cases["late"]]


@pytest.mark.parametrize(
    ("role", "names"),
    [(Role.AUTHORITY, ["opened", "talked", "late", "answered", "granted"]), (Role.CASEWORKER, ["hearing", "late"])],
)
def test_my_day_holds_what_waits_on_me_and_opens_the_same_list(client, cases, team, role, names):
    """Every other one is followed by the user, the other half were opened by the user and are enrolled nowhere."""
    user = staff(role, team)
    for number, case in enumerate(cases.values()):
        if number % 2:
            AssignmentFactory(enrolment=EnrolmentFactory(person=case.person), worker=user)
        else:
            SupportCase.objects.filter(pk=case.pk).update(worker=user)
    SupportCaseFactory(person__team=team)
    SupportCaseFactory(worker=user)
    panel = loaded("my_day", user, my_people(user, TODAY))
    assert [line.case for line in panel["lines"]] == [cases[name] for name in names]
    assert [line.case for line in panel["lines"] if line.late] == [cases["late"]]
    client.force_login(user)
    client.get("/my-day/")
    read = AuditEvent.objects.filter(facts__page="my_day_support").values_list("facts__shown", flat=True)
    assert list(read) == [[cases[name].person.reference for name in names]]
    page = client.get(f"{reverse('housing:support_cases')}?show={panel['show']}&mine=1", **ENGLISH)
    assert [line.case for line in page.context["lines"]] == [cases[name] for name in names]
    assert "Only: what is yours to follow" in page.content.decode()


def test_every_number_of_the_board_is_the_length_of_its_list(listing, cases, authority, team):
    enrolment = EnrolmentFactory(person__team=team)
    inside = SupportCaseFactory(person=enrolment.person)
    SupportCaseFactory()
    for selection, query, expected in (
        (Selection(), "", (8, 6, 1)),
        (Selection(programme=enrolment.programme), f"&programme={enrolment.programme.code}", (1, 1, 0)),
    ):
        counts = loaded("board", authority, people_in(authority, TODAY, selection))["counts"]
        assert (counts.open, counts.act, counts.late) == expected
        assert tuple(len(listing(f"show={show}{query}")) for show in ("open", "act", "late")) == expected
    assert listing(f"programme={enrolment.programme.code}") == [inside]


def test_the_page_says_what_it_shows(client, authority, cases):
    client.force_login(authority)
    page = client.get(reverse("housing:support_cases"), **ENGLISH).content.decode()
    late = cases["late"]
    assert f"Not answered by {late.hearing_deadline:%d.%m.%Y}" in page
    assert AuditEvent.objects.get().facts["shown"] == [
        row.person.reference for name, row in cases.items() if name != "refused"
    ]
    assert (
        "No support cases here" in client.get("/housing/support/?show=late&state=opened", **ENGLISH).content.decode()
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_panels_take_one_query_at_any_length(authority, team, rows, django_assert_num_queries):
    for _ in range(rows):
        SupportCaseFactory(person__team=team, worker=authority)
    people = Person.objects.filter(team=team)
    assert authority.scope.team_ids == {team.pk}
    for place in ("my_day", "board"):
        with django_assert_num_queries(1):
            loaded(place, authority, people)
