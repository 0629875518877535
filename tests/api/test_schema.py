"""The description of the API, and a program that reads it and tries every endpoint as every role."""

import io
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rest_framework.authtoken.models import Token
from rest_framework.throttling import UserRateThrottle
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cases.enums import Role
from cases.models import User
from config.wsgi import application
from tests.api.conftest import Case, client_of
from tests.factories.cases import UserFactory

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 4  # for each endpoint and role; `make test` runs them all in well under a minute


@pytest.fixture
def wsgi(case, monkeypatch):
    """The application as a server runs it, inside the test's transaction, with no limit on requests."""
    monkeypatch.setattr(UserRateThrottle, "allow_request", lambda *_: True)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield application
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def headers_of(user: User) -> dict[str, str]:
    return {"Authorization": f"Token {Token.objects.create(user=user).key}"}


@pytest.mark.parametrize("role", Role)
def test_every_endpoint_answers_as_described(case, wsgi, role):
    """Valid and invalid requests to every operation; and the real records, which fill every field of an answer."""
    headers = headers_of(case.users[role])
    described = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", wsgi, headers=headers)
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) == 23
    for operation in operations:
        _attack(operation, headers)
        if real := _key(operation.path, case):
            operation.Case(path_parameters=real).call_and_validate(headers=headers, checks=CHECKS)


def _attack(operation, headers: dict[str, str]) -> None:
    requests = st.one_of(*(operation.as_strategy(mode) for mode in GenerationMode))

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(requests)
    def attempt(request) -> None:
        request.call_and_validate(headers=headers, checks=CHECKS)

    attempt()


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
