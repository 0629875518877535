"""The forms that set up a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.pages.forms import AskingForm, VersionedForm
from cases.pages.numbers import NumberField, WholeNumberField
from cases.pages.widgets import DayField, LastDayField
from cases.programmes.codes import HANDOVER_PURPOSES
from cases.programmes.models import CaseloadNorm, Partnership, PhaseStep, PhaseTemplate, Post, Programme

FIELDS = [
    "name",
    "organisation",
    "purpose",
    "funder",
    "start",
    "end",
    "capacity",
    "min_age",
    "max_age",
    "municipality",
    "requires_unstable_housing",
    "requires_residence",
    "excludes_short_advice",
    "report_months",
    "quiet_days",
    "silent_days",
]

PROGRAMME_FIELDS: dict[str, type[forms.Field]] = {
    "start": DayField,
    "end": LastDayField,
    "capacity": WholeNumberField,
    "min_age": WholeNumberField,
    "max_age": WholeNumberField,
    "report_months": WholeNumberField,
    "quiet_days": WholeNumberField,
    "silent_days": WholeNumberField,
}

WIDGETS: dict[str, Any] = {"purpose": forms.Textarea(attrs={"rows": 3})}

HELP = {
    "capacity": _("Young people at a time. Empty is without limit."),
    "end": _("Leave it empty if there is no end yet."),
}

ENGLISH_HELP = _("Where it is empty, those who read in English see the Danish.")

CODE_HELP = _("Small letters, digits and hyphens. Cannot be changed later: exports refer to it.")


def _municipality() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Acting and paying municipality"),
        choices=[("", _("Any")), *MUNICIPALITIES.choices],
        required=False,
        help_text=_("The municipality that must both act and pay."),
    )


class ProgrammeForm(AskingForm, forms.ModelForm):  # type: ignore[type-arg]
    """A new programme."""

    municipality = _municipality()

    class Meta:
        model = Programme
        fields = ["code", *FIELDS]
        field_classes = PROGRAMME_FIELDS
        widgets = WIDGETS
        help_texts = HELP | {"code": CODE_HELP}


class ProgrammeChangeForm(AskingForm, VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A change of a programme."""

    municipality = _municipality()

    class Meta:
        model = Programme
        fields = FIELDS
        field_classes = PROGRAMME_FIELDS
        widgets = WIDGETS
        help_texts = HELP


class PhaseForm(AskingForm, forms.ModelForm):  # type: ignore[type-arg]
    """A new phase, placed after the last one."""

    class Meta:
        model = PhaseTemplate
        fields = ["name_da", "name_en", "code", "target_days"]
        field_classes = {"target_days": WholeNumberField}
        help_texts = {"code": CODE_HELP, "name_en": ENGLISH_HELP}


class PhaseChangeForm(AskingForm, VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A change of a phase."""

    class Meta:
        model = PhaseTemplate
        fields = ["name_da", "name_en", "target_days"]
        field_classes = {"target_days": WholeNumberField}
        help_texts = {"name_en": ENGLISH_HELP}


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new step, placed last in its phase."""

    class Meta:
        model = PhaseStep
        fields = ["text_da", "text_en", "owner"]
        help_texts = {"text_en": ENGLISH_HELP}


class StepChangeForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A change of a step."""

    class Meta:
        model = PhaseStep
        fields = ["text_da", "text_en", "owner", "is_active"]
        help_texts = {
            "text_en": ENGLISH_HELP,
            "is_active": _("An inactive step stays readable where it was done and is asked for no more."),
        }


class NormForm(AskingForm, forms.ModelForm):  # type: ignore[type-arg]
    """How many young people one full-time worker has at most."""

    class Meta:
        model = CaseloadNorm
        fields = ["function", "young_people"]
        field_classes = {"young_people": WholeNumberField}


class NormChangeForm(VersionedForm, NormForm):
    """A change of a norm."""


class PostForm(AskingForm, forms.ModelForm):  # type: ignore[type-arg]
    """A position with its hours."""

    class Meta:
        model = Post
        fields = ["title", "organisation", "function", "weekly_hours"]
        field_classes = {"weekly_hours": NumberField}
        labels = {"organisation": _("Organisation")}


class PostChangeForm(VersionedForm, PostForm):
    """A change of a position."""


class PartnershipForm(AskingForm, forms.ModelForm):  # type: ignore[type-arg]
    """A partner and what it can be asked for."""

    purposes = forms.MultipleChoiceField(
        label=_("What handovers does it receive?"),
        help_text=_("Nothing ticked means: not agreed, so anything can be asked for."),
        choices=HANDOVER_PURPOSES.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Partnership
        fields = ["organisation", "contribution", "purposes"]
        labels = {"organisation": _("Organisation")}


class PartnershipChangeForm(VersionedForm, PartnershipForm):
    """A change of what a partner takes part with."""


class RemoveForm(forms.Form):
    """Why something is taken out of a programme."""

    why = forms.CharField(label=_("Why is it removed?"), max_length=200)
