"""Each role begins where its work is, and sees only its own menu."""

import pytest

from cases.staff.codes import Role
from cases.staff.policy import ROLE_RIGHTS, Right
from tests.factories.cases import MembershipFactory, UserFactory, staff

pytestmark = pytest.mark.django_db

FIRST = {
    Role.CASEWORKER: "/my-day/",
    Role.AUTHORITY: "/my-day/",
    Role.LEAD: "/board/",
    Role.PARTNER: "/inbox/",
    Role.EVALUATOR: "/reports/",
    Role.ADMINISTRATOR: "/administration/",
}


@pytest.mark.parametrize(("role", "path"), FIRST.items())
def test_each_role_begins_where_its_work_is(client, role, path):
    client.force_login(staff(role))
    assert client.get("/")["Location"] == path
    assert client.get(path).status_code == 200


def test_someone_without_a_role_is_told_whom_to_ask(client):
    client.force_login(UserFactory())
    answer = client.get("/")
    assert (answer.status_code, next(template.name for template in answer.templates)) == (
        200,
        "cases/shell/no_role.html",
    )


def test_with_several_roles_the_board_comes_first(client):
    user = staff(Role.LEAD)
    MembershipFactory(user=user, role=Role.ADMINISTRATOR, team=None)
    client.force_login(user)
    assert client.get("/")["Location"] == "/board/"


@pytest.mark.parametrize("role", Role)
def test_every_page_of_the_menu_opens(client, role):
    client.force_login(staff(role))
    menu = client.get(FIRST[role]).context["nav"]
    assert menu
    assert [(link.url, client.get(link.url).status_code) for link in menu] == [(link.url, 200) for link in menu]


def test_the_policy_by_hand():
    """Case content: caseworker, authority worker, lead. Names leave the house through a lead only."""
    holders = {right: {role for role in Role if right in ROLE_RIGHTS[role]} for right in Right}
    lead = Role.LEAD
    assert holders == {
        Right.WORK_CASES: {Role.CASEWORKER, Role.AUTHORITY, lead},
        Right.DECIDE_SCREENING: {Role.AUTHORITY, lead},
        Right.GRANT_EXCEPTION: {lead},
        Right.DECIDE_SUPPORT: {Role.AUTHORITY, lead},
        Right.SHARE_WITHOUT_CONSENT: {Role.AUTHORITY, lead},
        Right.SEE_BOARD: {lead},
        Right.EDIT_STEPS: {lead},
        Right.RECEIVE_HANDOVERS: {Role.PARTNER},
        Right.RUN_REPORTS: {lead, Role.EVALUATOR},
        Right.RELEASE_EDITIONS: {lead},
        Right.EXPORT_DEIDENTIFIED: {lead, Role.EVALUATOR},
        Right.EXPORT_IDENTIFIED: {lead},
        Right.ADMINISTER: {Role.ADMINISTRATOR},
    }
