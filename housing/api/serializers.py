"""How the records of this app look in the API. Codes, not labels; people by reference, units by code."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from cases.api.serializers import RecordSerializer, person_field, unit_field
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral, ReferralStep
from housing.stays.models import Stay
from housing.support.models import SupportCase


class StaySerializer(RecordSerializer[Stay]):
    person = person_field()
    organisation = unit_field(may_be_missing=True)

    class Meta:
        model = Stay
        fields = ("id", "person", "kind", "organisation", "place", "start", "end", "registered_at", "version")


@extend_schema_serializer(component_name="ReferralEvent")
class ReferralStepSerializer(RecordSerializer[ReferralStep]):
    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = ReferralStep
        fields = (
            "event", "from_state", "to_state", "happened_on", "by", "reason", "whose", "outcome", "missing", "note",
        )  # fmt: skip


class ReferralSerializer(RecordSerializer[HousingReferral]):
    person = person_field()
    receiver = unit_field()
    referred_by = serializers.CharField(source="referred_by.name", read_only=True)
    events = ReferralStepSerializer(source="steps", many=True, read_only=True)

    class Meta:
        model = HousingReferral
        fields = (
            "id", "person", "enrolment", "receiver", "referred_by", "housing_kind", "max_rent", "needs", "opened_on",
            "state", "state_since", "events", "registered_at", "version",
        )  # fmt: skip


class OfferSerializer(RecordSerializer[Offer]):
    person = person_field()
    landlord = unit_field(may_be_missing=True)

    class Meta:
        model = Offer
        fields = (
            "id", "referral", "person", "landlord", "landlord_name", "address", "housing_kind", "rent", "deposit",
            "contract_kind", "offered_on", "reply_by", "state", "decided_on", "refusal", "whose", "registered_at",
            "version",
        )  # fmt: skip


class SupportCaseSerializer(RecordSerializer[SupportCase]):
    person = person_field()
    provider = unit_field(may_be_missing=True)
    worker = serializers.CharField(source="worker.name", read_only=True)

    class Meta:
        model = SupportCase
        fields = (
            "id", "person", "enrolment", "paragraph", "provider", "worker", "state", "state_since", "opened_on",
            "talked_on", "hearing_sent_on", "hearing_deadline", "hearing_answered_on", "decided_on", "refusal",
            "hours_per_week", "start", "end", "ending", "dropped_on", "dropped_why", "registered_at", "version",
        )  # fmt: skip
