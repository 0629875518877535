"""What forms share: the version a page was based on, and the comparison when someone else was faster."""

from datetime import date
from typing import Any, NamedTuple, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict

from cases.codelists.base import Label


class Difference(NamedTuple):
    """One field of a stale edit, as `components/stale.html` shows it."""

    label: Label
    mine: Any
    theirs: Any


class VersionedForm(forms.Form):
    """A form that edits a record. `initial["version"]` is the record's version when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    stale: list[Difference] | None = None

    def compare_with(self, current: Model) -> None:
        """List every field that differs, and base the next try on the current version."""
        self.stale = [
            Difference(field.label or name, self.shown(name, self.cleaned_data.get(name)), self.shown(name, theirs))
            for name, field in self.fields.items()
            if name != "version"
            and hasattr(current, name)
            and (theirs := self.saved(current, name)) != self.cleaned_data.get(name)
        ]
        self.data = cast("QueryDict", self.data).copy()
        self.data[self.add_prefix("version")] = str(current.version)  # type: ignore[attr-defined]

    def saved(self, current: Model, name: str) -> Any:
        """What the record says now about a field."""
        return getattr(current, name)

    def shown(self, name: str, value: Any) -> Any:
        """A value of a field as it is read."""
        if isinstance(value, date):
            return self.fields[name].prepare_value(value)
        choices = dict(getattr(self.fields[name], "choices", []) or [])
        if isinstance(value, list):
            return ", ".join(str(choices.get(item, item)) for item in value)
        return choices.get(value, value)
