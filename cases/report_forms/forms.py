"""The form of a status report, built from what its programme asks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.core.codes import Label
from cases.core.errors import Refused
from cases.core.periods import Period
from cases.own_answers.codes import OWN, OWN_CHANGED
from cases.own_answers.queries import as_typed
from cases.own_answers.rules import own_items, own_keys
from cases.pages.forms import AskingForm, Difference, VersionedForm, day_typed
from cases.pages.widgets import DayField
from cases.questionnaires.codes import ItemType, Rater
from cases.questionnaires.definition import Contradiction, Item, holds
from cases.report_forms.fields import IN_TREATMENT, fields_of
from cases.report_forms.progress import Progress, progress_of
from cases.report_forms.reading import full_label, in_words, items_by_key
from cases.statusreports.codes import TakingPart, asked_in
from cases.statusreports.known import Known
from cases.statusreports.queries import Last
from cases.statusreports.rules import check_day, check_kind, faults, is_beside, only_asked
from cases.statusreports.standing import Standing, changed

KNOWN, UNCHANGED = "known", "unchanged"

# What the script of the page reads an answer from, by how it is answered.
SHAPES = {ItemType.ONE: "one", ItemType.SCALE: "one", ItemType.GRID: "one", ItemType.SEVERAL: "several",
          ItemType.NUMBERS: "number", ItemType.EVENT: "events"}  # fmt: skip

RATED_BY: dict[Rater, Label] = {
    Rater.WORKER: gettext_lazy("The worker's judgement"),
    Rater.YOUNG_PERSON: gettext_lazy("The young person's own answer"),
}


@dataclass(frozen=True)
class Asking:
    """What a form is built from. `reported_on`: the days of the course's reports, by which it may be the first."""

    items: Sequence[Item]
    kind: str
    day: date
    reported_on: Sequence[date] = ()
    last: Mapping[str, Last] = field(default_factory=dict)
    known: Mapping[str, Known] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)  # what the young person has answered alone
    course: Period | None = None  # that the day of a new report lies in
    standing: Standing = field(default_factory=Standing)  # of the course, as it was just read


@dataclass(frozen=True)
class Line:
    """One field with what stands beside it. `last` in words; `repeats` is the answer that can stand again, as JSON."""

    key: str
    shape: str
    field: forms.BoundField
    comment: forms.BoundField | None
    last: Last | None
    last_text: str
    repeats: str
    is_repeated: bool
    known: Known | None
    alone: str
    own: str
    own_text: str
    is_own_changed: bool
    is_counted: bool


@dataclass(frozen=True)
class Warned:
    """A contradiction at a question: shown where it holds, with a box that says it is right all the same."""

    token: str
    says: str
    condition: str
    is_shown: bool
    is_ticked: bool


@dataclass(frozen=True)
class Block:
    """One question with its fields; a heading over those of each rater where there are two."""

    item: Item
    groups: list[tuple[Label, list[Line]]]
    condition: str
    warned: list[Warned]
    is_own: bool = False  # the young person can answer it alone


class AnswersForm(AskingForm):
    """The questions of one report. `unchanged` holds the keys whose last answer stands again."""

    unchanged = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking
        self.day = self.day_of_report()
        is_first = not any(day < self.day for day in asking.reported_on)
        self.kind_is = asked_in(asking.kind, is_first=is_first)
        self.items = [item for item in asking.items if item.when & self.kind_is]
        self.item_of = items_by_key(self.items)
        for item in self.items:
            for key, answer in fields_of(item, self.day).items():
                self._add(key, answer)
        repeatable = [(key, key) for key in asking.last if self._can_repeat(key)]
        self.fields["unchanged"].choices = repeatable  # type: ignore[attr-defined]

    def day_of_report(self) -> date:
        """The day that the choices and the kind of the report are read for."""
        return self.asking.day

    def _add(self, key: str, answer: forms.Field) -> None:
        self.fields[key] = answer
        known = self.asking.known.get(key)
        if known is not None and known.value is not None:
            self.initial.setdefault(key, known.value)
        if key in self.asking.own:
            self.initial[key] = self.asking.own[key]
        if not key.startswith(IN_TREATMENT) and not key.endswith((".main", ".text")):
            label = _("Comment: %(question)s") % {"question": answer.label}
            lines = forms.Textarea(attrs={"rows": 2})
            self.fields[f"comment-{key}"] = forms.CharField(required=False, label=label, widget=lines)

    def clean(self) -> dict[str, Any]:
        """Keep what is asked, and ask about contradictions that nobody has said are right."""
        told = super().clean()
        given = {key: value for key in self.item_of if _is_given(value := self._value(key, told))}
        self.given = only_asked(self.items, given, kind_is=self.kind_is)
        for key, message in faults(self.items, self.given).items():
            if key not in self.errors:
                self.add_error(key, message)
        self._check_main()
        ticked = self._ticked()
        for token, item, warning in self._warnings():
            if holds(warning.condition, self.given) and token not in ticked:
                self.add_error(item.keys[0], str(warning.says))
        return told

    def _value(self, key: str, told: Mapping[str, Any]) -> Any:
        repeated = key in told.get("unchanged", ())
        return self.asking.last[key].value if repeated else told.get(key)

    def _check_main(self) -> None:
        """What took place mostly is one of those that took place at all."""
        for item in self.items:
            main = self.given.get(f"{item.code}.main")
            if item.has_main and main and main not in (self.given.get(item.code) or []):
                self.add_error(f"{item.code}.main", _("Choose one of those that you have ticked above."))

    def answers(self) -> dict[str, Any]:
        """The answers by key, without what was not asked."""
        return self.given

    def comments(self) -> dict[str, str]:
        """The comments by the key of their answer."""
        asked = only_asked(self.items, dict.fromkeys(self.item_of) | self.given, kind_is=self.kind_is)
        found = {key: self.cleaned_data.get(f"comment-{key}", "") for key in asked}
        return {key: text for key, text in found.items() if text}

    def origins(self) -> dict[str, str]:
        """Where answers come from that nobody chose by hand."""
        known = {key: fact.value for key, fact in self.asking.known.items()}
        found = {key: KNOWN for key, value in self.given.items() if key in known and known[key] == value}
        found |= {key: UNCHANGED for key in self.cleaned_data["unchanged"] if key in self.given}
        return found | {
            key: OWN if self.given.get(key) == answer else OWN_CHANGED
            for key, answer in self.asking.own.items()
            if key in self.item_of
        }

    def blocks(self) -> Iterator[Block]:
        """What the page draws."""
        warned: dict[str, list[Warned]] = {}
        ticked = self._ticked() if self.is_bound else []
        for token, item, warning in self._warnings():
            is_shown = self.is_bound and holds(warning.condition, getattr(self, "given", {}))
            shown = Warned(token, str(warning.says), json.dumps(warning.condition), is_shown, token in ticked)
            warned.setdefault(item.code, []).append(shown)
        repeated = set(self["unchanged"].value() or [])
        for item in self.items:
            condition = json.dumps(item.asked_if) if item.asked_if else ""
            is_own = item in own_items([item], self.kind_is)
            yield Block(item, self._groups(item, repeated), condition, warned.get(item.code, []), is_own)

    def _groups(self, item: Item, repeated: set[str]) -> list[tuple[Label, list[Line]]]:
        lines = {key: self._line(item, key, repeated) for key in item.keys}
        if len(item.raters) == 1:
            return [("", self._ordered(item, lines))]
        return [(RATED_BY[rater], [lines[item.part_key(part, rater)] for part in item.parts]) for rater in item.raters]

    def _ordered(self, item: Item, lines: Mapping[str, Line]) -> list[Line]:
        """Whether somebody is in treatment stands under what they are treated for."""
        parts = [(item.part_key(part), f"{IN_TREATMENT}{part}") for part in item.parts]
        keys = [key for pair in parts for key in pair if key in lines]
        return [lines[key] for key in (keys or item.keys)]

    def _line(self, item: Item, key: str, repeated: set[str]) -> Line:
        last = self.asking.last.get(key)
        can_repeat = last is not None and self._can_repeat(key)
        comment = f"comment-{key}"
        is_own, own = key in self.asking.own, self.asking.own.get(key)
        return Line(
            key=key,
            shape=_shape(item, key),
            field=self[key],
            comment=self[comment] if comment in self.fields else None,
            last=last,
            last_text=in_words(item, key, last.value) if last else "",
            repeats=json.dumps(last.value) if last and can_repeat else "",
            is_repeated=key in repeated,
            known=self.asking.known.get(key),
            alone=" ".join(code for code, choice in item.choices.items() if choice.is_alone),
            own=json.dumps(own) if is_own else "",
            own_text=in_words(item, key, own) if is_own else "",
            is_counted=not is_beside(item, key),
            is_own_changed=is_own and as_typed({key: own}) != as_typed({key: self[key].value()}),
        )

    def progress(self) -> Progress:
        """How far the form is: the answers that stand in it, by what they are about."""
        values = {key: value for key in self.item_of if _is_given(value := self[key].value())}
        asked = only_asked(self.items, dict.fromkeys(self.item_of) | values, kind_is=self.kind_is)
        repeatable = {key for key in self.asking.last if self._can_repeat(key)}
        return progress_of(self.items, asked, repeatable=repeatable)

    def _warnings(self) -> Iterator[tuple[str, Item, Contradiction]]:
        for item in self.items:
            for number, warning in enumerate(item.warnings):
                yield f"{item.keys[0]}={number}", item, warning

    def _can_repeat(self, key: str) -> bool:
        """Whether the last answer is still one of the answers. What only the young person can say is asked anew."""
        if key not in self.item_of or key in own_keys(self.item_of[key]):
            return False
        answer = self.fields.get(key)
        value = self.asking.last[key].value
        choices = getattr(answer, "choices", None) or getattr(getattr(answer, "widget", None), "choices", None)
        if answer is None or not choices:
            return answer is not None
        codes = value if isinstance(value, list) else [value]
        offered = {code for code, _label in choices}
        return all((code["code"] if isinstance(code, dict) else code) in offered for code in codes)


class ReportForm(AnswersForm):
    """A new report, of a day. `seen`: how the course stood when the form was opened."""

    stale: Sequence[Difference] | None = None
    report_on = DayField(label=gettext_lazy("Day of the report"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["report_on"]

    def rests_on(self) -> Standing:
        """How the course stood when the form was opened; as it was just read, where the form does not say."""
        return Standing.read(self.cleaned_data["seen"]) or self.asking.standing

    def compare_with(self, current: Any) -> None:
        """Show what has changed since the form was opened; the next try rests on what this page has read."""
        self.stale = [Difference(*row) for row in changed(current, self.rests_on())]
        self.data = cast("QueryDict", self.data).copy()
        self.data[self.add_prefix("seen")] = str(self.asking.standing)

    def day_of_report(self) -> date:
        return day_typed(self, "report_on") or self.asking.day

    def clean(self) -> dict[str, Any]:
        """Tell of a day that is none beside everything else, before the action would."""
        told = super().clean()
        day, course = told.get("report_on"), self.asking.course
        if day and course:
            try:
                check_day(day, course=course, today=self.asking.day)
                check_kind(self.asking.kind, day, course=course)
            except Refused as refused:
                self.add_error("report_on", str(refused.message))
        return told


class CorrectionForm(VersionedForm, AnswersForm):
    """A new version of a report, with the reason. `of`, `version`: the report that was read, as it stood."""

    reason = forms.CharField(label=gettext_lazy("Why it is corrected"), widget=forms.Textarea(attrs={"rows": 3}))
    of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def compare_with(self, current: Any) -> None:
        """List every answer that differs from the version that stands now, and correct that one at the next try."""
        self.stale = [
            Difference(full_label(item, key), in_words(item, key, mine), in_words(item, key, theirs))
            for key, item in self.item_of.items()
            if (mine := self.given.get(key)) != (theirs := current.answers.get(key))
        ]
        self.data = cast("QueryDict", self.data).copy()
        self.data["version"], self.data["of"] = str(current.version), str(current.pk)


class ReportWithdrawForm(forms.Form):
    """Why a report is withdrawn."""

    why = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ParticipationForm(VersionedForm):
    """What the young person says about taking part."""

    state = forms.ChoiceField(
        label=gettext_lazy("What does the young person say?"),
        choices=TakingPart.choices,
        widget=forms.RadioSelect,
    )
    told_on = DayField(label=gettext_lazy("Said on"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _is_given(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", [])


def _shape(item: Item, key: str) -> str:
    if key.startswith(IN_TREATMENT):
        return "flag"
    if key.endswith(".text") and not item.parts:
        return "text"
    return "one" if key.endswith(".main") and not item.parts else SHAPES[item.type]
