"""From a yes to the closing, through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.core.errors import Refused
from cases.core.periods import last_day
from cases.enrolments.actions import assign, change_phase, complete_step, end_assignment
from cases.enrolments.models import Assignment, Enrolment, PhaseSpell
from cases.programmes.codes import WorkerFunction
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    screened,
    staff,
)
from tests.factories.handovers import handover
from tests.factories.housing import HousingReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(code="vesterbro")


@pytest.fixture
def worker(team, client):
    worker = staff(team=team, name="Sofie Lund")
    client.force_login(worker)
    return worker


@pytest.fixture
def phases():
    programme = ProgrammeFactory()
    return [PhaseTemplateFactory(programme=programme, position=n) for n in (1, 2, 3)]


@pytest.fixture
def enrolment(team, phases):
    enrolment = EnrolmentFactory(person__team=team, programme=phases[0].programme, start=TODAY - timedelta(days=50))
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0])
    return enrolment


def at(name, row):
    return reverse(f"cases:{name}", args=[row.pk])


YESTERDAY = TODAY - timedelta(days=1)


def test_enrolling_from_the_screening(client, worker, team, phases):
    screening = screened(phases[0].programme, person__team=team)
    person_page = reverse("cases:person", args=[screening.person.reference])
    assert at("enrol", screening) in client.get(person_page).content.decode()
    response = client.post(at("enrol", screening), {"team": "vesterbro", "on": TODAY.isoformat()})
    assert response["Location"] == person_page
    assert PhaseSpell.objects.get().phase == phases[0]
    assert at("enrol", screening) not in client.get(person_page).content.decode()


@pytest.mark.parametrize(("capacity", "is_said"), [(None, False), (1, True), (2, False)])
def test_a_full_programme_is_said_and_not_refused(*, capacity, is_said, client, worker, team, phases, enrolment):
    enrolment.programme.capacity = capacity
    enrolment.programme.save()
    screening = screened(phases[0].programme, person__team=team)
    assert ("Indsatsen er fuld: 1 af 1" in client.get(at("enrol", screening)).content.decode()) is is_said
    client.post(at("enrol", screening), {"team": "vesterbro", "on": TODAY.isoformat()})
    assert Enrolment.objects.count() == 2


def test_through_the_whole_life(client, worker, enrolment, phases):
    def post(name, **data):
        version = Enrolment.objects.get(pk=enrolment.pk).version
        return client.post(at(f"enrolment_{name}", enrolment), {"on": TODAY.isoformat(), "version": version} | data)

    ago = [(TODAY - timedelta(days=days)).isoformat() for days in (40, 30, 20)]
    statuses = [
        post("assign", worker=worker.pk, function="relation", on=ago[0]).status_code,
        post("phase", phase=phases[1].pk, on=ago[0]).status_code,
        post("pause", reason="prison", on=ago[1]).status_code,
        post("resume", on=ago[2]).status_code,
        post("close", reasons=["completed", "moved"], note="Flyttet", on=YESTERDAY.isoformat()).status_code,
        post("reopen", phase=phases[2].pk).status_code,
    ]
    assert statuses == [302] * 6
    enrolment.refresh_from_db()
    assert (last_day(enrolment.end), enrolment.closing_reasons) == (YESTERDAY, ["completed", "moved"])
    assert enrolment.reopened_as.phase_spells.get().phase == phases[2]


@pytest.mark.parametrize("name", ["phase", "pause", "close", "assign"])
def test_a_day_in_the_future_is_refused_with_everything_kept(*, name, client, worker, enrolment, phases):
    data = {"on": (TODAY + timedelta(days=1)).isoformat(), "version": 1, "note": "Skrevet", "function": "relation"}
    data |= {"phase": phases[1].pk, "reasons": "moved", "worker": worker.pk}
    data["reason"] = "prison" if name == "pause" else "Skrevet"
    response = client.post(at(f"enrolment_{name}", enrolment), data)
    assert response.context["form"].errors == {"on": ["Den dag ligger i fremtiden. Vælg den dag, det skete."]}
    assert response.context["form"]["on"].value() == data["on"]


def test_a_stale_page_shows_where_the_enrolment_stands_now(client, worker, enrolment, phases):
    change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=TODAY - timedelta(days=1), version=1)
    data = {"on": TODAY.isoformat(), "version": 1, "phase": phases[2].pk, "reason": "Klar til egen bolig"}
    response = client.post(at("enrolment_phase", enrolment), data)
    form = response.context["form"]
    assert (str(form.stale[0].mine), str(form.stale[0].theirs)) == (str(phases[2]), str(phases[1]))
    assert form["reason"].value() == "Klar til egen bolig"
    assert (
        client.post(at("enrolment_phase", enrolment), data | {"version": form["version"].value()}).status_code == 302
    )


def test_closing_asks_first(client, worker, enrolment):
    text = client.get(at("enrolment_close", enrolment)).content.decode()
    assert "Afslut forløbet?" in text
    assert "alle tilknytninger slutter den dag" in text
    enrolment.refresh_from_db()
    assert enrolment.end is None


def test_closing_says_what_stays_open(client, worker, enrolment):
    """Handovers and referrals of the young person; nothing of what is done, and nothing of others."""
    person = enrolment.person
    for state in ("draft", "rejected", "done"):
        handover(state, person=person, receiver__name="Kirkens Korshær")
    handover(receiver__name="En anden")
    HousingReferralFactory(person=person, receiver__name="Boliganvisningen")
    HousingReferralFactory(person=person, state="moved_in")
    consequences = client.get(at("enrolment_close", enrolment)).context["consequences"]
    assert sorted(str(text) for text in consequences[2:]) == [
        "Boligindstillingen til Boliganvisningen forbliver åben: kladde.",
        "Overleveringen til Kirkens Korshær forbliver åben: kladde.",
    ]


def test_changing_the_phase_says_which_steps_are_left(client, worker, enrolment, phases):
    done, left = (PhaseStepFactory(phase=phases[0], text_da=text) for text in ("Aftal møde", "Søg bolig"))
    PhaseStepFactory(phase=phases[0], text_da="Udgået", is_active=False)
    PhaseStepFactory(phase=phases[1], text_da="Senere")
    complete_step(by=worker, at=NOW, enrolment=enrolment, step=done, on=TODAY)
    response = client.get(at("enrolment_phase", enrolment))
    assert response.context["undone"] == [left]
    assert "Søg bolig" in response.content.decode()


def test_the_running_phase_is_not_offered(client, worker, enrolment, phases):
    for phase in phases:
        PhaseSpellFactory(enrolment__programme=phase.programme, phase=phase)
    form = client.get(at("enrolment_phase", enrolment)).context["form"]
    assert list(form.fields["phase"].queryset) == phases[1:]


def test_pages_for_people_out_of_reach_are_not_found(client, enrolment, team):
    held = AssignmentFactory(enrolment=enrolment)
    pages = [at(f"enrolment_{name}", enrolment) for name in ("phase", "pause", "resume", "close", "reopen", "assign")]
    pages += [at("assignment_end", held), at("enrol", enrolment.screening)]
    for user, status in ((staff(), 404), (staff(Role.PARTNER), 403), (staff(Role.EVALUATOR), 403)):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {status}
        assert {client.post(page, {}).status_code for page in pages} == {status}


# Assignments


def test_only_who_works_in_the_team_is_assigned(client, worker, enrolment):
    MembershipFactory(team=enrolment.team, end=TODAY - timedelta(days=1))
    staff(team=enrolment.team, is_active=False)
    form = client.get(at("enrolment_assign", enrolment)).context["form"]
    assert list(form.fields["worker"].queryset) == [worker]


def test_a_worker_of_another_team_is_refused(enrolment, worker):
    with pytest.raises(Refused) as refusal:
        assign(
            by=worker,
            at=NOW,
            enrolment=enrolment,
            worker=staff(),
            function=WorkerFunction.RELATION,
            on=TODAY,
        )
    assert refusal.value.field == "worker"


def test_the_same_function_is_given_once(enrolment, worker):
    facts = {"by": worker, "at": NOW, "enrolment": enrolment, "worker": worker, "function": "relation"}
    assign(**facts, on=TODAY - timedelta(days=2))
    with pytest.raises(Refused, match="allerede"):
        assign(**facts, on=TODAY)


def test_a_closed_enrolment_takes_no_worker(worker, team):
    enrolment = EnrolmentFactory(person__team=team, end=TODAY, closing_reasons=["moved"])
    with pytest.raises(Refused):
        assign(by=worker, at=NOW, enrolment=enrolment, worker=worker, function="relation", on=TODAY)


def test_ending_an_assignment_keeps_it(client, worker, enrolment):
    held = AssignmentFactory(enrolment=enrolment, worker=worker)
    assert "Sidste dag med opgaven" in client.get(at("assignment_end", held)).content.decode()
    client.post(at("assignment_end", held), {"on": TODAY.isoformat()})
    assert last_day(Assignment.objects.get().end) == TODAY
    with pytest.raises(Refused):
        end_assignment(by=worker, at=NOW, assignment=held, on=TODAY)


def test_an_assignment_of_today_may_end_today(client, worker, enrolment):
    held = AssignmentFactory(enrolment=enrolment, worker=worker, start=TODAY)
    client.post(at("assignment_end", held), {"on": TODAY.isoformat()})
    assert last_day(Assignment.objects.get().end) == TODAY


def test_an_assignment_does_not_end_before_it_begins(worker, enrolment):
    held = AssignmentFactory(enrolment=enrolment, worker=worker, start=TODAY)
    with pytest.raises(Refused):
        end_assignment(by=worker, at=NOW, assignment=held, on=TODAY - timedelta(days=1))


def test_who_loses_the_assignment_loses_sight_of_someone_of_another_team(client):
    person = PersonFactory()
    held = AssignmentFactory(enrolment=EnrolmentFactory(person=person), worker=staff())
    client.force_login(held.worker)
    page = reverse("cases:person", args=[person.reference])
    assert client.get(page).status_code == 200
    end_assignment(by=held.worker, at=NOW, assignment=held, on=TODAY - timedelta(days=1))
    assert client.get(page).status_code == 404
