"""Forms for offered homes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import AskingForm
from cases.pages.numbers import WholeNumberField
from cases.staff.models import Organisation
from housing.codelists.referrals import CONTRACT_KINDS, HOUSING_KINDS
from housing.forms.fields import BLANK, NotedStepForm, code_field, day_field
from housing.forms.referrals import MOST_RENT
from housing.forms.referralsteps import REFUSAL_CHOICES
from housing.models.offers import OFFERED_KINDS

LANDLORDS = ("housing_association", "civil_society", "municipal_unit", "other")


class OfferForm(AskingForm, NotedStepForm):
    """A home that was offered on a referral; `version` is the referral's."""

    one_of = (("landlord", "landlord_name"),)

    address = forms.CharField(label=_("Address"), max_length=200)
    landlord = forms.ModelChoiceField(
        label=_("Landlord in the list"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Not in the list"),
    )
    landlord_name = forms.CharField(label=_("Landlord not in the list"), max_length=120, required=False)
    housing_kind = forms.ChoiceField(
        label=_("Kind of home"), choices=[BLANK, *(row for row in HOUSING_KINDS.choices if row[0] in OFFERED_KINDS)]
    )
    rent = WholeNumberField(label=_("Rent, kr. a month"), min_value=0, max_value=MOST_RENT)
    deposit = WholeNumberField(label=_("Deposit, kr."), min_value=0, required=False)
    contract_kind = code_field(_("Kind of lease"), CONTRACT_KINDS, required=False)
    reply_by = day_field(_("Reply by"), required=False)

    field_order = (
        "on",
        "reply_by",
        "address",
        "landlord",
        "landlord_name",
        "housing_kind",
        "rent",
        "deposit",
        "contract_kind",
        "note",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Offered on")
        landlords = Organisation.objects.active().filter(kind__in=LANDLORDS)
        self.fields["landlord"].queryset = landlords  # type: ignore[attr-defined]


class OfferedForm(NotedStepForm):
    """The day a home was offered and the day an answer is due, put right."""

    reply_by = day_field(_("Reply by"), required=False)

    field_order = ("on", "reply_by", "note")


class DeclineForm(NotedStepForm):
    """The offer came to nothing: why, under the heading of whose no it is."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REFUSAL_CHOICES)

    field_order = ("on", "reason", "note")
