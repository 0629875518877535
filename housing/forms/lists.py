"""The filters that the lists of this app share, as they stand in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext

from cases.enrolments.forms import WhereForm
from cases.staff.models import User


class ListFilter(WhereForm):
    """Which rows to list. An unknown value is as if it were not there.

    `mine` and the programme come with the number that opened the list: `narrowed` says so, since no field shows it.
    """

    mine = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any], *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(data, *args, user=user, today=today, **kwargs)
        del self.fields["function"], self.fields["phase"]
        self.fields["programme"].widget = forms.HiddenInput()
        if self.fields["team"].queryset.count() == 1:  # type: ignore[attr-defined]
            self.fields["team"].widget = forms.HiddenInput()

    def chosen(self) -> dict[str, Any]:
        """The valid choices; the rest is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self) -> list[str]:
        """What the list holds no more than, in words."""
        chosen = self.chosen()
        mine = [gettext("what is yours to follow")] if "mine" in chosen else []
        return [*mine, *([str(chosen["programme"])] if "programme" in chosen else [])]
