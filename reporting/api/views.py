"""The endpoints of this app: report runs, whose figures are read in the report, and the tables of outcomes."""

from collections.abc import Collection

import django_filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.base import Answering, Conflict, Reading, plain, signed_in
from cases.api.filters import RecordFilter, text
from cases.api.serializers import RecordSerializer, unit_field
from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.programmes.models import Programme
from cases.staff.policy import Right
from reporting.api.serializers import (
    OutcomeTableAsked,
    OutcomeTableListSerializer,
    OutcomeTablesAsked,
    OutcomeTableSerializer,
)
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.own import all_tables
from reporting.outcomes.queries import FIRST_DAY, LAST_DAY, material, table
from reporting.outcomes.units import LETTERS, NAMES, sees_names
from reporting.runs.codes import RunState
from reporting.runs.models import ReportRun
from reporting.tabulation.results import as_json
from reporting.tabulation.tabulating import NotOffered


class ReportRunSerializer(RecordSerializer[ReportRun]):
    """A report run. `end` is the last day of the period."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    programme = unit_field()

    class Meta:
        model = ReportRun
        fields = (
            "id", "kind", "programme", "start", "end", "as_of", "state", "steps_done", "steps_total", "error",
            "requested_at", "started_at", "finished_at",
        )  # fmt: skip


class ReportRunFilter(RecordFilter):
    programme = text("programme__code")
    state = django_filters.ChoiceFilter(choices=RunState.choices)

    class Meta:
        model = ReportRun
        fields: tuple[str, ...] = ()


class ReportRuns(Reading[ReportRun]):
    """Report runs of the programmes the user reaches, latest first."""

    rights = (Right.RUN_REPORTS,)
    shows_people = False
    queryset = ReportRun.objects.select_related("programme").order_by("-requested_at", "-pk")
    serializer_class = ReportRunSerializer
    filterset_class = ReportRunFilter
    lookup_field = "public_id"
    lookup_value_regex = "[0-9a-fA-F-]{36}"


class OutcomeTables(Answering[Programme]):
    """Tables of how the young people fare, in exact working figures, of the programmes reported to the user."""

    rights = (Right.RUN_REPORTS,)
    queryset = Programme.objects.none()  # tables are no records: the description asks for one
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_.]{1,60}"
    pagination_class = None

    def known_parameters(self) -> Collection[str]:
        """The list takes a programme, a table what it is asked for with."""
        return (OutcomeTableAsked if self.action == "retrieve" else OutcomeTablesAsked)().fields

    @extend_schema(parameters=[OutcomeTablesAsked], responses=OutcomeTableListSerializer)
    def list(self, request: Request) -> Response:
        """Every table that can be asked for; with those of its own questions where a programme is named."""
        given = OutcomeTablesAsked(data=plain(request).GET.dict())
        given.is_valid(raise_exception=True)
        tables = TABLES
        if code := given.validated_data.get("programme"):
            tables = all_tables(get_object_or_404(Programme.objects.reported_to(signed_in(request)), code=code))
        language = get_language() or "da"
        results = [
            {
                "key": one.key,
                "title": one.title.spoken(language),
                "kind": one.kind.name,
                "at": list(one.at),
                "by": one.by,
            }
            for one in tables.values()
        ]
        return Response({"count": len(results), "results": results})

    @extend_schema(
        parameters=[OpenApiParameter("key", OpenApiTypes.STR, OpenApiParameter.PATH), OutcomeTableAsked],
        responses={
            200: OutcomeTableSerializer,
            409: OpenApiResponse(description="The table cannot be made so; the message says what it offers."),
        },
    )
    def retrieve(self, request: Request, key: str) -> Response:
        """One table of a programme; only the courses that ran from `start` to `end` where those days are given."""
        given = OutcomeTableAsked(data=plain(request).GET.dict())
        given.is_valid(raise_exception=True)
        asked = dict(given.validated_data)
        programmes = Programme.objects.reported_to(signed_in(request))
        programme = get_object_or_404(programmes, code=asked.pop("programme"))
        if key not in all_tables(programme):
            raise Http404
        days = {name: asked.pop(name, None) for name in ("start", "end", "as_of")}
        if any(day and not FIRST_DAY <= day <= LAST_DAY for day in days.values()):
            raise Conflict({"non_field_errors": [_("Choose a day between 1990 and 2100.")]})
        days["as_of"] = days["as_of"] or timezone.localdate()
        units = asked.pop("units")
        if units == NAMES and not sees_names(signed_in(request), programme):
            units = LETTERS
        try:
            read = material(programme, [key], **days, units=units)
            result = table(read, key, **asked)
        except NotOffered as refused:
            raise Conflict({"non_field_errors": [str(refused)]}) from refused
        note_read(plain(request), AuditAction.EXPORTED, target=programme, form="api", table=key)
        return Response(as_json(result, get_language() or "da"))
