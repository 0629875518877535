"""Every role against every endpoint and method: the whole table, written by hand."""

import pytest

from cases.audit.models import AuditEvent
from cases.staff.codes import Role
from config.web.api import router
from tests.api.conftest import Case, client_of
from tests.factories.cases import staff

STAFF = (Role.CASEWORKER, Role.AUTHORITY, Role.LEAD)
EVERYONE = tuple(Role)
# Who may read each list. Everybody else is refused with 403.
READERS: dict[str, tuple[Role, ...]] = {
    "organisations": EVERYONE,
    "programmes": (*STAFF, Role.EVALUATOR, Role.ADMINISTRATOR),
    "people": STAFF,
    "enrolments": STAFF,
    "contacts": STAFF,
    "handovers": (*STAFF, Role.PARTNER),
    "stays": STAFF,
    "referrals": STAFF,
    "offers": STAFF,
    "support-cases": STAFF,
    "report-runs": (Role.LEAD, Role.EVALUATOR),
    "outcome-tables": (Role.LEAD, Role.EVALUATOR),
}
# Tables are asked for of a programme: without one, the question is wrong.
ALONE = {"report-runs": 404, "outcome-tables": 400}
# What is not about rows of a team.
OF_NO_TEAM = {"organisations", "programmes", "report-runs", "outcome-tables"}
# How many rows each role then sees of the one case in the world.
ROWS = {"people": 1, "enrolments": 1, "contacts": 1, "handovers": 1, "stays": 1, "referrals": 1, "offers": 1}


def address(name: str, case: Case) -> str:
    keys = {
        "organisations": case.team.organisation.code, "programmes": case.programme.code,
        "people": case.person.reference, "enrolments": case.enrolment.pk, "contacts": case.contact.pk,
        "handovers": case.handover.pk, "stays": case.stay.pk, "referrals": case.referral.pk, "offers": case.offer.pk,
        "support-cases": case.support.pk, "report-runs": "00000000-0000-0000-0000-000000000000",
        "outcome-tables": "housing",
    }  # fmt: skip
    return f"/api/v1/{name}/{keys[name]}/"


def test_the_table_names_every_endpoint():
    assert {prefix for prefix, _view, _name in router.registry} == set(READERS)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("role", EVERYONE)
def test_lists_answer_their_readers_and_refuse_the_rest(case, role, name):
    response = client_of(case.users[role]).get(f"/api/v1/{name}/")
    assert response.status_code == (200 if role in READERS[name] else 403)
    if role in READERS[name] and name in ROWS:
        assert response.json()["count"] == ROWS[name]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("role", EVERYONE)
def test_single_records_answer_their_readers_and_refuse_the_rest(case, role, name):
    response = client_of(case.users[role]).get(address(name, case))
    assert response.status_code == (ALONE.get(name, 200) if role in READERS[name] else 403)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_but_a_contact(case, name, method):
    """405 for a reader; POST of a contact is the one write, and here has nothing in it."""
    client = client_of(case.users[Role.LEAD])
    on_list = getattr(client, method)(f"/api/v1/{name}/", {}, format="json")
    on_one = getattr(client, method)(address(name, case), {}, format="json")
    assert on_list.status_code == (400 if (name, method) == ("contacts", "post") else 405)
    assert on_one.status_code == 405


@pytest.mark.parametrize("role", [Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_roles_without_cases_cannot_log_a_contact(case, role):
    assert client_of(case.users[role]).post("/api/v1/contacts/", {}, format="json").status_code == 403


@pytest.mark.parametrize("name", [*READERS, "schema", "nowhere"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options", "head"])
def test_without_signing_in_there_is_nothing(case, name, method):
    response = getattr(client_of(None), method)(f"/api/v1/{name}/")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("name", [name for name in READERS if name not in OF_NO_TEAM])
def test_another_team_sees_no_row(case, name):
    """A worker of another team gets empty lists and 404, as if the records were not there."""
    client = client_of(staff(Role.CASEWORKER))
    assert client.get(f"/api/v1/{name}/").json()["count"] == 0
    assert client.get(address(name, case)).status_code == 404


def test_the_evaluator_never_reads_a_person(case):
    """Every endpoint, list and record: no planted name, note, phone, place or address in any answer."""
    client = client_of(case.users[Role.EVALUATOR])
    answers = [client.get(url) for name in READERS for url in (f"/api/v1/{name}/", address(name, case))]
    assert [response.status_code for response in answers].count(200) == 6
    assert [r.request["PATH_INFO"] for r in answers if b"Zq" in r.content or b"A10000" in r.content] == []
    assert AuditEvent.objects.count() == 0
