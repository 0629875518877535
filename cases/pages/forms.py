"""What every form of a page is built on: what is needed, what is asked again, a stale version, a refusal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar, NamedTuple, Protocol, cast, runtime_checkable

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.core.codes import Label
from cases.core.errors import Doubtful, Refused, Stale
from cases.core.plausible import Doubt


class NeedsBoundField(forms.BoundField):
    """A field that says what it is needed for: `django/forms/field.html` shows it."""

    form: "NeedsForm"

    @property
    def one_of(self) -> tuple[str, ...]:
        """The fields of which one is needed, where this is among them."""
        return next((group for group in self.form.one_of if self.name in group), ())

    @property
    def one_of_text(self) -> str:
        """What the first of them says for all."""
        return self.form.one_of_text(self.one_of) if self.name in self.one_of[:1] else ""

    @property
    def one_of_id(self) -> str:
        return f"{self.form[self.one_of[0]].auto_id}_one_of" if self.one_of and self.auto_id else ""

    @property
    def needed_when(self) -> Label:
        """When this field is needed, where that depends on the rest."""
        return self.form.needed_when.get(self.name, "")

    @property
    def aria_describedby(self) -> str | None:
        """The text that stands with the first of several fields belongs to each of them."""
        own = super().aria_describedby
        return " ".join(filter(None, [self.one_of_id, own])) or None


class NeedsForm(forms.Form):
    """A form that says what is needed, where that is more than one field by itself.

    `one_of`: groups of fields of which at least one is to be filled in. `needed_when`: fields that are needed under a
    condition that only the action can tell, and the condition in words.
    """

    one_of: ClassVar[tuple[tuple[str, ...], ...]] = ()
    needed_when: ClassVar[Mapping[str, Label]] = {}
    bound_field_class = NeedsBoundField

    def clean(self) -> dict[str, Any]:
        """Of each group, one field is filled in."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for group in self.one_of:
            if not any(given.get(name) or name in self.errors for name in group):
                self.add_error(group[0], self.one_of_text(group))
        return given

    def one_of_text(self, group: tuple[str, ...]) -> str:
        """What is asked of a group, on the page and where it is all empty."""
        labels = ", ".join(str(self[name].label) for name in group)
        return _("Fill in at least one of these: %(fields)s.") % {"fields": labels}


def day_typed(form: forms.Form, name: str) -> date | None:
    """The day that stands in a field, before the form is checked: what may be chosen beside it depends on it."""
    try:
        day: date | None = form.fields[name].clean(form[name].value())
    except forms.ValidationError:
        return None
    return day


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """A field with a list of choices, for the form to say which."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    return field


def row_field(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    """A field that offers rows, for the form to say which."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(name)
    return field


class Difference(NamedTuple):
    """One field of a stale edit, as `components/stale.html` shows it."""

    label: Label
    mine: Any
    theirs: Any


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # only the stubs know of a model's type
    """A form with fields of a record's own."""


@runtime_checkable
class Compared(Protocol):
    """A form based on what others may change meanwhile. `stale` is what they have, where it was refused for that."""

    stale: Sequence[Difference] | None

    def compare_with(self, current: Any) -> None:
        """Fill in `stale`, and base the next try on how it stands now."""


class VersionedForm(NeedsForm):
    """A form that edits a record. `initial["version"]` is the record's version when the page was opened."""

    stale: Sequence[Difference] | None = None
    version = forms.IntegerField(widget=forms.HiddenInput)

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


@contextmanager
def refusals(form: forms.BaseForm) -> Iterator[None]:
    """Run an action inside; if it is refused, the form shows why and the view renders it again."""
    try:
        yield
    except Stale as stale:
        form.add_error(None, str(stale.message))
        if isinstance(form, Compared):
            form.compare_with(stale.current)
    except Refused as refused:
        if isinstance(refused, Doubtful) and isinstance(form, AskingForm):
            form.ask(refused.doubts)
            return
        field = form.named(refused.field or "") if isinstance(form, AskingForm) else refused.field
        form.add_error(field if field in form.fields else None, str(refused.message))
