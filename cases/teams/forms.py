"""The forms of the teams."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import RecordForm, VersionedForm
from cases.programmes.models import Programme
from cases.teams.models import Team

WIDGETS = {"programmes": forms.CheckboxSelectMultiple}

WORKS_IN = _(
    "The team can enrol young people in these, and its lead edits their steps and takes their reports and exports."
)


class TeamForm(RecordForm):
    """A new team."""

    class Meta:
        model = Team
        fields = ["name", "code", "organisation", "programmes"]
        widgets = WIDGETS
        help_texts = {
            "code": _("Small letters, digits and hyphens. Cannot be changed later: exports refer to it."),
            "programmes": WORKS_IN,
        }


class TeamChangeForm(VersionedForm, RecordForm):
    """A change of a team."""

    class Meta:
        model = Team
        fields = ["name", "organisation", "programmes", "is_active"]
        widgets = WIDGETS
        help_texts = {"programmes": WORKS_IN}

    def clean_programmes(self) -> list[Programme]:
        """As a list, to compare with what is saved."""
        return list(self.cleaned_data["programmes"])

    def saved(self, current: Model, name: str) -> Any:
        """The programmes too are a list."""
        value = super().saved(current, name)
        return list(value.all()) if name == "programmes" else value
