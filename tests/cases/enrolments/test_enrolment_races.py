"""Two workers at once on the same young person: one wins, the other is told, and nothing happens twice."""

from datetime import timedelta
from functools import partial

import pytest

from cases.core.periods import last_day
from cases.corrections.actions import correct_screening, withdraw_screening
from cases.enrolments.actions import change_phase, close, end_assignment, enrol, reopen
from cases.enrolments.models import Enrolment, PhaseSpell
from cases.intake.actions import screen, send_back
from cases.people.actions import change_person, register_person
from cases.people.models import Person
from cases.teams.actions import change_team
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    ScreeningRequestFactory,
    TeamFactory,
    screened,
    staff,
)
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

YESTERDAY = TODAY - timedelta(days=1)


def programme_with_phases():
    programme = ProgrammeFactory()
    return [PhaseTemplateFactory(programme=programme, position=n) for n in (1, 2, 3)]


@pytest.mark.parametrize("_round", range(3))
@pytest.mark.parametrize("version", [1, None], ids=["from the page", "without a page"])
def test_a_phase_changed_twice_at_once_changes_once(version, _round):
    phases = programme_with_phases()
    enrolment = EnrolmentFactory(programme=phases[0].programme)
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0])
    worker = staff(team=enrolment.team)

    def move():
        change_phase(by=worker, at=NOW, enrolment=enrolment, phase=phases[1], on=YESTERDAY, version=version)

    first, second = at_once(move, move)
    said = "Someone else changed this" if version else "The young person is already in that phase."
    assert first == "done"
    assert second.startswith(said)
    assert list(PhaseSpell.objects.values_list("phase__position", "end")) == [(1, YESTERDAY), (2, None)]


def test_closing_and_moving_at_once_leaves_no_running_phase_in_a_closed_enrolment():
    phases = programme_with_phases()
    enrolment = EnrolmentFactory(programme=phases[0].programme)
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0])
    worker = staff(team=enrolment.team)
    common = {"by": worker, "at": NOW, "enrolment": enrolment, "on": YESTERDAY, "version": 1}
    first, second = at_once(
        lambda: change_phase(**common, phase=phases[1]), lambda: close(**common, reasons=["completed"])
    )
    enrolment.refresh_from_db()
    assert (first, second.startswith("Someone else changed this")) == ("done", True)
    assert PhaseSpell.objects.filter(end__isnull=True).exists() is (enrolment.end is None)


def test_a_screening_enrols_once():
    phases = programme_with_phases()
    screening = screened(phases[0].programme)
    team = screening.person.team
    worker = staff(team=team)

    def take_in():
        enrol(by=worker, at=NOW, screening=screening, team=team, on=YESTERDAY)

    assert at_once(take_in, take_in) == ["done", "The young person was already enrolled on this screening."]
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_nobody_is_enrolled_before_a_decision_that_is_corrected_meanwhile(_round):
    phases = programme_with_phases()
    screening = screened(phases[0].programme, decided_on=YESTERDAY)
    team = screening.person.team
    by = staff(team=team)
    results = at_once(
        lambda: enrol(by=by, at=NOW, screening=screening, team=team, on=YESTERDAY),
        lambda: correct_screening(by=by, at=NOW, screening=screening, version=1, why="Tastefejl", decided_on=TODAY),
    )
    screening.refresh_from_db()
    assert (results[0], [row.start >= screening.decided_on for row in Enrolment.objects.all()]) in [
        ("done", [True]),
        ("done", []),
    ]
    assert results[1] in {
        f"Choose {TODAY:%d.%m.%Y} or a later day.",
        "The young person was enrolled on this decision before that day.",
    }


@pytest.mark.parametrize("_round", range(3))
def test_no_decision_is_moved_before_a_birth_that_is_written_meanwhile(_round):
    born, before = TODAY - timedelta(days=10), TODAY - timedelta(days=20)
    person = PersonFactory(birth_date=None, first_met_on=TODAY)
    screening = ScreeningFactory(person=person, decided_on=TODAY, outcome="not_eligible", reasons=["age"])
    by = staff(team=person.team)
    results = at_once(
        lambda: change_person(by=by, at=NOW, person=person, birth_date=born, confirmed={f"birth_date={born}"}),
        lambda: correct_screening(
            by=by, at=NOW, screening=screening, version=1, why="Tastefejl", decided_on=before, reasons=["age"]
        ),
    )
    assert [results[0], "bef" in results[1]] == ["done", True]


@pytest.mark.parametrize("_round", range(3))
def test_nobody_is_enrolled_on_a_decision_that_is_taken_back_meanwhile(_round):
    phases = programme_with_phases()
    screening = screened(phases[0].programme, decided_on=YESTERDAY)
    team = screening.person.team
    by = staff(team=team)
    results = at_once(
        lambda: enrol(by=by, at=NOW, screening=screening, team=team, on=YESTERDAY),
        lambda: withdraw_screening(by=by, at=NOW, screening=screening, why="Forkert person"),
    )
    assert results[0] == "done"
    assert results[1] in {
        "It has been removed meanwhile.",
        "The young person was enrolled on this decision. Take the enrolment back first.",
    }


@pytest.mark.parametrize("_round", range(5))
def test_a_request_is_decided_or_sent_back_and_never_both(_round):
    asked = ScreeningRequestFactory()
    by = staff(team=asked.person.team)
    decision = {"outcome": "not_eligible", "reasons": ["short_advice"], "decided_on": TODAY}
    results = at_once(
        lambda: send_back(by=by, at=NOW, request=asked, answer="Hvem betaler?"),
        lambda: screen(by=by, at=NOW, person=asked.person, programme=asked.programme, **decision),
    )
    asked.refresh_from_db()
    moved_on = "That step is not possible now. The case may have moved on: reload the page to see it."
    assert (results, asked.state) in [(["done", "done"], "returned"), (["done", moved_on], "decided")]


@pytest.mark.parametrize("_round", range(3))
def test_a_team_stops_working_in_a_programme_before_an_enrolment_or_not_at_all(_round):
    phases = programme_with_phases()
    screening = screened(phases[0].programme)
    team = screening.person.team
    by = staff(team=team)
    first, second = at_once(
        lambda: enrol(by=by, at=NOW, screening=screening, team=team, on=YESTERDAY),
        lambda: change_team(by=by, at=NOW, team=team, version=1, programmes=[]),
    )
    left = (Enrolment.objects.count(), team.programmes.count())
    assert (first, second, left) in {
        (
            "done",
            f"The team has, or has had, young people in {phases[0].programme}. The programme stays ticked.",
            (1, 1),
        ),
        ("done", "The team does not work in the programme. An administrator can give access.", (0, 0)),
    }


@pytest.mark.parametrize("_round", range(3))
def test_ending_an_assignment_while_the_enrolment_closes_keeps_one_day(_round):
    """Whoever comes first sets the day; the other finds it set."""
    phases = programme_with_phases()
    enrolment = EnrolmentFactory(programme=phases[0].programme)
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0])
    assignment = AssignmentFactory(enrolment=enrolment)
    worker = staff(team=enrolment.team)
    results = at_once(
        lambda: end_assignment(by=worker, at=NOW, assignment=assignment, on=YESTERDAY),
        lambda: close(by=worker, at=NOW, enrolment=enrolment, on=TODAY, reasons=["completed"]),
    )
    assignment.refresh_from_db()
    closed_first = results == ["done", "The assignment has already ended."]
    assert (last_day(assignment.end), assignment.version) == (TODAY if closed_first else YESTERDAY, 2)


def test_an_enrolment_is_reopened_once():
    phases = programme_with_phases()
    enrolment = EnrolmentFactory(programme=phases[0].programme, end=YESTERDAY, closing_reasons=["completed"])
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0], end=YESTERDAY)
    worker = staff(team=enrolment.team)

    def again():
        reopen(by=worker, at=NOW, enrolment=enrolment, phase=phases[0], on=TODAY)

    assert at_once(again, again) == ["done", "The enrolment has already been reopened."]


@pytest.mark.parametrize("_round", range(3))
def test_two_who_register_the_same_young_person_at_once_do_not_both_pass(_round):
    team = TeamFactory()
    actions = [
        partial(register_person, by=staff(team=team), at=NOW, team=team, first_met_on=TODAY, **facts)
        for facts in ({"first_name": "Ida", "last_name": "Holm"}, {"alias": "Ida Holm"})
    ]
    said = "Somebody like that is known already. See whether it is the same young person."
    assert (at_once(*actions), Person.objects.count()) == (["done", said], 1)


@pytest.mark.parametrize("_round", range(3))
def test_the_same_cpr_number_is_registered_once(_round):
    """By two who do not see each other's young people."""
    actions = []
    for name in ("Ida", "Bo"):
        team = TeamFactory()
        facts = {"team": team, "first_met_on": TODAY, "first_name": name, "cpr": "610304-4233"}
        actions.append(partial(register_person, by=staff(team=team), at=NOW, **facts))
    said = "The CPR number is already known; ask your team lead."
    assert (at_once(*actions), Person.objects.count()) == (["done", said], 1)


def test_two_edits_of_the_same_page_do_not_overwrite_each_other():
    person = PersonFactory(phone="")
    worker = staff(team=person.team)
    first, second = at_once(
        *(
            lambda phone=phone: change_person(by=worker, at=NOW, person=person, version=1, phone=phone)
            for phone in ("11", "22")
        )
    )
    assert (first, second.startswith("Someone else changed this")) == ("done", True)
    person.refresh_from_db()
    assert person.version == 2
