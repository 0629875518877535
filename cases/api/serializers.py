"""How the records of this app look in the API. Codes, not labels; people by reference, units by code."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.fields import ClientKey, Few, Minutes, Moment, Note, References
from cases.api.requests import LONGEST_NOTE, MOST_NAMED
from cases.contacts.codes import CONTACT_KINDS, ContactOutcome
from cases.contacts.models import Contact
from cases.contacts.queries import reads_note
from cases.core.periods import ONE_DAY, EndDate
from cases.core.plausible import limited, token
from cases.enrolments.codes import EnrolmentState
from cases.enrolments.models import Assignment, Enrolment, PhaseSpell
from cases.handovers.codes import HandoverState
from cases.handovers.models import Handover
from cases.people.models import Person
from cases.programmes.models import PhaseTemplate, Programme
from cases.records.models import in_both
from cases.staff.models import Organisation
from cases.staff.policy import Right, may

R = TypeVar("R", bound=Model)


def unit_field(*, may_be_missing: bool = False) -> serializers.SlugRelatedField[Any]:
    """A related unit by its code."""
    return serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=may_be_missing)


def person_field() -> serializers.SlugRelatedField[Person]:
    """A young person by reference number."""
    return serializers.SlugRelatedField(slug_field="reference", read_only=True)


class LastDayField(serializers.DateField):
    """The last day of a period that is stored with the first day after it."""

    def to_representation(self, value: date) -> str:
        return str(super().to_representation(value - ONE_DAY))


class RecordSerializer(serializers.ModelSerializer[R]):
    """A record as it is read. Describes an answer not given ("") also for codes that only actions set.

    The end of a period is its last day.
    """

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {EndDate: LastDayField}

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        kind, options = super().build_standard_field(field_name, model_field)
        if model_field.choices and model_field.blank:
            options["allow_blank"] = True
        return kind, options


class OrganisationSerializer(RecordSerializer[Organisation]):
    class Meta:
        model = Organisation
        fields = ("code", "name", "kind", "is_active")


class PhaseTemplateSerializer(RecordSerializer[PhaseTemplate]):
    name_en = serializers.SerializerMethodField()

    class Meta:
        model = PhaseTemplate
        fields = ("code", "name_da", "name_en", "position", "target_days")

    def get_name_en(self, phase: PhaseTemplate) -> str:
        return in_both(phase.name_da, phase.name_en)["en"]


class ProgrammeSerializer(RecordSerializer[Programme]):
    organisation = unit_field()
    phases = PhaseTemplateSerializer(many=True, read_only=True)

    class Meta:
        model = Programme
        fields = (
            "code", "name", "purpose", "organisation", "funder", "start", "end", "capacity", "min_age", "max_age",
            "municipality", "report_months", "quiet_days", "silent_days", "phases",
        )  # fmt: skip


class PersonSerializer(RecordSerializer[Person]):
    """A young person. The CPR number is in no answer."""

    team = unit_field()

    class Meta:
        model = Person
        fields = (
            "reference", "alias", "first_name", "last_name", "also_known_as", "birth_date", "gender", "phone", "email",
            "acting_municipality", "paying_municipality", "residence", "has_protected_address", "is_restricted",
            "team", "first_met_on", "registered_at", "version",
        )  # fmt: skip


class PhaseSpellSerializer(RecordSerializer[PhaseSpell]):
    phase = unit_field()

    class Meta:
        model = PhaseSpell
        fields = ("phase", "start", "end", "target_end")


class AssignmentSerializer(RecordSerializer[Assignment]):
    worker = serializers.CharField(source="worker.name", read_only=True)

    class Meta:
        model = Assignment
        fields = ("worker", "function", "start", "end")


class EnrolmentSerializer(RecordSerializer[Enrolment]):
    person = person_field()
    programme = unit_field()
    team = unit_field()
    state = serializers.SerializerMethodField(help_text="Where the enrolment stands at the end of today.")
    phases = PhaseSpellSerializer(source="phase_spells", many=True, read_only=True)
    assignments = AssignmentSerializer(many=True, read_only=True)

    class Meta:
        model = Enrolment
        fields = (
            "id", "person", "programme", "team", "state", "start", "end", "closing_reasons", "phases", "assignments",
            "registered_at", "version",
        )  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(choices=EnrolmentState.choices))
    def get_state(self, enrolment: Enrolment) -> str:
        return enrolment.state_on(timezone.localdate())


class ContactSerializer(RecordSerializer[Contact]):
    """A contact with the young people the user may see. A note about others as well is left out (null)."""

    people = serializers.SerializerMethodField()
    worker = serializers.CharField(source="by.name", read_only=True)
    note = serializers.SerializerMethodField(
        help_text="Null where the contact is also about young people the user may not see."
    )

    class Meta:
        model = Contact
        fields = (
            "id", "people", "worker", "happened_at", "kind", "outcome", "minutes", "note", "withdrawn_at",
            "registered_at", "version",
        )  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_people(self, contact: Contact) -> list[str]:
        return [row.person.reference for row in contact.seen]  # type: ignore[attr-defined]

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_note(self, contact: Contact) -> str | None:
        is_author = contact.by_id == self.context["request"].user.pk
        shown = reads_note(is_author=is_author, hidden=contact.hidden)  # type: ignore[attr-defined]
        return contact.note if shown else None


class NewContactSerializer(serializers.Serializer[Contact]):
    """What is needed to log a contact. The same `client_key` sent twice gives the same contact once."""

    people = References()
    happened_at = Moment()
    kind = serializers.ChoiceField(choices=CONTACT_KINDS.choices)
    outcome = serializers.ChoiceField(choices=ContactOutcome.choices)
    minutes = Minutes(min_value=0, max_value=1440, required=False, allow_null=True)
    note = Note(required=False, allow_blank=True, trim_whitespace=False, max_length=LONGEST_NOTE)
    client_key = ClientKey(required=False, allow_null=True)
    confirm = Few(
        child=serializers.ChoiceField(choices=sorted(limited("cases.Contact"))),
        required=False,
        most=len(limited("cases.Contact")),
        help_text=gettext_lazy(
            "Fields whose unusual value is right. Without it, an unusual value is answered with the question."
        ),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The values of the fields that are confirmed: what was not sent confirms nothing."""
        named = attrs.pop("confirm", [])
        return attrs | {"confirmed": frozenset(token(name, attrs[name]) for name in named if name in attrs)}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only kinds that may be chosen today; all of them for the description."""
        fields = super().get_fields()
        if "today" in self.context:
            fields["kind"].choices = dict(CONTACT_KINDS.choices_on(self.context["today"]))  # type: ignore[attr-defined]
        return fields

    def to_internal_value(self, data: Any) -> Any:
        """The values; a name that is not known is refused, or what was meant by it would be lost in silence."""
        if isinstance(data, Mapping) and (unknown := [name for name in data if name not in self.fields]):
            text = _("There is no such field. There is: %(names)s.") % {"names": ", ".join(self.fields)}
            raise serializers.ValidationError({name: [text] for name in unknown[:MOST_NAMED]})
        return super().to_internal_value(data)


class HandoverSerializer(RecordSerializer[Handover]):
    """A handover. A partner reads the message after opening it in the inbox; the reference tells it from others."""

    person = person_field()
    message = serializers.SerializerMethodField()
    sender = unit_field()
    receiver = unit_field()

    class Meta:
        model = Handover
        fields = (
            "id", "person", "sender", "receiver", "purpose", "message", "basis", "scope", "shared_until", "state",
            "state_since", "rejection", "registered_at", "version",
        )  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_message(self, handover: Handover) -> str | None:
        is_open = handover.state != HandoverState.SENT or may(self.context["request"].user, Right.WORK_CASES)
        return handover.message if is_open else None
