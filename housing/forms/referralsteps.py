"""Forms for the steps of a referral: what each of them asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from housing.codelists.referrals import (
    FOLLOW_UP_OUTCOMES,
    OFFER_REFUSALS,
    REJECTION_REASONS,
    WITHDRAWAL_REASONS,
)
from housing.enums import ReferralEvent, Whose
from housing.forms.fields import BLANK, NotedStepForm, StepForm, code_field, note_field

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
