"""Forms that put a step right or take it back: what the step asked for, filled in, and why."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import AskingForm, VersionedForm
from housing.offers.forms import DeclineForm, OfferedForm
from housing.offers.forms import form_for as referral_form_for
from housing.referrals.codes import ReferralEvent
from housing.steps.forms import StepForm
from housing.support.codes import SupportEvent
from housing.support.forms import form_for as support_form_for

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASON_LENGTH = 500

# Steps on an offer have forms of their own.
ON_OFFER: dict[ReferralEvent, type[StepForm]] = {
    ReferralEvent.OFFER: OfferedForm,
    ReferralEvent.DECLINE: DeclineForm,
}

# A grant may name who gives the support, which is changed on its own page.
ELSEWHERE = ("provider",)


def _why(label: "StrOrPromise") -> forms.CharField:
    return forms.CharField(label=label, max_length=REASON_LENGTH)


class TakeBackForm(VersionedForm):
    """A step or a whole record that was entered by mistake."""

    why = _why(_("Why is it taken back?"))


def referral_step_form(step: ReferralEvent | None) -> type[StepForm]:
    """What a step of a referral asked for; the draft has no more than a day."""
    if step is None:
        return StepForm
    return ON_OFFER.get(step) or referral_form_for(step)


def support_step_form(step: SupportEvent | None) -> type[StepForm]:
    """What a step of a support case asked for."""
    return support_form_for(step) if step else StepForm


def correction(form_class: type[StepForm], *args: Any, wanted: "StrOrPromise", initial: dict[str, Any]) -> StepForm:
    """The form of a step with what stands, and the question why it is corrected. It asks about unusual values."""
    asks_as = {**getattr(form_class, "asks_as", {}), "opened_on": "on"}
    bases = (form_class,) if issubclass(form_class, AskingForm) else (AskingForm, form_class)
    form: StepForm = type(form_class.__name__, bases, {"asks_as": asks_as})(*args, wanted=wanted, initial=initial)
    for name in ELSEWHERE:
        form.fields.pop(name, None)
    form.fields["why"] = _why(_("Why is it corrected?"))
    return form
