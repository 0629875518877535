"""The questions as the young person sees them: big keys, and nothing of the case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.own_answers.codes import SPOKEN, WHO5, WHO5_STEPS
from cases.own_answers.rules import own_keys, steps_of
from cases.questionnaires.codes import ItemType
from cases.questionnaires.definition import Item

Choices = list[tuple[Any, str]]


@dataclass(frozen=True)
class Question:
    """One question with its fields; the words of the instrument where it has any of its own."""

    label: str
    lead: str
    fields: list[forms.BoundField]
    is_one: bool


class OwnAnswersForm(forms.Form):
    """The answers of the young person. None is needed, but one of them all is."""

    def __init__(self, *args: Any, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            for key in own_keys(item):
                self.fields[key] = _field(item, key)

    def clean(self) -> dict[str, Any]:
        """An empty form is no answer: there is a button of its own for that."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.answers():
            raise forms.ValidationError(_("Choose at least one answer, or say that you do not want to answer."))
        return told

    def answers(self) -> dict[str, Any]:
        """What was answered, by key."""
        return {key: value for key, value in self.cleaned_data.items() if value not in (None, "", [])}

    def questions(self) -> Iterator[Question]:
        """What the page draws."""
        for item in self.items:
            fields = [self[key] for key in own_keys(item)]
            label = (
                _("How have you been in the last two weeks?")
                if item.code == WHO5
                else str(SPOKEN.get(item.code, item.label))
            )
            lead = _("Choose what comes closest.") if item.code == WHO5 else str(item.help or "")
            yield Question(label, lead, fields, is_one=not item.parts)


def _field(item: Item, key: str) -> forms.Field:
    part = key.rpartition(".")[2]
    if item.type is ItemType.NUMBERS:
        words = WHO5_STEPS if item.code == WHO5 else {}
        steps: Choices = [(step, str(words.get(step, step))) for step in reversed(steps_of(item, part))]
        return forms.TypedChoiceField(
            required=False, label=_label(item, part), choices=steps, coerce=int, empty_value=None, widget=_keys()
        )
    if item.parts:
        scale: Choices = [(step, str(text)) for step, text in item.scale_of(part).items()]
        return forms.ChoiceField(required=False, label=_label(item, part), choices=scale, widget=_keys())
    offered: Choices = [(code, str(choice.label)) for code, choice in item.choices.items() if choice.end is None]
    if item.type is ItemType.SEVERAL:
        boxes = forms.CheckboxSelectMultiple(attrs={"class": "keys"})
        return forms.MultipleChoiceField(required=False, label=str(item.label), choices=offered, widget=boxes)
    return forms.ChoiceField(required=False, label=str(item.label), choices=offered, widget=_keys())


def _label(item: Item, part: str) -> str:
    return str(item.parts[part].label)


def _keys() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "keys"})
