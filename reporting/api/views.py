"""The endpoints of this app: report runs. Figures are read in the report, where small numbers are protected."""

import django_filters
from rest_framework import serializers

from cases.api.base import Reading
from cases.api.filters import RecordFilter, text
from cases.api.serializers import RecordSerializer, unit_field
from cases.staff.policy import Right
from reporting.runs.codes import RunState
from reporting.runs.models import ReportRun


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
