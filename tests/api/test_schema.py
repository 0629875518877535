"""The description of the API, and a program that reads it and tries every endpoint as every role."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from rest_framework.authtoken.models import Token
from rest_framework.throttling import SimpleRateThrottle

from cases.staff.codes import Role
from cases.staff.models import User
from config.web.wsgi import application
from tests.api.conftest import Case, client_of
from tests.factories.cases import UserFactory

EXAMPLES = 3  # made up for each endpoint and role, beside those that stand for every rule of the description
SEED = "2025"
LONGEST = 300  # seconds for one role; a quarter of it is enough where nothing else runs


@pytest.fixture
def unlimited(monkeypatch):
    """No limit on the number of requests."""
    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *_: True)


@pytest.fixture
def wsgi(case, unlimited):
    """The application as a server runs it, inside the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield application
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def headers_of(user: User) -> dict[str, str]:
    return {"Authorization": f"Token {Token.objects.create(user=user).key}"}


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", Role)
def test_every_endpoint_keeps_to_its_description(case, unlimited, live_server, role, tmp_path):
    """The program as it comes, with all its checks: requests that fit the description and requests that do not.

    One that breaks each rule of the description is sent by the lead alone, who is let through to every endpoint, and so
    are rows of requests that build on one another: they are some fifteen hundred, and what the others are refused they
    are refused before it is read.
    """
    key = headers_of(case.users[role])["Authorization"]
    phases = "examples,coverage,fuzzing,stateful" if role == Role.LEAD else "examples,fuzzing"
    program = [Path(sys.executable).with_name("schemathesis"), "run", f"{live_server.url}/api/v1/schema/?format=json"]
    options = [f"--phases={phases}", f"--max-examples={EXAMPLES}", f"--seed={SEED}", "--no-shrink", "--no-color"]
    done = subprocess.run(
        [*program, f"--header=Authorization: {key}", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.servers
@pytest.mark.parametrize("role", Role)
def test_every_real_record_is_answered_as_described(case, wsgi, role):
    """They fill every field of an answer, which made-up keys do not."""
    headers = headers_of(case.users[role])
    described = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", wsgi, headers=headers)
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) == 23
    for operation in operations:
        if real := _key(operation.path, case):
            operation.Case(path_parameters=real).call_and_validate(headers=headers)


def _key(path: str, case: Case) -> dict[str, Any] | None:
    """The real record behind a path with one parameter."""
    keys: dict[str, dict[str, Any]] = {
        "organisations/{code}": {"code": case.team.organisation.code},
        "programmes/{code}": {"code": case.programme.code},
        "people/{reference}": {"reference": case.person.reference},
        "enrolments/{id}": {"id": case.enrolment.pk},
        "contacts/{id}": {"id": case.contact.pk},
        "handovers/{id}": {"id": case.handover.pk},
        "stays/{id}": {"id": case.stay.pk},
        "referrals/{id}": {"id": case.referral.pk},
        "offers/{id}": {"id": case.offer.pk},
        "support-cases/{id}": {"id": case.support.pk},
    }
    return keys.get(path.removeprefix("/api/v1/").rstrip("/"))


def test_the_description_is_complete_and_has_no_ambiguous_name():
    """The generator itself warns of what it had to guess; a warning fails here."""
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_the_description_says_who_and_what(case):
    """It comes as JSON too, names both ways to sign in, and every operation the errors it can give."""
    schema = client_of(case.users[Role.EVALUATOR]).get("/api/v1/schema/?format=json").json()
    assert set(schema["components"]["securitySchemes"]) == {"cookieAuth", "tokenAuth"}
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert [
        o["operationId"] for o in operations if not {"400", "401", "403", "404", "429"} <= set(o["responses"])
    ] == []


def test_the_page_of_the_api_lists_every_endpoint_with_its_fields(case):
    page = client_of(case.users[Role.EVALUATOR]).get("/api/v1/docs/")
    endpoints = {f"{e.method} {e.path}": e for section in page.context["sections"] for e in section.endpoints}
    assert len(endpoints) == 23
    contact = endpoints["POST /api/v1/contacts/"]
    assert [(f.name, f.kind) for f in contact.body] == [
        ("people", "[string]"),
        ("happened_at", "date-time"),
        ("kind", "meeting | phone | message | accompaniment | visit | outreach | network_meeting | activity | other"),
        ("outcome", "reached | in_vain | no_show | cancelled | without"),
        ("minutes", "integer | null"),
        ("note", "string"),
        ("client_key", "uuid | null"),
        ("confirm", "[happened_at | minutes]"),
    ]
    listed = endpoints["GET /api/v1/stays/"]
    assert [f.name for f in listed.parameters] == [
        "kind",
        "open_on",
        "page",
        "page_size",
        "person",
        "start_from",
        "start_to",
    ]
    assert [f.name for f in listed.answer][:4] == ["id", "person", "kind", "organisation"]


def test_the_page_is_for_those_with_a_role(case, client):
    client.force_login(UserFactory())
    assert client.get("/api/v1/docs/").status_code == 403
