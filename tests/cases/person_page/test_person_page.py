"""The young person's page: where someone stands, what has happened, who may see it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.codes import ContactOutcome
from cases.core.periods import last_day
from cases.enrolments.models import StepDone
from cases.intake.codes import ScreeningOutcome
from cases.people.models import Person
from cases.programmes.codes import WorkerFunction
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    UserFactory,
    cpr_fields,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(name="Team Vesterbro")


@pytest.fixture
def person(team):
    return PersonFactory(team=team, first_name="Åse", last_name="Ærø", reference="U00042")


@pytest.fixture
def enrolment(person):
    programme = ProgrammeFactory(name="Ungeprojektet", quiet_days=14, silent_days=30)
    phases = [
        PhaseTemplateFactory(programme=programme, position=n, name_da=name)
        for n, name in enumerate(("Opstart", "Stabilisering", "Udslusning"))
    ]
    enrolment = EnrolmentFactory(person=person, programme=programme, start=TODAY - timedelta(days=100))
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0], start=enrolment.start, target_end=TODAY)
    return enrolment


@pytest.fixture
def worker(team, client):
    worker = staff(team=team, name="Sofie Lund")
    client.force_login(worker)
    return worker


def url(person, query=""):
    return reverse("cases:person", args=[person.reference]) + query


def test_it_says_who_the_young_person_is_and_that_it_was_opened(client, worker, person, enrolment):
    response = client.get(url(person))
    assert response.status_code == 200
    for text in ("Åse Ærø", "U00042", "Ungeprojektet", "Opstart", "Stabilisering", "Ikke truffet endnu"):
        assert text in response.content.decode()
    event = AuditEvent.objects.get()
    assert (event.action, event.by, event.person) == (AuditAction.OPENED, worker, person)


def badges(response):
    return [badge.text for badge in response.context["badges"]]


def test_what_needs_attention_is_said_on_top(client, worker, person, enrolment):
    PhaseSpellFactory._meta.model.objects.update(target_end=TODAY - timedelta(days=12))
    person.has_protected_address = True
    person.save()
    assert badges(client.get(url(person))) == [
        "Navne- og adressebeskyttelse",
        "Ingen medarbejder",
        "Fasemål overskredet med 12 dage",
        "Ingen kontakt i 100 dage",
    ]


def test_someone_well_cared_for_has_no_warnings(client, worker, person, enrolment):
    AssignmentFactory(enrolment=enrolment, worker=worker)
    ContactFactory(people=[person], by=worker, happened_at=NOW, registered_at=NOW)
    response = client.get(url(person))
    assert badges(response) == []
    assert "Truffet i dag" in response.content.decode()


@pytest.mark.parametrize(("days", "tone"), [(13, None), (14, "warning"), (30, "error")])
def test_the_programme_decides_when_silence_is_long(*, days, tone, client, worker, person, enrolment):
    AssignmentFactory(enrolment=enrolment, worker=worker)
    when = NOW - timedelta(days=days)
    ContactFactory(people=[person], by=worker, happened_at=when, registered_at=when)
    assert [badge.tone for badge in client.get(url(person)).context["badges"]] == ([tone] if tone else [])


def test_a_failed_attempt_is_no_contact(client, worker, person, enrolment):
    ContactFactory(people=[person], happened_at=NOW, registered_at=NOW, outcome=ContactOutcome.IN_VAIN)
    assert "Ingen kontakt i 100 dage" in badges(client.get(url(person)))


def test_the_main_worker_comes_first(client, worker, person, enrolment):
    AssignmentFactory(enrolment=enrolment, worker=staff(name="Ali"), function=WorkerFunction.JOB)
    AssignmentFactory(enrolment=enrolment, worker=worker, function=WorkerFunction.RELATION)
    course = client.get(url(person)).context["cards"][0]["course"]
    assert [held.worker.name for held in course.assignments] == ["Sofie Lund", "Ali"]


def test_a_worker_who_has_left_is_not_whom_to_call(client, worker, person, enrolment):
    AssignmentFactory(enrolment=enrolment, worker=staff(name="Ali", is_active=False))
    response = client.get(url(person))
    assert "Ingen medarbejder" in badges(response)
    course = response.context["cards"][0]["course"]
    assert [(held.worker.name, held.has_left) for held in course.assignments] == [("Ali", True)]
    AssignmentFactory(enrolment=enrolment, worker=worker, function=WorkerFunction.JOB)
    assert client.get(url(person)).context["cards"][0]["course"].main_worker == "Sofie Lund"


def test_the_phase_indicator(client, worker, person, enrolment):
    spell = enrolment.phase_spells.get()
    later = spell.phase.programme.phases.get(position=1)
    spell.end = TODAY - timedelta(days=10)
    spell.save()
    PhaseSpellFactory(enrolment=enrolment, phase=later, start=spell.end)
    marks = client.get(url(person)).context["cards"][0]["marks"]
    assert [(mark.name, mark.state) for mark in marks] == [
        ("Opstart", "done"),
        ("Stabilisering", "current"),
        ("Udslusning", "next"),
    ]


# The way into a programme


def ended(person, *, days_ago=10):
    end = TODAY - timedelta(days=days_ago)
    return EnrolmentFactory(person=person, end=end, closing_reasons=["moved"])


def refused(person, *, days_ago=5):
    on = TODAY - timedelta(days=days_ago)
    no = {"outcome": ScreeningOutcome.NOT_ELIGIBLE, "reasons": ["age", "short_advice"]}
    return ScreeningFactory(person=person, decided_on=on, **no)


def ways(response):
    """The heading and the buttons of the way in, below the running enrolments."""
    html = response.content.decode().split('<div class="person-now">')[1].split('<details class="person-side')[0]
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", html), re.findall(r'class="button button-(\w+)"[^>]*>([^<]*)<', html)


def test_a_closed_enrolment_is_said_and_taken_up_again(client, team, person):
    client.force_login(staff(Role.LEAD, team))
    ended(person, days_ago=40)
    last = ended(person)
    refused(person, days_ago=50)
    response = client.get(url(person))
    assert badges(response) == ["Forløb afsluttet"]
    day = date_format(last_day(last.end), "SHORT_DATE_FORMAT")
    assert ways(response) == (
        [f"Forløbet blev afsluttet {day}"],
        [("primary", "Genåbn"), ("secondary", "Ny målgruppevurdering")],
    )
    assert reverse("cases:enrolment_reopen", args=[last.pk]) in response.content.decode()


def test_a_no_is_said_with_its_reasons(client, team, person):
    client.force_login(staff(Role.LEAD, team))
    ended(person)
    no = refused(person)
    response = client.get(url(person))
    assert badges(response) == ["Ikke i målgruppen"]
    assert ways(response) == (
        [f"{no.programme}: Ikke i målgruppen"],
        [
            ("secondary", "Ny målgruppevurdering"),
            ("tertiary", "Ret afgørelsen"),
            ("tertiary", "Tag afgørelsen tilbage"),
        ],
    )
    assert [str(reason) for reason in response.context["intake"].reasons] == [
        "Uden for aldersgruppen",
        "Kort rådgivning var nok",
    ]


@pytest.mark.parametrize("before", [None, ended, refused])
def test_who_may_not_decide_is_told_who_does(client, worker, person, before):
    if before:
        before(person)
    response = client.get(url(person))
    assert ways(response)[1][-1] == ("secondary", "Bed om en afgørelse")
    assert "En myndighedsmedarbejder eller teamlederen" in response.content.decode()
    assert "Ny målgruppevurdering" not in response.content.decode()


# Who may see it


def visitors(team, person, enrolment):
    """Everyone who might try, and what they get."""
    own = staff(team=TeamFactory())
    AssignmentFactory(enrolment=enrolment, worker=own)
    former = staff(team=TeamFactory())
    AssignmentFactory(enrolment=enrolment, worker=former, end=enrolment.start + timedelta(days=5))
    return {
        "own team": (staff(team=team), 200),
        "lead": (staff(Role.LEAD, team), 200),
        "own assignment": (own, 200),
        "former worker": (former, 404),
        "other team": (staff(), 404),
        "partner": (staff(Role.PARTNER), 403),
        "evaluator": (staff(Role.EVALUATOR), 403),
        "administrator": (staff(Role.ADMINISTRATOR), 403),
        "nobody": (UserFactory(), 403),
    }


def test_who_opens_the_page(client, team, person, enrolment):
    got = {}
    for name, (user, _expected) in visitors(team, person, enrolment).items():
        client.force_login(user)
        got[name] = client.get(url(person)).status_code
    assert got == {name: expected for name, (_user, expected) in visitors(team, person, enrolment).items()}


def test_a_protected_person_is_there_for_the_right_and_the_own_worker_only(client, team, person, enrolment):
    person.is_restricted = True
    person.save()
    with_right, own = UserFactory(), staff(team=team)
    MembershipFactory(user=with_right, team=team, sees_restricted=True)
    AssignmentFactory(enrolment=enrolment, worker=own)
    former = AssignmentFactory(enrolment=enrolment, worker=staff(team=team), end=TODAY).worker
    others = [(user, 404) for user in (former, staff(team=team), staff(Role.LEAD, team))]
    for user, expected in ((with_right, 200), (own, 200), *others):
        client.force_login(user)
        assert client.get(url(person)).status_code == expected
        assert (
            client.get(
                reverse("cases:person_timeline", args=[person.reference]), headers={"HX-Request": "true"}
            ).status_code
            == expected
        )
        assert client.get(reverse("cases:person_change", args=[person.reference])).status_code == expected
        assert client.post(reverse("cases:person_cpr", args=[person.reference])).status_code == expected


def test_the_right_to_protected_people_holds_in_its_own_team(client, team, person, enrolment):
    """Somebody with the right in one team and without it in the other: each team's young people, and one of both."""
    person.is_restricted = True
    person.save()
    other, user = TeamFactory(), UserFactory()
    MembershipFactory(user=user, team=team, sees_restricted=True)
    MembershipFactory(user=user, team=other)
    elsewhere, open_elsewhere, moved = (
        PersonFactory(team=other, is_restricted=True),
        PersonFactory(team=other),
        EnrolmentFactory(person__team=other, person__is_restricted=True, team=team).person,
    )
    client.force_login(user)
    people = (person, elsewhere, open_elsewhere, moved)
    assert [client.get(url(row)).status_code for row in people] == [200, 404, 200, 200]
    assert set(Person.objects.visible_to(user)) == {person, open_elsewhere, moved}


def test_nothing_is_logged_where_nothing_was_shown(client, person):
    client.force_login(staff())
    client.get(url(person))
    assert AuditEvent.objects.count() == 0


# CPR


def test_the_cpr_number_is_shown_on_request_and_that_is_logged(client, worker, person):
    for name, value in cpr_fields("6103044233").items():
        setattr(person, name, value)
    person.save()
    assert "610304-4233" not in client.get(url(person)).content.decode()
    address = reverse("cases:person_cpr", args=[person.reference])
    assert "610304-4233" in client.post(address, headers={"HX-Request": "true"}).content.decode()
    assert "610304-4233" in client.post(address).content.decode()
    assert client.get(address).status_code == 405
    shown = AuditEvent.objects.filter(facts__what="cpr")
    assert [(event.person, event.by) for event in shown] == [(person, worker)] * 2


# Steps of the phase


def test_a_step_is_done_and_undone(client, worker, person, enrolment):
    step = PhaseStepFactory(phase=enrolment.phase_spells.get().phase, text_da="Aftal møde")
    client.post(reverse("cases:step_complete", args=[enrolment.pk, step.pk]))
    done = StepDone.objects.get()
    assert (done.step, done.done_by, done.done_on, done.undone) == (step, worker, TODAY, False)
    assert "Aftal møde" in client.get(url(person)).content.decode()
    client.post(reverse("cases:step_undo", args=[done.pk]))
    client.post(reverse("cases:step_complete", args=[enrolment.pk, step.pk]))
    assert list(StepDone.objects.order_by("pk").values_list("undone", flat=True)) == [True, False]


def test_a_step_done_twice_is_said_and_kept_once(client, worker, person, enrolment):
    step = PhaseStepFactory(phase=enrolment.phase_spells.get().phase)
    address = reverse("cases:step_complete", args=[enrolment.pk, step.pk])
    client.post(address)
    response = client.post(address, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["Trinnet er allerede udført."]
    assert StepDone.objects.count() == 1


def test_a_step_of_another_programme_is_not_found(client, worker, person, enrolment):
    assert client.post(reverse("cases:step_complete", args=[enrolment.pk, PhaseStepFactory().pk])).status_code == 404


# How much it costs


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(
    *, client, person, enrolment, team, rows, django_assert_num_queries
):
    """However many contacts and workers there are, and steps that are done."""
    worker = staff(team=team)
    client.force_login(worker)
    for _ in range(rows):
        ContactFactory(people=[person, PersonFactory()], by=worker)
        AssignmentFactory(enrolment=enrolment)
        step = PhaseStepFactory(phase=enrolment.phase_spells.last().phase)
        StepDone.objects.create(spell=enrolment.phase_spells.last(), step=step, done_on=TODAY, done_by=worker)
    address = reverse("cases:person", args=[person.reference])
    client.get(address)
    with django_assert_num_queries(22):
        client.get(address)
