"""Programmes: set up from nothing, changed with a trace of who, when and why."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from cases.audit.history import changes_in
from cases.core.errors import Refused
from cases.programmes import actions as setup
from cases.programmes.models import CaseloadNorm, Partnership, PhaseStep, PhaseTemplate, Programme
from cases.records.models import in_both
from cases.staff.codes import Role
from cases.staff.models import User
from tests.clock import NOW
from tests.factories.cases import (
    EnrolmentFactory,
    OrganisationFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return staff(Role.ADMINISTRATOR)


@pytest.fixture
def inside(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


# Programmes


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 3, 2), None, r"01\.03\.2025: Indsatsen kan ikke begynde efter"),
        (date(2025, 1, 1), date(2025, 4, 1), r"01\.05\.2025: Indsatsen kan ikke slutte før"),
        (date(2025, 1, 1), date(2025, 5, 1), r"01\.05\.2025: Indsatsen kan ikke slutte før"),
        (date(2025, 3, 1), date(2025, 5, 2), ""),
    ],
)
def test_a_programme_runs_on_every_day_on_which_somebody_was_taken_in(administrator, start, end, words):
    """Enrolled on 1 March and 1 April, decided on the latest on 1 May; an end is the first day without it."""
    programme = ProgrammeFactory(start=date(2025, 1, 1))
    for day in (date(2025, 3, 1), date(2025, 4, 1)):
        EnrolmentFactory(programme=programme, start=day)
    ScreeningFactory(programme=programme, decided_on=date(2025, 5, 1))
    facts = {"by": administrator, "at": NOW, "programme": programme, "version": 1, "start": start, "end": end}
    if words:
        with pytest.raises(Refused, match=words):
            setup.change_programme(**facts)
    else:
        assert setup.change_programme(**facts).last_day == date(2025, 5, 1)


def programme_facts(**facts: Any) -> dict[str, Any]:
    return {
        "code": "hjem",
        "name": "Hjem nu",
        "organisation": OrganisationFactory().pk,
        "purpose": "",
        "funder": "",
        "start": "2026-01-01",
        "end": "",
        "capacity": "40",
        "min_age": "18",
        "max_age": "24",
        "municipality": "0101",
        "requires_unstable_housing": "on",
        "report_months": "3",
        "quiet_days": "14",
        "silent_days": "30",
    } | facts


def test_a_programme_is_set_up_from_nothing(inside):
    inside.post("/programmes/new/", programme_facts())
    row = Programme.objects.get(code="hjem")
    for name in ("opstart", "stabilisering"):
        inside.post(
            "/programmes/hjem/phases/new/", {"name_da": name, "name_en": name, "code": name, "target_days": "90"}
        )
    phase = row.phases.get(code="stabilisering")
    inside.post(f"/phases/{phase.pk}/steps/new/", {"text_da": "Budget", "text_en": "Budget", "owner": "relation"})
    inside.post("/programmes/hjem/norms/new/", {"function": "relation", "young_people": "8"})
    inside.post(
        "/programmes/hjem/posts/new/",
        {"title": "Gademedarbejder", "organisation": row.organisation_id, "function": "street", "weekly_hours": "37"},
    )
    partner = OrganisationFactory(name="Partner A")
    inside.post(
        "/programmes/hjem/partners/new/",
        {"organisation": partner.pk, "contribution": "Værested", "purposes": ["community", "shelter"]},
    )
    shown = page(inside, "/programmes/hjem/")
    assert [text in shown for text in ("Hjem nu", "Budget", "Gademedarbejder", "Partner A")] == [True] * 4
    assert list(row.phases.values_list("code", "position")) == [("opstart", 1), ("stabilisering", 2)]
    assert row.partnerships.get().purposes == ["community", "shelter"]


@pytest.mark.parametrize(
    "facts",
    [
        {"min_age": "30"},
        {"quiet_days": "30"},
        {"end": "2025-01-01"},
        {"code": "Ikke en kode"},
        {"municipality": "9999"},
    ],
)
def test_a_programme_that_contradicts_itself_is_refused(inside, facts):
    answer = inside.post("/programmes/new/", programme_facts(**facts))
    assert (answer.status_code, Programme.objects.count()) == (200, 0)


def test_english_may_be_left_out_and_the_danish_stands_in(inside):
    """In the list of steps, and in every language a figure keeps the name of a phase in."""
    programme = ProgrammeFactory(code="hjem")
    inside.post("/programmes/hjem/phases/new/", {"name_da": "Opstart", "code": "opstart"})
    phase = programme.phases.get()
    inside.post(f"/phases/{phase.pk}/steps/new/", {"text_da": "Læg budget", "owner": "relation"})
    with override("en"):
        assert (str(phase), str(phase.steps.get())) == ("Opstart", "Læg budget")
    assert in_both("Opstart", "") == {"da": "Opstart", "en": "Opstart"}
    answer = inside.post(f"/phases/{phase.pk}/steps/new/", {"text_en": "Budget", "owner": "relation"})
    assert (list(answer.context["form"].errors), phase.steps.count()) == (["text_da"], 1)
    PhaseTemplate.objects.filter(pk=phase.pk).update(name_en="Start")
    with override("en"):
        assert str(PhaseTemplate.objects.get()) == "Start"


def test_phases_and_steps_change_places(administrator):
    programme = ProgrammeFactory()
    phases = [
        setup.add_phase(by=administrator, at=NOW, programme=programme, code=code, name_da=code, name_en=code)
        for code in ("a", "b", "c")
    ]
    setup.move_phase_up(by=administrator, at=NOW, phase=phases[2])
    assert list(programme.phases.values_list("code", flat=True)) == ["a", "c", "b"]
    setup.move_phase_up(by=administrator, at=NOW, phase=PhaseTemplate.objects.get(pk=phases[0].pk))
    assert list(programme.phases.values_list("code", flat=True)) == ["a", "c", "b"]
    steps = [
        setup.add_step(by=administrator, at=NOW, phase=phases[0], text_da=text, text_en=text, owner="street")
        for text in ("1", "2")
    ]
    setup.move_step_up(by=administrator, at=NOW, step=steps[1])
    assert list(PhaseStep.objects.filter(phase=phases[0]).values_list("text_da", flat=True)) == ["2", "1"]


def test_a_part_is_changed_and_removed_with_a_reason(inside):
    programme = ProgrammeFactory(code="hjem")
    norm = CaseloadNorm.objects.create(programme=programme, function="relation", young_people=8)
    inside.post(f"/norms/{norm.pk}/", {"function": "relation", "young_people": "10", "version": 1})
    norm.refresh_from_db()
    assert norm.young_people == 10
    inside.post(f"/norms/{norm.pk}/remove/", {"why": ""})
    assert CaseloadNorm.objects.count() == 1
    inside.post(f"/norms/{norm.pk}/remove/", {"why": "Ny aftale"})
    assert CaseloadNorm.objects.count() == 0
    history = page(inside, "/programmes/hjem/history/")
    assert [text in history for text in ("8 → 10", "Ny aftale")] == [True, True]


def test_a_phase_that_nobody_has_been_in_is_removed_with_its_steps(inside):
    """The next one takes its place: a way from the first to it skips no phase."""
    programme = ProgrammeFactory(code="hjem")
    first, wrong, _last = (PhaseTemplateFactory(programme=programme, position=n) for n in (1, 2, 3))
    PhaseStepFactory(phase=wrong)
    assert f"/phases/{wrong.pk}/remove/" in page(inside, f"/phases/{wrong.pk}/")
    inside.post(f"/phases/{wrong.pk}/remove/", {"why": ""})
    assert programme.phases.count() == 3
    inside.post(f"/phases/{wrong.pk}/remove/", {"why": "Oprettet ved en fejl"})
    assert list(programme.phases.values_list("code", "position")) == [("phase-1", 1), ("phase-3", 2)]
    assert "Oprettet ved en fejl" in page(inside, "/programmes/hjem/history/")
    PhaseSpellFactory(phase=first, enrolment__programme=programme)
    assert "/remove/" not in page(inside, f"/phases/{first.pk}/")
    answer = inside.post(f"/phases/{first.pk}/remove/", {"why": "Nej"})
    assert "Der har været unge i fasen" in answer.content.decode()
    assert programme.phases.count() == 2


def test_a_stale_change_of_a_partner_shows_what_it_receives(inside):
    row = Partnership.objects.create(
        programme=ProgrammeFactory(), organisation=OrganisationFactory(), purposes=["shelter"]
    )
    form = {"organisation": row.organisation_id, "contribution": "", "version": 1}
    inside.post(f"/partners/{row.pk}/", form | {"purposes": ["community"]})
    answer = inside.post(f"/partners/{row.pk}/", form | {"purposes": ["psychiatry"]})
    assert answer.context["form"].stale[0].mine != answer.context["form"].stale[0].theirs
    row.refresh_from_db()
    assert row.purposes == ["community"]


def test_a_lead_edits_the_steps_of_the_own_programmes_and_nothing_else(client):
    step, team = PhaseStepFactory(phase__programme__code="hjem"), TeamFactory()
    EnrolmentFactory(programme=step.phase.programme, team=team)
    client.force_login(staff(Role.LEAD, team))
    assert step.text_da in page(client, "/programmes/hjem/")
    client.post(
        f"/steps/{step.pk}/", {"text_da": "Nyt", "text_en": "New", "owner": "street", "is_active": "on", "version": 1}
    )
    step.refresh_from_db()
    assert step.text_da == "Nyt"
    for path in (
        "/programmes/hjem/change/",
        "/programmes/hjem/norms/new/",
        f"/phases/{step.phase_id}/",
        "/programmes/new/",
    ):
        assert client.get(path).status_code == 403


def test_history_tells_what_was_changed_by_whom(administrator):
    programme = ProgrammeFactory(name="Før", organisation__name="Org A")
    other = OrganisationFactory(name="Org B")
    setup.change_programme(
        by=administrator,
        at=NOW,
        programme=programme,
        version=1,
        name="Efter",
        organisation=other,
        capacity=40,
        end=date(2027, 1, 1),
    )
    change = next(row for row in changes_in(programme.history.all()) if row.kind == "~")
    assert (change.by, change.at) == (administrator, NOW)
    assert {(field.old, field.new) for field in change.fields} == {
        ("Før", "Efter"), ("Org A", "Org B"), ("", "40"), ("", "31.12.2026"),
    }  # fmt: skip
