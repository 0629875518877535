"""What forms share: the version a page was based on, and the comparison when someone else was faster."""

from typing import Any

from django import forms
from django.db.models import Model

from cases.codelists.base import Label


class VersionedForm(forms.Form):
    """A form that edits a record. `initial["version"]` is the record's version when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    stale: list[tuple[Label, Any, Any]] | None = None

    def compare_with(self, current: Model) -> None:
        """List (label, yours, current) for every field that differs, and base the next try on the current version."""
        self.stale = [
            (field.label or name, self._shown(name, self.cleaned_data.get(name)), self._shown(name, theirs))
            for name, field in self.fields.items()
            if name != "version" and (theirs := getattr(current, name, None)) != self.cleaned_data.get(name)
        ]
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(current.version)  # type: ignore[attr-defined]

    def _shown(self, name: str, value: Any) -> Any:  # noqa: ANN401  any form value
        choices = dict(getattr(self.fields[name], "choices", []) or [])
        return choices.get(value, value)
