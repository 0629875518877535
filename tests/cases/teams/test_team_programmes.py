"""The programmes that a team works in: set by an administrator, held by the database, and what a lead calls own."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.corrections.actions import withdraw_enrolment
from cases.enrolments.actions import close, enrol, reopen
from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.actions import change_team, create_team
from cases.teams.models import Team, TeamProgramme
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    EnrolmentFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    ScreeningFactory,
    TeamFactory,
    screened,
    staff,
    works_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
MIGRATION: Any = import_module("cases.migrations.0015_team_programmes")
NOT_TIED = "Teamet arbejder ikke i indsatsen. En administrator kan give adgang."


@pytest.fixture
def administrator() -> User:
    return staff(Role.ADMINISTRATOR)


@pytest.fixture
def inside(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def answers(team: Team, *programmes: Programme, **more: Any) -> dict[str, Any]:
    """The form of the team's page as it is sent."""
    ticked = [programme.pk for programme in programmes]
    common = {"name": team.name, "organisation": team.organisation_id, "is_active": "on"}
    return common | {"version": Team.objects.get(pk=team.pk).version, "programmes": ticked} | more


def tied(team: Team) -> list[str]:
    return sorted(team.programmes.values_list("code", flat=True))


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# What a lead calls own


def test_a_lead_owns_the_programmes_that_a_led_team_works_in():
    """With or without an enrolment; a team in which one is a caseworker gives nothing, nor does a screening."""
    led, worked = TeamFactory(), TeamFactory()
    both, own, other, screened_for = (ProgrammeFactory(code=code) for code in ("both", "own", "other", "screened"))
    works_in(led, both, own)
    works_in(worked, both, other)
    lead = staff(Role.LEAD, team=led)
    lead.memberships.create(role=Role.CASEWORKER, team=worked, start=TODAY)
    ScreeningFactory(programme=screened_for, person__team=led, decided_by=lead)
    codes = Programme.objects.order_by("code").values_list("code", flat=True)
    assert list(codes.led_by(lead)) == ["both", "own"]
    assert list(codes.worked_in_by([led.pk, worked.pk])) == ["both", "other", "own"]
    assert list(codes.worked_in_by([])) == []


def test_ties_are_filled_from_enrolments_and_no_lead_loses_reach():
    """The migration's own statements, on rows as they were before it: two teams share one of two programmes."""
    teams, programmes = [TeamFactory(), TeamFactory()], [ProgrammeFactory(), ProgrammeFactory()]
    for number, team in enumerate(teams):
        for programme in programmes[number:]:
            EnrolmentFactory.create_batch(2, person__team=team, programme=programme)
    works_in(teams[1], programmes[0])  # nobody is enrolled by it
    leads = [staff(Role.LEAD, team=team) for team in teams]
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute(MIGRATION.LET_GO)
    TeamProgramme.objects.all().delete()
    assert [list(Programme.objects.led_by(lead)) for lead in leads] == [[], []]
    execute(MIGRATION.FILL)
    execute(MIGRATION.HOLD)
    assert [list(Programme.objects.led_by(lead).order_by("pk")) for lead in leads] == [programmes, programmes[1:]]
    added = TeamProgramme.history.filter(history_change_reason="Teamet har forløb i indsatsen")
    assert sorted(added.values_list("team", "programme")) == sorted(
        TeamProgramme.objects.values_list("team", "programme")
    )


# Enrolling


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY, Role.LEAD])
def test_a_team_enrols_in_no_programme_that_it_does_not_work_in(client, role):
    foreign = PhaseTemplateFactory().programme
    screening = ScreeningFactory(programme=foreign)
    team = works_in(screening.person.team, ProgrammeFactory())
    worker = staff(role, team=team)
    with pytest.raises(Refused, match=NOT_TIED) as refusal:
        enrol(by=worker, at=NOW, screening=screening, team=team, on=TODAY)
    assert refusal.value.field == "team"
    client.force_login(worker)
    for answer in (
        client.get(f"/screenings/{screening.pk}/enrol/"),
        client.post(f"/screenings/{screening.pk}/enrol/", {"team": team.code, "on": TODAY.isoformat()}),
    ):
        assert (answer.status_code, NOT_TIED in answer.content.decode()) == (200, True)
    assert not Enrolment.objects.exists()
    assert foreign not in Programme.objects.led_by(worker)


def test_only_teams_that_work_in_the_programme_are_offered(client):
    screening = screened(PhaseTemplateFactory().programme, person__team__code="works")
    worker = staff(team=screening.person.team)
    elsewhere = TeamFactory(code="elsewhere")
    worker.memberships.create(role=Role.CASEWORKER, team=elsewhere, start=TODAY)
    client.force_login(worker)
    path, on = f"/screenings/{screening.pk}/enrol/", TODAY.isoformat()
    offered = client.get(path).context["form"].fields["team"].queryset
    assert [team.code for team in offered] == ["works"]
    assert NOT_TIED in client.post(path, {"team": "elsewhere", "on": on}).content.decode()
    assert client.post(path, {"team": "works", "on": on}).status_code == 302
    assert Enrolment.objects.get().team == screening.person.team


@pytest.mark.parametrize("column", ["team", "programme"])
def test_the_database_holds_every_enrolment_to_a_tie(column):
    """Whatever writes it: an enrolment's team and programme go together, and the tie under it stays."""
    enrolment = EnrolmentFactory()
    other = {"team": TeamFactory, "programme": ProgrammeFactory}[column]()
    with pytest.raises(IntegrityError, match="enrolment_team_works_in_programme"), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(**{column: other})
    with pytest.raises(IntegrityError, match="enrolment_team_works_in_programme"), transaction.atomic():
        TeamProgramme.objects.all().delete()


def test_a_team_is_tied_once():
    team = works_in(TeamFactory(), programme := ProgrammeFactory())
    with pytest.raises(IntegrityError, match="team_programme_unique"), transaction.atomic():
        TeamProgramme.objects.create(team=team, programme=programme)


# The team's page


def test_an_administrator_ticks_the_programmes_of_a_new_team(inside, administrator):
    first, second = ProgrammeFactory(code="a", name="Hjem først"), ProgrammeFactory(code="b", name="Ud af hjemløshed")
    facts = {"name": "Gadeteamet", "code": "gade", "organisation": first.organisation_id}
    inside.post("/administration/teams/new/", facts | {"programmes": [first.pk, second.pk]})
    team = Team.objects.get(code="gade")
    assert tied(team) == ["a", "b"]
    events = AuditEvent.objects.filter(target="cases.teamprogramme")
    assert [(event.action, event.by, event.target_id) for event in events.order_by("pk")] == [
        (AuditAction.CREATED, administrator, str(tie.pk)) for tie in team.programme_ties.order_by("pk")
    ]
    shown = inside.get("/programmes/a/").content.decode()
    assert '<a class="row-name" href="/administration/teams/gade/">Gadeteamet</a>' in shown


def test_ticks_are_set_and_removed_and_the_page_says_who_did_it(inside, administrator):
    team, before, after = TeamFactory(), ProgrammeFactory(code="before"), ProgrammeFactory(code="after")
    works_in(team, before)
    path = f"/administration/teams/{team.code}/"
    assert f'value="{before.pk}"' in inside.get(path).content.decode()
    inside.post(path, answers(team, after))
    assert tied(team) == ["after"]
    gone = TeamProgramme.history.get(history_type="-")
    assert (gone.history_user, gone.programme) == (administrator, before)
    assert gone.history_change_reason == "Teamet arbejder ikke længere i indsatsen"
    event = AuditEvent.objects.get(target="cases.teamprogramme", action=AuditAction.CHANGED)
    assert (event.target_id, event.facts) == (str(gone.id), {"removed": True})
    for page in (path, "/programmes/before/history/"):
        shown = inside.get(page).content.decode()
        assert "Teamet arbejder ikke længere i indsatsen" in shown
        assert f"Indsats, som et team arbejder i: {team} · {before}" in shown


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_programme_with_enrolments_of_the_team_stays_ticked(*, is_closed, inside, administrator):
    facts = {"end": TODAY, "closing_reasons": ["completed"]} if is_closed else {}
    enrolment = EnrolmentFactory(programme__name="Hjem først", programme__code="hjem", **facts)
    team = works_in(enrolment.team, free := ProgrammeFactory(code="free"))
    answer = inside.post(f"/administration/teams/{team.code}/", answers(team, name="Nyt navn"))
    refusal = "Teamet har eller har haft unge i Hjem først. Krydset kan ikke fjernes."
    assert (answer.status_code, answer.context["form"].errors["programmes"]) == (200, [refusal])
    assert (Team.objects.get(pk=team.pk).name, tied(team)) == (team.name, ["free", "hjem"])
    inside.post(f"/administration/teams/{team.code}/", answers(team, enrolment.programme))
    assert tied(team) == ["hjem"]
    assert free.team_ties.count() == 0


def test_an_outdated_page_shows_which_programmes_differ(inside):
    team, first, second = TeamFactory(), ProgrammeFactory(name="Hjem først"), ProgrammeFactory(name="Vej ud")
    outdated = answers(team, second)
    inside.post(f"/administration/teams/{team.code}/", answers(team, first))
    stale = inside.post(f"/administration/teams/{team.code}/", outdated).context["form"].stale
    assert [(row.mine, row.theirs) for row in stale] == [("Vej ud", "Hjem først")]
    assert list(team.programmes.all()) == [first]


def test_other_changes_of_a_team_leave_its_programmes(administrator):
    team = works_in(TeamFactory(), ProgrammeFactory(code="kept"))
    change_team(by=administrator, at=NOW, team=team, version=1, name="Nyt navn")
    assert tied(team) == ["kept"]
    assert tied(create_team(by=administrator, at=NOW, code="ny", name="Ny", organisation=team.organisation)) == []


def test_a_lead_reads_who_works_in_an_own_programme(client):
    """And changes nothing: the team's page is the administrator's."""
    team = works_in(TeamFactory(name="Team Nord"), programme := ProgrammeFactory(code="hjem"))
    works_in(TeamFactory(name="Team Syd", code="syd"), programme)
    client.force_login(staff(Role.LEAD, team=team))
    shown = client.get("/programmes/hjem/").content.decode()
    assert [text in shown for text in ("Team Nord", "Team Syd", "/administration/teams/")] == [True, True, False]
    assert client.get("/administration/teams/syd/").status_code == 403
    assert client.post("/administration/teams/syd/", answers(team)).status_code == 403


# A course goes on as before


def test_a_closed_enrolment_is_reopened_and_one_by_mistake_taken_back(administrator):
    """Then nothing holds the tie any more, and it can be removed."""
    phase = PhaseTemplateFactory()
    screening = screened(phase.programme)
    team = screening.person.team
    worker = staff(team=team)
    common = {"by": worker, "at": NOW}
    first = enrol(**common, screening=screening, team=team, on=screening.decided_on)
    close(**common, enrolment=first, on=screening.decided_on, reasons=["completed"])
    again = reopen(**common, enrolment=first, phase=phase, on=TODAY)
    for enrolment in (again, first):
        withdraw_enrolment(**common, enrolment=enrolment, why="Forkert indsats")
    assert tied(team) == [phase.programme.code]
    change_team(by=administrator, at=NOW, team=team, version=1, programmes=[])
    assert tied(team) == []


def test_nobody_opens_a_programme_to_a_team_they_lead(inside, administrator):
    """Reports and rows with names follow from the tick. Unticking, and other teams, are free; so is a role to come."""
    team, other = TeamFactory(), TeamFactory()
    works_in(team, ProgrammeFactory(code="own"))
    foreign, own = ProgrammeFactory(code="foreign"), Programme.objects.get(code="own")
    administrator.memberships.create(role=Role.LEAD, team=team, start=TODAY + timedelta(days=1))
    refused = inside.post(f"/administration/teams/{team.code}/", answers(team, own, foreign))
    assert "Du kan ikke give indsatser til et team, som du selv leder." in refused.content.decode()
    assert (tied(team), refused.status_code) == (["own"], 200)
    assert inside.post(f"/administration/teams/{other.code}/", answers(other, foreign)).status_code == 302
    assert inside.post(f"/administration/teams/{team.code}/", answers(team)).status_code == 302
    assert (tied(team), tied(other)) == ([], ["foreign"])
