"""Fields, the form of one step, and the filters of lists: what the forms of housing share."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.core.codes import CodeList
from cases.enrolments.forms import SelectionForm
from cases.pages.forms import Difference, VersionedForm, row_field
from cases.pages.widgets import DayField
from cases.staff.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BLANK = ("", _("Choose"))

NOT_STATED = ("", _("Not stated"))

NOTE_LENGTH = 5_000


def day_field(label: "StrOrPromise", *, required: bool = True, help_text: "StrOrPromise" = "") -> DayField:
    """A day, picked with the browser's own picker."""
    return DayField(label=label, required=required, help_text=help_text)


def note_field(label: "StrOrPromise", *, required: bool = False, help_text: "StrOrPromise" = "") -> forms.CharField:
    """A few lines of text."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=NOTE_LENGTH,
        required=required,
        help_text=help_text,
    )


def code_field(label: "StrOrPromise", codes: CodeList, *, required: bool = True) -> forms.ChoiceField:
    """One code of a list; every code stays known, so that a changed record can keep a retired one."""
    empty = BLANK if required else NOT_STATED
    return forms.ChoiceField(label=label, choices=[empty, *codes.choices], required=required)


class StepForm(VersionedForm):
    """One step with the day it happened; `wanted` is the step in words, for when somebody else was faster."""

    on = day_field(_("When did it happen?"))

    field_order: tuple[str, ...] = ("on",)

    def __init__(self, *args: Any, wanted: "StrOrPromise", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted

    def text(self, name: str) -> str:
        """What was told in a field that not every step has."""
        told: str = self.cleaned_data.get(name, "")
        return told

    def compare_with(self, current: Model) -> None:
        """A step is not a field: show the step that was wanted beside where the record stands now."""
        super().compare_with(current)
        self.stale = [Difference(_("Step"), self.wanted, current.get_state_display())]  # type: ignore[attr-defined]


class NotedStepForm(StepForm):
    """A step with room for a note."""

    note = note_field(_("Note"))


class ListFilter(SelectionForm):
    """Which rows to list. An unknown value is as if it were not there.

    `mine` and the programme come with the number that opened the list: `narrowed` says so, since no field shows it.
    """

    mine = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any], *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(data, *args, user=user, today=today, **kwargs)
        del self.fields["function"], self.fields["phase"]
        self.fields["programme"].widget = forms.HiddenInput()
        teams = row_field(self, "team").queryset
        if teams is not None and teams.count() == 1:
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
