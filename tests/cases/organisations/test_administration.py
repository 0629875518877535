"""Setting up: organisations and teams, by those who may; no case content can be seen from there."""

import pytest
from django.test import Client

from cases.people.models import Person
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Team
from tests.factories.cases import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    PhaseTemplateFactory,
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


# Organisations, teams


def test_an_organisation_is_added_found_and_changed(inside):
    inside.post(
        "/administration/organisations/new/",
        {"name": "Kælderen på Ærø", "code": "kaelderen", "kind": "shelter", "email": "", "phone": ""},
    )
    assert "Kælderen på Ærø" in page(inside, "/administration/organisations/?q=ÆRØ")
    assert "Kælderen på Ærø" not in page(inside, "/administration/organisations/?q=fyn")
    inside.post(
        "/administration/organisations/kaelderen/",
        {"name": "Kælderen", "kind": "shelter", "email": "", "phone": "", "is_active": "on", "version": 1},
    )
    row = Organisation.objects.get(code="kaelderen")
    assert (row.name, row.version, row.history.count()) == ("Kælderen", 2, 2)
    assert "Kælderen på Ærø → Kælderen" in page(inside, "/administration/organisations/kaelderen/")


def test_a_code_is_used_once(inside):
    OrganisationFactory(code="taken")
    answer = inside.post(
        "/administration/organisations/new/",
        {"name": "Ny", "code": "taken", "kind": "shelter", "email": "", "phone": ""},
    )
    assert (answer.status_code, Organisation.objects.filter(name="Ny").count()) == (200, 0)


def test_an_outdated_page_is_refused_and_both_versions_are_shown(inside, administrator):
    row = TeamFactory(name="Team Nord")
    other = {"name": "Team Syd", "organisation": row.organisation_id, "is_active": "on", "version": 1}
    inside.post(f"/administration/teams/{row.code}/", other)
    answer = inside.post(f"/administration/teams/{row.code}/", other | {"name": "Team Øst"})
    shown = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, row.name) == (200, "Team Syd")
    assert [name in shown for name in ("Team Syd", "Team Øst")] == [True, True]


def test_a_team_is_added(inside):
    organisation = OrganisationFactory()
    inside.post("/administration/teams/new/", {"name": "Gadeteamet", "code": "gade", "organisation": organisation.pk})
    assert Team.objects.get(code="gade").organisation == organisation
    assert "Gadeteamet" in page(inside, "/administration/teams/")


# Who gets in, and what cannot be seen from here

PATHS = (
    "/administration/",
    "/administration/users/",
    "/administration/users/new/",
    "/administration/organisations/",
    "/administration/teams/",
    "/programmes/new/",
)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
@pytest.mark.parametrize("path", PATHS)
def test_other_roles_do_not_administer(client, role, path):
    client.force_login(staff(role))
    assert client.get(path).status_code == 403


def test_an_administrator_sees_no_case_content(inside):
    enrolment = EnrolmentFactory(person=PersonFactory(first_name="Plantefar", last_name="Hemmelig"))
    phase = PhaseTemplateFactory(programme=enrolment.programme)
    pages = [*PATHS, f"/programmes/{enrolment.programme.code}/", f"/phases/{phase.pk}/"]
    shown = "".join(page(inside, path) for path in pages)
    hidden = ("Plantefar", "Hemmelig", enrolment.person.reference)
    assert [text for text in hidden if text in shown] == []
    assert list(Person.objects.visible_to(User.objects.get(memberships__role=Role.ADMINISTRATOR))) == []
