"""The forms that a lead writes, places and orders questions with."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.core.codes import Label
from cases.pages.forms import NeedsForm, choice_field
from cases.pages.numbers import WholeNumberField
from cases.question_pages.fields import LinesField, LinesInput, SkipInput
from cases.question_pages.rules import LONGEST_ROW, SCALE, Wording, faults
from cases.questionnaires.codes import UNKNOWN, ItemType, Rater, Topic, When
from cases.questionnaires.definition import Item
from cases.questionnaires.models import ItemVersion

# A scale of its own for each row is a table by another name, and comes with the system only.
TYPES: dict[ItemType, Label] = {
    ItemType.ONE: gettext_lazy("One answer"),
    ItemType.SEVERAL: gettext_lazy("Several answers"),
    ItemType.NUMBERS: gettext_lazy("Whole numbers, one for each row"),
    ItemType.GRID: gettext_lazy("A table: rows on one scale"),
    ItemType.EVENT: gettext_lazy("What took place, with days"),
}

ALL_TYPES = TYPES | {ItemType.SCALE: gettext_lazy("Rows, each on a scale of its own")}

WHEN: dict[When, Label] = {
    When.START: gettext_lazy("At the first report of the course"),
    When.EVERY: gettext_lazy("At every report"),
    When.FROM_SECOND: gettext_lazy("From the second report on"),
    When.CLOSING: gettext_lazy("At the closing"),
    When.TWO_POINT: gettext_lazy("At assessment, discharge and release"),
}

RATERS: dict[Rater, Label] = {
    Rater.WORKER: gettext_lazy("The worker"),
    Rater.YOUNG_PERSON: gettext_lazy("The young person"),
}

CODE = re.compile(r"[a-z0-9_]{1,40}")

BETWEEN = "="  # a question and an answer to it, in the skip rule


class QuestionFields(NeedsForm):
    """What a question says. `earlier`: the items that are asked before it."""

    da = forms.CharField(label=gettext_lazy("Question in Danish"), max_length=200)
    en = forms.CharField(
        label=gettext_lazy("Question in English"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Where it is empty, those who read in English see the Danish."),
    )
    help_da = forms.CharField(
        label=gettext_lazy("Help in Danish"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    help_en = forms.CharField(
        label=gettext_lazy("Help in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    topic = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=Topic.choices, initial=Topic.OTHER)
    type = forms.ChoiceField(
        label=gettext_lazy("How it is answered"), choices=list(TYPES.items()), widget=forms.RadioSelect
    )
    choices = LinesField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        widget=LinesInput(with_alone=True),
        help_text=gettext_lazy(
            "Clear a line to leave the answer out. The code is made from the Danish text where it is empty. "
            "“Preview” gives more lines."
        ),
    )
    parts = LinesField(
        longest=LONGEST_ROW,
        label=gettext_lazy("Rows of a table, or of numbers"),
        required=False,
        widget=LinesInput(with_alone=False),
    )
    least = WholeNumberField(label=gettext_lazy("Lowest number"), required=False)
    most = WholeNumberField(label=gettext_lazy("Highest number"), required=False)
    may_be_unknown = forms.BooleanField(label=gettext_lazy("“Don't know” is an answer"), required=False)
    rater = forms.ChoiceField(
        label=gettext_lazy("Who answers"), choices=list(RATERS.items()), initial=Rater.WORKER, widget=forms.RadioSelect
    )
    when = forms.MultipleChoiceField(
        label=gettext_lazy("When it is asked"), choices=list(WHEN.items()), widget=forms.CheckboxSelectMultiple
    )
    skip = forms.MultipleChoiceField(
        label=gettext_lazy("Ask only after one of these answers"),
        required=False,
        widget=SkipInput,
        help_text=gettext_lazy("Without a tick it is asked always."),
    )

    def __init__(self, *args: Any, earlier: Sequence[Item], before: Item | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = {item.code: item for item in earlier}
        self.before = before
        choice_field(self, "skip").choices = [
            (str(item.label), [(f"{item.code}{BETWEEN}{code}", str(choice.label)) for code, choice in pairs])
            for item in earlier
            if (pairs := list(item.choices.items()))
        ]
        self.fields["skip"].error_messages["invalid_choice"] = _("That answer is not asked for before this question.")

    def clean(self) -> dict[str, Any]:
        """Tell of everything that is wrong with the question at once, each at its field."""
        told = super().clean()
        if {"da", "type", "when", "choices", "parts"} <= told.keys():
            for name, message in faults(self.wording(), self.asked_before(), self.before):
                self.add_error(name, str(message))
        for name in ("choices", "parts"):
            if any(not CODE.fullmatch(line.code) for line in told.get(name, ())):
                self.add_error(name, _("A code has small letters, digits and underscores only."))
        return told

    def asked_before(self) -> Mapping[str, Item]:
        """The items that stand before the place of the question."""
        return self.earlier

    def wording(self) -> Wording:
        """What was told."""
        told = self.cleaned_data
        skip: dict[str, list[str]] = {}
        for pair in told.get("skip") or ():
            code, _between, answer = pair.partition(BETWEEN)
            skip.setdefault(code, []).append(answer)
        return Wording(
            type=ItemType(told["type"]),
            da=told["da"],
            en=told.get("en", ""),
            help_da=told.get("help_da", ""),
            help_en=told.get("help_en", ""),
            topic=Topic(told.get("topic") or Topic.OTHER),
            when=[When(one) for one in told["when"]],
            choices=told["choices"],
            parts=told["parts"],
            least=told.get("least") or 0,
            most=told.get("most"),
            may_be_unknown=bool(told.get("may_be_unknown")),
            rater=Rater(told.get("rater") or Rater.WORKER),
            skip=skip,
        )


FIRST = "-"


class PlaceField(forms.ChoiceField):
    """Behind which of the questions."""

    def offer(self, items: Iterable[Item]) -> None:
        """Let one of these be chosen, or the first place; the last is chosen first."""
        self.choices = [(FIRST, _("First of all")), *((item.code, str(item.label)) for item in items)]
        self.initial = list(self.choices)[-1][0]


class QuestionForm(QuestionFields):
    """A new question, with its place."""

    after = PlaceField(label=gettext_lazy("After which question"))

    def __init__(self, *args: Any, earlier: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, earlier=earlier, **kwargs)
        self.fields["after"].offer(earlier)  # type: ignore[attr-defined]

    def asked_before(self) -> Mapping[str, Item]:
        """Those up to and with the one that it is placed after."""
        codes = list(self.earlier)
        after = self.cleaned_data.get("after")
        last = codes.index(after) + 1 if after in codes else 0
        return {code: self.earlier[code] for code in codes[:last]}


class QuestionChangeForm(QuestionFields):
    """A new version of a question. The way it is answered stays, and so do the codes it has."""

    agreed = forms.BooleanField(
        label="", error_messages={"required": gettext_lazy("Tick that you want to change it.")}
    )

    def __init__(self, *args: Any, before: Item, agree: Label, **kwargs: Any) -> None:
        super().__init__(*args, before=before, **kwargs)
        self.fields["agreed"].label = str(agree)
        self.fields["type"].disabled = True
        for name, codes in (("choices", [*before.choices, *before.scales.get(SCALE, {})]), ("parts", before.parts)):
            self.fields[name].widget.codes = frozenset(codes)


def as_written(item: Item, today: Any) -> dict[str, Any]:
    """A question of a programme's own as its form is filled in."""
    offered = {code: choice for code, choice in item.choices.items() if choice.is_offered(today)}
    answers = {code: (choice.label, choice.is_alone) for code, choice in offered.items()}
    answers |= {code: (text, False) for code, text in item.scales.get(SCALE, {}).items()}
    one = next(iter(item.parts.values()), None)
    return {
        "da": item.label.da,
        "en": item.label.en,
        "help_da": item.help.da if item.help else "",
        "help_en": item.help.en if item.help else "",
        "topic": item.topic,
        "type": item.type,
        "choices": [
            {"da": text.da, "en": text.en, "code": code, "alone": alone}
            for code, (text, alone) in answers.items()
            if code != UNKNOWN
        ],
        "parts": [{"da": part.label.da, "en": part.label.en, "code": part.code} for part in item.parts.values()],
        "least": one.least if one and item.type is ItemType.NUMBERS else None,
        "most": one.most if one else None,
        "may_be_unknown": item.may_be_unknown or UNKNOWN in answers,
        "rater": item.raters[0],
        "when": sorted(item.when),
        "skip": [f"{rule['item']}{BETWEEN}{code}" for rule in _rules(item.asked_if) for code in rule["in"]],
    }


def _rules(condition: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    return condition.get("any", [condition]) if condition else []


class TakeInForm(NeedsForm):
    """A question that there is, and its place."""

    question = forms.ChoiceField(label=gettext_lazy("Question"))
    after = PlaceField(label=gettext_lazy("After which question"))

    def __init__(self, *args: Any, offered: Sequence[ItemVersion], asked: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "question").choices = [
            ("", "---------"),
            *((row.pk, f"{row.item.label} ({row.code} {row.edition})") for row in offered),
        ]
        self.fields["after"].offer(asked)  # type: ignore[attr-defined]


class LeaveOutForm(NeedsForm):
    """Nothing is asked: the button is the answer."""


class OrderForm(NeedsForm):
    """A number for each question, in the order they are asked. `number`: the questionnaire the page was drawn from."""

    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, item in enumerate(asked, start=1):
            self.fields[item.code] = WholeNumberField(label=str(item.label), initial=place)

    def codes(self) -> list[str]:
        """The codes in the order of the numbers; the same number twice keeps the order there was."""
        names = [name for name in self.fields if name != "number"]
        return sorted(names, key=lambda name: self.cleaned_data[name])


class QuestionFilter(forms.Form):
    """Words, a topic, and in which report."""

    topic = forms.ChoiceField(
        label=gettext_lazy("What it is about"), choices=[("", gettext_lazy("All")), *Topic.choices], required=False
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When it is asked"),
        choices=[("", gettext_lazy("All")), *WHEN.items()],
        required=False,
    )
    q = forms.CharField(label=gettext_lazy("Words of the question"), required=False, widget=forms.SearchInput)

    def fits(self, item: Item) -> bool:
        """Whether a question is among those looked for; a value that is unknown is as if it were not there."""
        told = self.cleaned_data if self.is_valid() else {}
        words = str(told.get("q") or "").casefold()
        found = words in f"{item.label.da} {item.label.en} {item.code}".casefold()
        is_topic = not told.get("topic") or item.topic == told["topic"]
        return found and is_topic and (not told.get("when") or told["when"] in item.when)
