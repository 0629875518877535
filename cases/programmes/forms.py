"""The forms that set up a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.pages.forms import AskingForm, RecordForm, VersionedForm
from cases.pages.numbers import NumberField, WholeNumberField
from cases.pages.widgets import DayField, LastDayField
from cases.programmes import actions as act
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


class ProgrammeFields(AskingForm, RecordForm):
    """What a programme says of itself."""

    municipality = forms.ChoiceField(
        label=_("Acting and paying municipality"),
        choices=[("", _("Any")), *MUNICIPALITIES.choices],
        required=False,
        help_text=_("The municipality that must both act and pay."),
    )

    def facts(self) -> act.ProgrammeFacts:
        """What was told."""
        told = self.cleaned_data
        return {
            "name": told["name"],
            "organisation": told["organisation"],
            "purpose": told["purpose"],
            "funder": told["funder"],
            "start": told["start"],
            "end": told["end"],
            "capacity": told["capacity"],
            "min_age": told["min_age"],
            "max_age": told["max_age"],
            "municipality": told["municipality"],
            "requires_unstable_housing": told["requires_unstable_housing"],
            "requires_residence": told["requires_residence"],
            "excludes_short_advice": told["excludes_short_advice"],
            "report_months": told["report_months"],
            "quiet_days": told["quiet_days"],
            "silent_days": told["silent_days"],
        }


class ProgrammeForm(ProgrammeFields):
    """A new programme."""

    class Meta:
        model = Programme
        fields = ["code", *FIELDS]
        field_classes = PROGRAMME_FIELDS
        widgets = WIDGETS
        help_texts = HELP | {"code": CODE_HELP}


class ProgrammeChangeForm(VersionedForm, ProgrammeFields):
    """A change of a programme."""

    class Meta:
        model = Programme
        fields = FIELDS
        field_classes = PROGRAMME_FIELDS
        widgets = WIDGETS
        help_texts = HELP


class PhaseForm(AskingForm, RecordForm):
    """A new phase, placed after the last one."""

    class Meta:
        model = PhaseTemplate
        fields = ["name_da", "name_en", "code", "target_days"]
        field_classes = {"target_days": WholeNumberField}
        help_texts = {"code": CODE_HELP, "name_en": ENGLISH_HELP}


class PhaseChangeForm(AskingForm, VersionedForm, RecordForm):
    """A change of a phase."""

    class Meta:
        model = PhaseTemplate
        fields = ["name_da", "name_en", "target_days"]
        field_classes = {"target_days": WholeNumberField}
        help_texts = {"name_en": ENGLISH_HELP}


class StepForm(RecordForm):
    """A new step, placed last in its phase."""

    class Meta:
        model = PhaseStep
        fields = ["text_da", "text_en", "owner"]
        help_texts = {"text_en": ENGLISH_HELP}


class StepChangeForm(VersionedForm, RecordForm):
    """A change of a step."""

    class Meta:
        model = PhaseStep
        fields = ["text_da", "text_en", "owner", "is_active"]
        help_texts = {
            "text_en": ENGLISH_HELP,
            "is_active": _("An inactive step stays readable where it was done and is asked for no more."),
        }


class NormForm(AskingForm, RecordForm):
    """How many young people one full-time worker has at most."""

    class Meta:
        model = CaseloadNorm
        fields = ["function", "young_people"]
        field_classes = {"young_people": WholeNumberField}

    def facts(self) -> act.NormFacts:
        """What was told."""
        told = self.cleaned_data
        return {"function": told["function"], "young_people": told["young_people"]}


class NormChangeForm(VersionedForm, NormForm):
    """A change of a norm."""


class PostForm(AskingForm, RecordForm):
    """A position with its hours."""

    class Meta:
        model = Post
        fields = ["title", "organisation", "function", "weekly_hours"]
        field_classes = {"weekly_hours": NumberField}
        labels = {"organisation": _("Organisation")}

    def facts(self) -> act.PostFacts:
        """What was told."""
        told = self.cleaned_data
        return {
            "title": told["title"],
            "organisation": told["organisation"],
            "function": told["function"],
            "weekly_hours": told["weekly_hours"],
        }


class PostChangeForm(VersionedForm, PostForm):
    """A change of a position."""


class PartnershipForm(AskingForm, RecordForm):
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

    def facts(self) -> act.PartnerFacts:
        """What was told."""
        told = self.cleaned_data
        return {
            "organisation": told["organisation"],
            "contribution": told["contribution"],
            "purposes": told["purposes"],
        }


class PartnershipChangeForm(VersionedForm, PartnershipForm):
    """A change of what a partner takes part with."""


class RemoveForm(forms.Form):
    """Why something is taken out of a programme."""

    why = forms.CharField(label=_("Why is it removed?"), max_length=200)
