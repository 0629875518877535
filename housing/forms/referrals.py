"""Forms for housing referrals: what is asked for, each kind of step, and the filter of the list."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.asking import AskingForm
from cases.forms.base import VersionedForm
from cases.forms.numbers import WholeNumberField
from cases.models import Organisation
from housing.codelists.referrals import (
    FOLLOW_UP_OUTCOMES,
    HOUSING_KINDS,
    OFFER_REFUSALS,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
)
from housing.enums import ReferralEvent, ReferralState, Whose
from housing.forms.fields import BLANK, NotedStepForm, StepForm, code_field, day_field, note_field
from housing.forms.lists import ListFilter
from housing.worklists import Show, Sort

RECEIVERS = ("housing_allocation", "housing_association", "municipal_unit", "civil_society", "other")
MOST_RENT = 100_000
# Refusals under the heading that says whose they are; what the system itself records is not offered.
REFUSAL_CHOICES = [
    BLANK,
    *(
        (whose.label, [(code.code, code.label) for code in OFFER_REFUSALS if code.group == whose])
        for whose in Whose
        if whose != Whose.WITHDRAWN
    ),
]


class ReferralForm(AskingForm):
    """What is asked for, and of whom."""

    asks_as: ClassVar = {"opened_on": "on"}

    receiver = forms.ModelChoiceField(
        label=_("To whom?"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    housing_kind = code_field(_("What kind of home?"), HOUSING_KINDS)
    max_rent = WholeNumberField(label=_("Highest rent, kr. a month"), min_value=0, max_value=MOST_RENT, required=False)
    needs = note_field(
        _("Needs and wishes for the home"),
        help_text=_("What matters for choosing a home: area, size, stairs, a dog, near to family."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receivers = Organisation.objects.active().filter(kind__in=RECEIVERS)
        self.fields["receiver"].queryset = receivers  # type: ignore[attr-defined]


class NewReferralForm(ReferralForm):
    """A new referral."""

    on = day_field(_("Begun on"))


class ReferralChangeForm(VersionedForm, ReferralForm):
    """A change of what is asked for."""

    field_order = ("receiver", "housing_kind", "max_rent", "needs", "version")


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


class ReferralFilter(ListFilter):
    """Which referrals to list."""

    show = forms.ChoiceField(label=_("Show"), choices=Show.choices, required=False)
    state = forms.ChoiceField(label=_("Step"), choices=[("", _("All")), *ReferralState.choices], required=False)
    receiver = forms.ModelChoiceField(
        label=_("Receiver"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    sort = forms.ChoiceField(label=_("Order"), choices=Sort.choices, required=False)

    field_order = ("show", "state", "receiver", "team", "worker", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        referred = Organisation.objects.filter(housing_referrals__isnull=False).distinct()
        self.fields["receiver"].queryset = referred  # type: ignore[attr-defined]
