"""The contact form: at most six fields, nothing preselected but the time."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.contacts import CONTACT_KINDS
from cases.enums import ContactOutcome
from cases.forms.base import VersionedForm
from cases.models.persons import PersonQuerySet

NOTE_LENGTH = 20_000


class ContactFields(forms.Form):
    """What a contact says about itself."""

    happened_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label=_("Did you reach them?"), choices=ContactOutcome.choices, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1440, required=False)
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 5}), max_length=NOTE_LENGTH, required=False
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = CONTACT_KINDS.choices_on(now.date())  # type: ignore[attr-defined]


class ContactForm(ContactFields):
    """A new contact with one or several young people the user may see."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who"),
        queryset=None,
        to_field_name="reference",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one young person.")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ("people", "happened_at", "kind", "outcome", "minutes", "note", "client_key")

    def __init__(self, *args: Any, people: PersonQuerySet, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class ContactChangeForm(VersionedForm, ContactFields):
    """A correction; `reason` is asked for when more than 24 hours have passed."""

    reason = forms.CharField(label=_("Why is it changed?"), max_length=500, required=False)

    field_order = ("happened_at", "kind", "outcome", "minutes", "note", "reason", "version")
