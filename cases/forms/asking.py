"""Asking again: an unusual value is shown with its question and a box to tick, and saved once the box is ticked.

The box carries the value that it confirms, so that another value in the same field is asked about anew.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, NamedTuple

from cases.forms.base import NeedsForm
from cases.rules.plausible import Doubt

CONFIRM = "confirm"


class Tick(NamedTuple):
    """One box at a field, as `django/forms/field.html` shows it."""

    token: str
    is_ticked: bool


class AskingForm(NeedsForm):
    """A form that may ask again. What was ticked is `cleaned_data["confirmed"]`, an argument of the form's action.

    `asks_as` gives the form's own name of a field that the record calls otherwise.
    """

    asks_as: ClassVar[Mapping[str, str]] = {}

    def full_clean(self) -> None:
        """Clean the fields, and read what was ticked beside them."""
        self.ticks: dict[str, list[Tick]] = {}
        super().full_clean()
        if not self.is_bound:
            return
        given = self._ticked()
        self.cleaned_data["confirmed"] = frozenset(given)
        for token in given:
            self._tick(token, is_ticked=True)

    def ask(self, doubts: Iterable[Doubt]) -> None:
        """Put each question at its field; a box that was ticked for another value of the field goes."""
        for doubt in doubts:
            name = self.named(doubt.field)
            self.add_error(name, doubt.question)
            kept = [tick for tick in self.ticks.get(name or "", []) if not tick.token.startswith(f"{doubt.field}=")]
            self.ticks[name or ""] = kept
            self._tick(doubt.token, is_ticked=False)

    def named(self, field: str) -> str | None:
        """What this form calls a field of the record; nothing where it does not show it."""
        name = self.asks_as.get(field, field)
        return name if name in self.fields else None

    def _ticked(self) -> list[str]:
        read = getattr(self.data, "getlist", None)
        return list(read(CONFIRM)) if read else []

    def _tick(self, token: str, *, is_ticked: bool) -> None:
        name = self.named(token.partition("=")[0])
        self.ticks.setdefault(name or "", []).append(Tick(token, is_ticked))
