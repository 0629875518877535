"""What lists can be narrowed down by. Names are searched on the pages, never in an address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from cases.codelists.contacts import CONTACT_KINDS
from cases.codelists.handovers import HANDOVER_PURPOSES
from cases.codelists.organisations import ORGANISATION_KINDS
from cases.enums import ContactOutcome, Gender, HandoverState
from cases.models import Contact, Enrolment, Handover, Organisation, Person, Programme

ISO = ["%Y-%m-%d"]


def day(field: str, lookup: str) -> django_filters.DateFilter:
    """A date in ISO form, both ends included."""
    return django_filters.DateFilter(field_name=field, lookup_expr=lookup, input_formats=ISO)


def text(field: str) -> django_filters.CharFilter:
    """An exact code or reference number."""
    return django_filters.CharFilter(field_name=field, max_length=60)


class OpenOnDay(django_filters.FilterSet):  # type: ignore[misc]
    """Adds `open_on`: rows that run on a day."""

    open_on = django_filters.DateFilter(method="filter_open_on", input_formats=ISO)

    def filter_open_on(self, rows: QuerySet[Any], _name: str, day: Any) -> QuerySet[Any]:
        return rows.open_on(day)  # type: ignore[no-any-return, attr-defined]


class OrganisationFilter(django_filters.FilterSet):  # type: ignore[misc]
    kind = django_filters.ChoiceFilter(choices=ORGANISATION_KINDS.choices)

    class Meta:
        model = Organisation
        fields = ("is_active",)


class ProgrammeFilter(django_filters.FilterSet):  # type: ignore[misc]
    running = django_filters.BooleanFilter(method="filter_running")

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()

    def filter_running(self, rows: QuerySet[Programme], _name: str, value: bool) -> QuerySet[Programme]:  # noqa: FBT001
        running = Programme.objects.running_on(timezone.localdate()).values("pk")
        return rows.filter(pk__in=running) if value else rows.exclude(pk__in=running)


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    programme = django_filters.CharFilter(method="filter_programme", max_length=60)
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


class ContactFilter(django_filters.FilterSet):  # type: ignore[misc]
    person = django_filters.CharFilter(method="filter_person", max_length=60)
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


class HandoverFilter(django_filters.FilterSet):  # type: ignore[misc]
    sender = text("sender__code")
    receiver = text("receiver__code")
    purpose = django_filters.ChoiceFilter(choices=HANDOVER_PURPOSES.choices)
    state = django_filters.ChoiceFilter(choices=HandoverState.choices)

    class Meta:
        model = Handover
        fields: tuple[str, ...] = ()
