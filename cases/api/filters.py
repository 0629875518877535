"""What lists can be narrowed down by. Names are searched on the pages, never in an address."""

from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from cases.api.requests import LONGEST_CODE
from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.contacts.models import Contact
from cases.enrolments.models import Enrolment
from cases.handovers.codes import HandoverState
from cases.handovers.models import Handover
from cases.people.codes import Gender
from cases.people.models import Person
from cases.programmes.codes import HANDOVER_PURPOSES
from cases.programmes.models import Programme
from cases.staff.codes import ORGANISATION_KINDS
from cases.staff.models import Organisation

CODE = "^[-A-Za-z0-9_]+$"
LARGEST_KEY = 10**18 - 1


class _Day(forms.DateField):
    """A day in ISO form to the letter."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, error_messages={"invalid": _("Write a day as 2025-06-30.")})
        self.validators.append(RegexValidator(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"))

    def clean(self, value: Any) -> Any:
        """The day; a form of a page would also take a day without its noughts."""
        if value:
            self.run_validators(value)
        return self.to_python(value)


class Day(django_filters.DateFilter):  # type: ignore[misc]
    field_class = _Day


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": LONGEST_CODE, "pattern": CODE})
class Code(django_filters.CharFilter):  # type: ignore[misc]
    """An exact code or reference number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        valid = RegexValidator(CODE.replace("$", r"\Z"), _("Letters, digits, - and _ only."))
        super().__init__(*args, max_length=LONGEST_CODE, strip=False, validators=[valid], **kwargs)


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_KEY})
class Key(django_filters.CharFilter):  # type: ignore[misc]
    """The number of a record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        valid = RegexValidator(r"^[1-9][0-9]{0,17}\Z", _("Send a whole number."))
        super().__init__(*args, strip=False, validators=[valid], **kwargs)


@extend_schema_field({"type": "boolean"})
class Flag(django_filters.TypedChoiceFilter):  # type: ignore[misc]
    """`true` or `false`, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        choices = [("true", "true"), ("false", "false")]
        super().__init__(*args, choices=choices, coerce=lambda text: text == "true", **kwargs)


def day(field: str, lookup: str) -> django_filters.DateFilter:
    """A date in ISO form, both ends included."""
    return Day(field_name=field, lookup_expr=lookup, input_formats=["%Y-%m-%d"])


def text(field: str) -> django_filters.CharFilter:
    """An exact code or reference number."""
    return Code(field_name=field)


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package says no types
    """What a list can be narrowed down by."""


class OpenOnDay(RecordFilter):
    """Adds `open_on`: rows that run on a day."""

    open_on = Day(method="filter_open_on", input_formats=["%Y-%m-%d"])

    def filter_open_on(self, rows: QuerySet[Any], _name: str, day: Any) -> QuerySet[Any]:
        return rows.open_on(day)  # type: ignore[no-any-return, attr-defined]


class OrganisationFilter(RecordFilter):
    kind = django_filters.ChoiceFilter(choices=ORGANISATION_KINDS.choices)
    is_active = Flag(field_name="is_active")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()


class ProgrammeFilter(RecordFilter):
    running = Flag(method="filter_running")

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()

    def filter_running(self, rows: QuerySet[Programme], _name: str, value: bool) -> QuerySet[Programme]:  # noqa: FBT001
        running = Programme.objects.running_on(timezone.localdate()).values("pk")
        return rows.filter(pk__in=running) if value else rows.exclude(pk__in=running)


class PersonFilter(RecordFilter):
    programme = Code(method="filter_programme")
    team = text("team__code")
    gender = django_filters.ChoiceFilter(choices=Gender.choices)
    first_met_from = day("first_met_on", "gte")
    first_met_to = day("first_met_on", "lte")

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def filter_programme(self, rows: QuerySet[Person], _name: str, code: str) -> QuerySet[Person]:
        return rows.filter(pk__in=Enrolment.objects.filter(programme__code=code).values("person"))


class EnrolmentFilter(OpenOnDay):
    person = text("person__reference")
    programme = text("programme__code")
    team = text("team__code")
    start_from = day("start", "gte")
    start_to = day("start", "lte")

    class Meta:
        model = Enrolment
        fields: tuple[str, ...] = ()


class ContactFilter(RecordFilter):
    person = Code(method="filter_person")
    kind = django_filters.ChoiceFilter(choices=CONTACT_KINDS.choices)
    outcome = django_filters.ChoiceFilter(choices=ContactOutcome.choices)
    happened_from = day("happened_at__date", "gte")
    happened_to = day("happened_at__date", "lte")

    class Meta:
        model = Contact
        fields: tuple[str, ...] = ()

    def filter_person(self, rows: QuerySet[Contact], _name: str, reference: str) -> QuerySet[Contact]:
        people = Person.objects.visible_to(self.request.user).filter(reference=reference)
        return rows.filter(participations__person__in=people)


class HandoverFilter(RecordFilter):
    sender = text("sender__code")
    receiver = text("receiver__code")
    purpose = django_filters.ChoiceFilter(choices=HANDOVER_PURPOSES.choices)
    state = django_filters.ChoiceFilter(choices=HandoverState.choices)

    class Meta:
        model = Handover
        fields: tuple[str, ...] = ()
