"""The fields that an item of a status report is answered in, one for each key of its answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.pages.numbers import WholeInput, WholeNumberField
from cases.pages.widgets import DayField, DayInput
from cases.questionnaires.codes import UNKNOWN, ItemType
from cases.questionnaires.definition import Item

LONGEST_TEXT = 200

IN_TREATMENT = "in_treatment."

# Lines of one question of what took place, and how many more than are filled in stand on the page.
MOST_LINES, SPARE_LINES = 40, 2

Choices = list[tuple[str, str]]


class UnknownNumberInput(WholeInput):
    """A whole number, and beside it a box for what nobody knows."""

    template_name = "cases/report_forms/number.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return UNKNOWN if data.get(f"{name}.unknown") else super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        is_unknown = value == UNKNOWN
        context = super().get_context(name, None if is_unknown else value, attrs)
        context["widget"]["is_unknown"] = is_unknown
        return context


class UnknownNumberField(WholeNumberField):
    """A whole number, or that it is not known."""

    widget = UnknownNumberInput

    def to_python(self, value: Any) -> Any:
        return value if value == UNKNOWN else super().to_python(value)


class EventsInput(forms.Widget):
    """Lines of what took place: what, from which day, to which day."""

    template_name = "cases/report_forms/events.html"
    use_fieldset = True

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        super().__init__()

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> list[dict[str, str]]:
        """The lines as they were typed, but for empty ones."""
        lines = [
            {part: str(data.get(f"{name}.{number}.{part}") or "") for part in ("code", "from", "to")}
            for number in range(MOST_LINES)
        ]
        return [line for line in lines if any(line.values())]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        own = (attrs or {}).get("id", "")
        lines = [*(value or []), *({} for _ in range(SPARE_LINES))][:MOST_LINES]
        context["widget"]["lines"] = [self._line(name, own, number, line) for number, line in enumerate(lines)]
        return context

    def _line(self, name: str, own: str, number: int, line: Mapping[str, Any]) -> dict[str, Any]:
        """One line; the first control has the address that an error of the field leads to."""
        days = {part: DayInput().render(f"{name}.{number}.{part}", line.get(part), {"id": f"{own}_{number}_{part}"})
                for part in ("from", "to")}  # fmt: skip
        groups = [
            (None, [{"value": code, "label": label, "attrs": {"selected": code == line.get("code")}}], 0)
            for code, label in [("", "---------"), *self.choices]
        ]
        return {"name": f"{name}.{number}", "id": f"{own}_{number}", "groups": groups, "days": days}


class EventsField(forms.Field):
    """What took place, as the answers keep it: `{"code", "from", "to"}` with days as ISO has them, or none."""

    widget: Any = EventsInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "code": _("Choose what took place on each line with a day."),
    }

    def to_python(self, value: Any) -> list[dict[str, str | None]]:
        return [self._event(line) for line in value or []]

    def _event(self, line: Mapping[str, str]) -> dict[str, str | None]:
        if not line["code"]:
            raise ValidationError(self.error_messages["code"], code="code")
        return {"code": line["code"], "from": _iso(line["from"]), "to": _iso(line["to"])}


def _iso(typed: str) -> str | None:
    day = DayField(required=False).clean(typed)
    return day.isoformat() if day else None


def fields_of(item: Item, day: date) -> dict[str, forms.Field]:
    """The field of each key of an item, with the choices that are offered on the day of the report."""
    if item.parts:
        fields = {item.part_key(part, rater): _part_field(item, part) for rater in item.raters for part in item.parts}
        return fields | {
            f"{IN_TREATMENT}{part}": forms.BooleanField(required=False, label=_("In treatment"))
            for part in item.in_treatment
        }
    choices: Choices = [(code, str(choice.label)) for code, choice in item.choices.items() if choice.is_offered(day)]
    found: dict[str, forms.Field] = {item.code: _choices_field(item, choices)}
    if f"{item.code}.main" in item.keys:
        found[f"{item.code}.main"] = _radio(str(_("Which of them mostly?")), choices)
    if f"{item.code}.text" in item.keys:
        named = ", ".join(str(choice.label) for choice in item.choices.values() if choice.has_text)
        label = _("Which? (%(answer)s)") % {"answer": named}
        found[f"{item.code}.text"] = forms.CharField(required=False, label=label, max_length=LONGEST_TEXT)
    return found


def _part_field(item: Item, part: str) -> forms.Field:
    label = str(item.parts[part].label)
    if item.type is not ItemType.NUMBERS:
        return _radio(label, [(step, str(text)) for step, text in item.scale_of(part).items()])
    if item.may_be_unknown:
        return UnknownNumberField(required=False, label=label)
    return WholeNumberField(required=False, label=label)


def _choices_field(item: Item, choices: Choices) -> forms.Field:
    label = str(item.label)
    if item.type is ItemType.EVENT:
        return EventsField(required=False, label=label, widget=EventsInput(choices))
    if item.type is ItemType.SEVERAL:
        boxes = forms.CheckboxSelectMultiple(attrs={"class": "keys"})
        return forms.MultipleChoiceField(required=False, label=label, choices=choices, widget=boxes)
    return _radio(label, choices)


def _radio(label: str, choices: Choices) -> forms.Field:
    keys = forms.RadioSelect(attrs={"class": "keys"})
    return forms.ChoiceField(required=False, label=label, choices=choices, widget=keys)
