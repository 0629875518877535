"""The endpoints of this app. Each names its rights; rows come from `visible_to`, writes go through an action."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle, UserRateThrottle

from cases.api import filters, serializers
from cases.api.base import EVERY_RIGHT, Reading, signed_in
from cases.contacts.actions import log_contact
from cases.contacts.models import Contact, ContactPerson
from cases.contacts.queries import with_hidden
from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.handovers.models import Handover
from cases.people.models import Person, in_reach
from cases.programmes.models import Programme
from cases.staff.models import Organisation, User
from cases.staff.policy import Right, may


class Organisations(Reading[Organisation]):
    """The directory of organisations."""

    rights = EVERY_RIGHT
    shows_people = False
    queryset = Organisation.objects.order_by("code")
    serializer_class = serializers.OrganisationSerializer
    filterset_class = filters.OrganisationFilter
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,40}"


class Programmes(Reading[Programme]):
    """Programmes with their phases. An evaluator sees those given."""

    rights = (Right.WORK_CASES, Right.RUN_REPORTS, Right.ADMINISTER)
    shows_people = False
    queryset = Programme.objects.select_related("organisation").prefetch_related("phases").order_by("code")
    serializer_class = serializers.ProgrammeSerializer
    filterset_class = filters.ProgrammeFilter
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,40}"


class People(Reading[Person]):
    """Young people, by reference number."""

    queryset = Person.objects.select_related("team").order_by("reference")
    serializer_class = serializers.PersonSerializer
    filterset_class = filters.PersonFilter
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9-]{1,12}"


class Enrolments(Reading[Enrolment]):
    """Enrolments with their phases and workers, latest first."""

    queryset = (
        Enrolment.objects.select_related("person", "programme", "team")
        .prefetch_related("phase_spells__phase", "assignments__worker", "pauses")
        .order_by("-start", "-pk")
    )
    serializer_class = serializers.EnrolmentSerializer
    filterset_class = filters.EnrolmentFilter


class Contacts(Reading[Contact]):
    """Contacts, latest first, withdrawn ones included; a new one is logged with POST."""

    queryset = Contact.objects.select_related("by").order_by("-happened_at", "-pk")
    serializer_class = serializers.ContactSerializer
    filterset_class = filters.ContactFilter

    def get_throttles(self) -> list[Any]:
        if self.request.method != "POST":
            return super().get_throttles()
        self.throttle_scope = "write"
        return [UserRateThrottle(), ScopedRateThrottle()]

    def visible(self, rows: QuerySet[Contact], user: User) -> QuerySet[Contact]:
        """Each contact with the participations the user may see (`seen`) and the number of the others (`hidden`)."""
        seen = ContactPerson.objects.filter(person__in=in_reach(user)).select_related("person")
        rows = with_hidden(super().visible(rows, user), user)
        return rows.prefetch_related(Prefetch("participations", seen.order_by("pk"), to_attr="seen"))

    def people_of(self, record: Contact) -> list[Person]:
        return [row.person for row in record.seen]  # type: ignore[attr-defined]

    @extend_schema(
        request=serializers.NewContactSerializer,
        responses={
            201: serializers.ContactSerializer,
            200: OpenApiResponse(serializers.ContactSerializer, "Already logged with the same client_key."),
        },
    )
    def create(self, request: Request) -> Response:
        """Log a contact with one or several young people, in the user's own name."""
        now, user = timezone.now(), signed_in(request)
        given = serializers.NewContactSerializer(data=request.data, context={"today": timezone.localdate(now)})
        given.is_valid(raise_exception=True)
        facts = dict(given.validated_data)
        people = _within_reach(user, facts.pop("people"))
        contact, is_new = log_contact(by=user, at=now, people=people, **facts)
        shown = self.get_serializer(self.get_queryset().get(pk=contact.pk))
        return Response(shown.data, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


def _within_reach(user: User, references: list[str]) -> list[Person]:
    """The young people with these references, in one query. Raises `Refused` and names those the user may not see."""
    found = {person.reference: person for person in Person.objects.visible_to(user).filter(reference__in=references)}
    if missing := [reference for reference in references if reference not in found]:
        text = _("Not there, or not within your reach: %(references)s.")
        raise Refused(text % {"references": ", ".join(missing)}, field="people")
    return [found[reference] for reference in references]


class Handovers(Reading[Handover]):
    """Handovers of one's young people; for a partner those the own organisation may read today."""

    rights = (Right.WORK_CASES, Right.RECEIVE_HANDOVERS)
    queryset = Handover.objects.select_related("person", "sender", "receiver").order_by("-state_since", "-pk")
    serializer_class = serializers.HandoverSerializer
    filterset_class = filters.HandoverFilter

    def visible(self, rows: QuerySet[Handover], user: User) -> QuerySet[Handover]:
        if may(user, Right.WORK_CASES):
            return rows.filter(person__in=in_reach(user))
        readable = Handover.objects.received_by(user).shared_on(timezone.localdate())
        return rows.filter(pk__in=readable.values("pk"))
