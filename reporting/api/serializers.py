"""How tables of outcomes look in the API, and how they are asked for."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from reporting.outcomes.units import UNITS
from reporting.tabulation.breakdowns import AGES, GROUPS
from reporting.tabulation.tabulating import AT, NO_BREAKDOWN, WHO

Fields = serializers.Serializer[Any]


class OutcomeTableEntrySerializer(Fields):
    """One table that can be asked for: the reports it reads, the usual one first, and its usual breakdown."""

    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    at = serializers.ListField(child=serializers.CharField())
    by = serializers.CharField(allow_blank=True)


@extend_schema_serializer(many=False)
class OutcomeTableListSerializer(Fields):
    """Every table."""

    count = serializers.IntegerField()
    results = OutcomeTableEntrySerializer(many=True)


class ExclusionSerializer(Fields):
    """Courses that a table leaves out, for one reason."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name in the contract
    count = serializers.IntegerField()


class OutcomeCellSerializer(Fields):
    """A figure of a row beside its first: a count with its share, or a value."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name in the contract
    count = serializers.IntegerField(required=False)
    percent = serializers.IntegerField(required=False, allow_null=True)
    value = serializers.FloatField(required=False)


class OutcomeRowSerializer(Fields):
    """One row. `percent` is the whole number as printed, null where there is nothing to be a share of."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name in the contract
    count = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    n = serializers.IntegerField(required=False, help_text="Of a row with a base of its own.")
    blanks = serializers.IntegerField(required=False)
    dropped = serializers.IntegerField(required=False)
    mean = serializers.FloatField(required=False)
    value = serializers.FloatField(required=False)
    sub = serializers.BooleanField(required=False, help_text="Part of the row above it.")
    cells = OutcomeCellSerializer(many=True, required=False)


class OutcomeColumnSerializer(Fields):
    """The same rows for one group of the courses."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name in the contract
    n = serializers.IntegerField()
    blanks = serializers.IntegerField()
    rows = OutcomeRowSerializer(many=True)


class OutcomeTableSerializer(Fields):
    """A table with all that a reader needs to trust it. Working figures, exact: not for publication."""

    key = serializers.CharField()
    title = serializers.CharField()
    base = serializers.CharField()
    n = serializers.IntegerField()
    blanks = serializers.IntegerField()
    exclusions = ExclusionSerializer(many=True)
    rows = OutcomeRowSerializer(many=True)
    columns = OutcomeColumnSerializer(many=True, required=False, help_text="Where it is broken down.")
    notes = serializers.ListField(child=serializers.CharField())
    self_check = serializers.ListField(child=serializers.CharField())


CODE = r"^[-a-zA-Z0-9_]{1,40}$"


class OutcomeTablesAsked(Fields):
    """Whose tables are listed."""

    programme = serializers.RegexField(CODE, required=False)


class OutcomeTableAsked(Fields):
    """How a table is asked for."""

    programme = serializers.RegexField(CODE)
    start = serializers.DateField(required=False)
    end = serializers.DateField(required=False)
    as_of = serializers.DateField(required=False)
    at = serializers.ChoiceField(choices=list(AT), required=False)
    by = serializers.ChoiceField(choices=[NO_BREAKDOWN, *GROUPS], required=False)
    age = serializers.ChoiceField(choices=list(AGES), default="all")
    unit = serializers.ChoiceField(choices=list(WHO), default="course")
    units = serializers.ChoiceField(choices=list(UNITS), default=UNITS[0])
