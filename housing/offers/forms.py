"""What each step of a referral asks for, and the home that is offered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import AskingForm, row_field
from cases.pages.numbers import WholeNumberField
from cases.staff.models import Organisation
from housing.offers.models import OFFERED_KINDS
from housing.referrals.codes import (
    CONTRACT_KINDS,
    FOLLOW_UP_OUTCOMES,
    HOUSING_KINDS,
    OFFER_REFUSALS,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
    ReferralEvent,
    Whose,
)
from housing.referrals.forms import MOST_RENT
from housing.steps.forms import BLANK, NotedStepForm, StepForm, code_field, day_field, note_field

# Refusals under the heading that says whose they are; what the system itself records is not offered.
REFUSAL_CHOICES = [
    BLANK,
    *(
        (whose.label, [(code.code, code.label) for code in OFFER_REFUSALS if code.group == whose])
        for whose in Whose
        if whose != Whose.WITHDRAWN
    ),
]


class AskForm(NotedStepForm):
    """The receiver asks for more."""

    missing = note_field(_("What is missing?"), required=True)

    field_order = ("on", "missing", "note")


class RejectForm(NotedStepForm):
    """The receiver says no to the referral."""

    reason = code_field(_("Why?"), REJECTION_REASONS)

    field_order = ("on", "reason", "note")


class FallThroughForm(NotedStepForm):
    """The accepted home was not moved into after all."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REFUSAL_CHOICES)

    field_order = ("on", "reason", "note")


class WithdrawForm(NotedStepForm):
    """We take the referral back."""

    reason = code_field(_("Why?"), WITHDRAWAL_REASONS)

    field_order = ("on", "reason", "note")


class FollowUpForm(NotedStepForm):
    """Whether the young person still lives there."""

    outcome = forms.ChoiceField(
        label=_("Does the young person still live in the home?"),
        choices=FOLLOW_UP_OUTCOMES.choices,
        widget=forms.RadioSelect,
    )

    field_order = ("on", "outcome", "note")


class ProgressForm(StepForm):
    """Something was done about the referral, without a step."""

    note = note_field(_("What has happened with the referral?"), required=True)


FORMS: dict[ReferralEvent, type[StepForm]] = {
    ReferralEvent.ASK: AskForm,
    ReferralEvent.REJECT: RejectForm,
    ReferralEvent.FALL_THROUGH: FallThroughForm,
    ReferralEvent.WITHDRAW: WithdrawForm,
    ReferralEvent.FOLLOW_UP: FollowUpForm,
    ReferralEvent.NOTE: ProgressForm,
}


def form_for(step: ReferralEvent) -> type[StepForm]:
    """The form of a step; most steps need a day and perhaps a note."""
    return FORMS.get(step, NotedStepForm)


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
        row_field(self, "landlord").queryset = landlords


class OfferedForm(NotedStepForm):
    """The day a home was offered and the day an answer is due, put right."""

    reply_by = day_field(_("Reply by"), required=False)

    field_order = ("on", "reply_by", "note")


class DeclineForm(NotedStepForm):
    """The offer came to nothing: why, under the heading of whose no it is."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REFUSAL_CHOICES)

    field_order = ("on", "reason", "note")
