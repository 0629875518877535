"""The API's address plan: every app's endpoints under one version, their description and its page."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from cases.api import views as cases
from cases.api.description import sections
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from housing.api import views as housing
from reporting.api import views as reporting

ERRORS = {
    "400": "What was sent is not as described, or names a field or parameter that is not: messages by name.",
    "401": "Not signed in, or the token is not valid.",
    "403": "The user's roles do not give this right.",
    "404": "Not there, or not within the user's reach.",
    "406": "Answers are JSON.",
    "405": "Not a method of this address.",
    "429": "Too many requests; `Retry-After` says how many seconds to wait.",
}

# Of operations that take a body.
REFUSALS = {
    "409": "What was sent is as described, and the rules refuse it: messages by field, or under `non_field_errors`.",
    "413": "The body is too large.",
    "415": "Bodies are JSON.",
}

router = SimpleRouter()
router.register("organisations", cases.Organisations, basename="organisations")
router.register("programmes", cases.Programmes, basename="programmes")
router.register("people", cases.People, basename="people")
router.register("enrolments", cases.Enrolments, basename="enrolments")
router.register("contacts", cases.Contacts, basename="contacts")
router.register("handovers", cases.Handovers, basename="handovers")
router.register("stays", housing.Stays, basename="stays")
router.register("referrals", housing.Referrals, basename="referrals")
router.register("offers", housing.Offers, basename="offers")
router.register("support-cases", housing.SupportCases, basename="support-cases")
router.register("report-runs", reporting.ReportRuns, basename="report-runs")
router.register("outcome-tables", reporting.OutcomeTables, basename="outcome-tables")


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
def nowhere(_request: Request, rest: str) -> Response:  # noqa: ARG001  the route's own name
    """Answer as JSON, like the rest of the API, where there is no endpoint."""
    raise NotFound


def describe_errors(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """Add to every operation of the description the errors that all share; bodies hold known fields alone."""
    problem = {"content": {"application/json": {"schema": {"type": "object", "additionalProperties": {}}}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for code, text in (ERRORS | (REFUSALS if "requestBody" in operation else {})).items():
                operation["responses"].setdefault(code, {"description": text, **problem})
            for content in operation.get("requestBody", {}).get("content", {}).values():
                name = content["schema"]["$ref"].rsplit("/", 1)[-1]
                result["components"]["schemas"][name]["additionalProperties"] = False
    return result


@needs(*Right)
def docs(request: UserRequest) -> HttpResponse:
    """The description as a page: rendered here, so that it keeps to the same policy and accessibility as all pages."""
    return render(request, "api/docs.html", {"sections": sections(_description(get_language()))})


@cache
def _description(_language: str) -> dict[str, Any]:
    description: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return description


app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    *router.urls,
    # Line breaks too, which `<path:rest>` does not take.
    re_path(r"^(?P<rest>[\s\S]*)$", nowhere, name="nowhere"),
]
