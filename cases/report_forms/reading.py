"""The answers of a report in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.pages.forms import Difference
from cases.questionnaires.codes import UNKNOWN, ItemType, Rater
from cases.questionnaires.definition import Item, contradictions
from cases.report_forms.fields import IN_TREATMENT
from cases.statusreports.models import StatusReport


@dataclass(frozen=True)
class Answered:
    """One answer as it is read. `text` is empty where nothing was answered; `origin` as the report keeps it."""

    label: str
    text: str
    comment: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Section:
    """One question with its answers; `doubts` are contradictions that somebody has said are right."""

    label: str
    answers: list[Answered]
    doubts: list[str]


def in_words(item: Item, key: str, value: Any) -> str:
    """An answer in the words of its item."""
    if value is None:
        return ""
    if key.startswith(IN_TREATMENT):
        return _("Yes")
    if item.parts:
        return _of_part(item, key.rpartition(".")[2], value)
    if key.endswith(".text"):
        return str(value)
    if item.type is ItemType.EVENT:
        return "; ".join(_event(item, event) for event in value)
    return ", ".join(_label(item, code) for code in (value if isinstance(value, list) else [value]))


def label_of(item: Item, key: str) -> str:
    """What a key of an item stands for: the item itself, or the part and whose answer it is."""
    part = key.rpartition(".")[2]
    if key.startswith(IN_TREATMENT):
        return _("%(part)s: in treatment") % {"part": item.parts[part].label}
    if item.parts:
        said = f"{item.code}.{Rater.YOUNG_PERSON}."
        label = str(item.parts[part].label)
        return _("%(part)s (the young person)") % {"part": label} if key.startswith(said) else label
    if key.endswith(".main"):
        return _("Mostly")
    return _("Which?") if key.endswith(".text") else str(item.label)


def sections(report: StatusReport) -> Iterator[Section]:
    """Every question that was asked in a report, in its order."""
    items = report.questionnaire.asked
    for item in items:
        answers = [_answered(item, key, report) for key in item.keys if key in report.answers]
        if answers:
            doubts = list(map(str, contradictions([item], report.answers)))
            yield Section(str(item.label), answers, doubts)


def differences(report: StatusReport, earlier: StatusReport) -> list[Difference]:
    """The answers and comments in which two versions of a report differ: the later one's beside the earlier one's."""
    found = []
    for item in report.questionnaire.asked:
        for key in item.keys:
            pair = [_whole(item, key, one) for one in (report, earlier)]
            if pair[0] != pair[1]:
                found.append(Difference(full_label(item, key), *pair))
    return found


def short_day(day: date) -> str:
    """A day as it is written here."""
    return date_format(day, "SHORT_DATE_FORMAT")


def _answered(item: Item, key: str, report: StatusReport) -> Answered:
    text = in_words(item, key, report.answers[key])
    return Answered(label_of(item, key), text, report.comments.get(key, ""), report.origins.get(key, ""))


def _whole(item: Item, key: str, report: StatusReport) -> str:
    """An answer with its comment, or that there is none."""
    if key not in report.answers:
        return _("not asked")
    text = in_words(item, key, report.answers[key]) or _("not answered")
    comment = report.comments.get(key, "")
    return f"{text} ({comment})" if comment else text


def full_label(item: Item, key: str) -> str:
    """What a key stands for, with its question."""
    label = label_of(item, key)
    return label if key == item.code else f"{item.label}: {label}"


def _of_part(item: Item, part: str, value: Any) -> str:
    if item.type is ItemType.NUMBERS:
        return _("Not known") if value == UNKNOWN else str(value)
    return str(item.scale_of(part).get(value, value))


def _label(item: Item, code: str) -> str:
    return str(item.choices[code].label) if code in item.choices else code


def _event(item: Item, event: Mapping[str, Any]) -> str:
    days = [short_day(date.fromisoformat(day)) if day else "" for day in (event["from"], event["to"])]
    label = _label(item, event["code"])
    return f"{label}, {' – '.join(days)}" if any(days) else label


def items_by_key(items: Sequence[Item]) -> dict[str, Item]:
    """Whose answer a key is."""
    return {key: item for item in items for key in item.keys}


def listed(texts: Iterable[str]) -> str:
    """Several texts in a row."""
    return ", ".join(filter(None, texts))
