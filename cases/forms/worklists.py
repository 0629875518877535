"""The filters of the board and of every list behind its numbers, as they stand in the address."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import WorkerFunction
from cases.models import PhaseTemplate, Programme, Team, User
from cases.worklists import Where, running_on

WHERE = {field.name for field in fields(Where)}


class WhereForm(forms.Form):
    """Programme, team and worker to look at. A value that is unknown or out of reach is as if it were not there."""

    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("Programme"), queryset=None, to_field_name="code", required=False, empty_label=_("All")
    )
    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(
        label=_("Team"), queryset=None, to_field_name="code", required=False, empty_label=_("All")
    )
    worker: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Worker"), queryset=None, required=False, empty_label=_("All")
    )
    function = forms.ChoiceField(choices=[("", ""), *WorkerFunction.choices], required=False, widget=forms.HiddenInput)
    phase: "forms.ModelChoiceField[PhaseTemplate]" = forms.ModelChoiceField(
        queryset=None, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Mapping[str, Any], *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        rows = running_on(user, today)
        programmes = Programme.objects.visible_to(user).filter(pk__in=rows.values("programme"))
        offered = {
            "programme": programmes,
            "phase": PhaseTemplate.objects.filter(programme__in=programmes).select_related("programme"),
            "team": Team.objects.visible_to(user),
            "worker": User.objects.filter(assignments__enrolment__in=rows.values("pk")).distinct(),
        }
        for name, queryset in offered.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = queryset

    def where(self) -> Where:
        """What to look at; wrong values in an old or edited address are left out."""
        self.is_valid()
        return Where(**{name: value for name, value in self.cleaned_data.items() if value and name in WHERE})
