"""What the answers of a report may be."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.questionnaires.codes import UNKNOWN, ItemType, When
from cases.questionnaires.definition import Answers, Item, is_asked
from cases.statusreports.codes import ReportKind


def check_day(on: date, *, course: Period, today: date) -> None:
    """Raises `Refused` where a course can have no report of that day."""
    if on > today:
        raise Refused(_("A report cannot be of a day to come."), field="report_on")
    if not course.begun_by(on):
        raise Refused(_("The course had not begun on that day."), field="report_on")


def check_kind(kind: str, on: date, *, course: Period) -> None:
    """Raises `Refused` for a follow-up of a course that goes on."""
    if kind == ReportKind.FOLLOWUP and course.goes_on_after(on):
        raise Refused(_("A follow-up is made after the course has ended."), field="report_on")


def faults(items: Sequence[Item], given: Answers) -> dict[str, str]:
    """What is wrong with the answers, each at its key: all that `completed` would refuse, at once."""
    found: dict[str, str] = {}
    for item in items:
        kept: dict[str, Any] = {}
        for key in item.keys:
            try:
                kept[key] = _checked(item, key, given.get(key))
            except Refused as refused:
                found[key] = str(refused.message)
        try:
            _check_sum(item, kept)
        except Refused as refused:
            found.setdefault(refused.field or item.keys[0], str(refused.message))
    return found


def completed(items: Sequence[Item], given: Mapping[str, Any], *, kind_is: Iterable[When]) -> dict[str, Any]:
    """The answers as they are kept: what was asked and not answered is None, what was not asked is left out.

    An answer that was given is kept, whether it was asked or not. Raises `Refused` at the key of an answer that the
    item does not know.
    """
    kind_is = frozenset(kind_is)
    kept: dict[str, Any] = {}
    for item in items:
        blanks = []
        for key in item.keys:
            if key not in given:
                continue
            value = _checked(item, key, given[key])
            if value is not None:
                kept[key] = value
            elif not is_beside(item, key):
                blanks.append(key)
        if blanks and is_asked(item, kind_is, given):
            kept |= dict.fromkeys(blanks)
        _check_sum(item, kept)
    return kept


def blank_when_asked(items: Sequence[Item], *, kind_is: Iterable[When], answers: Answers) -> dict[str, None]:
    """Every key that a form with these answers so far asks, as a blank: what the answers are laid over."""
    kind_is = frozenset(kind_is)
    return {key: None for item in items if is_asked(item, kind_is, answers) for key in item.keys}


def only_asked(items: Sequence[Item], answers: Answers, *, kind_is: Iterable[When]) -> dict[str, Any]:
    """The answers without those to what is not asked. An answer that goes may have been why another was asked."""
    kind_is, kept = frozenset(kind_is), dict(answers)
    while unasked := {key for item in items if not is_asked(item, kind_is, kept) for key in item.keys} & kept.keys():
        for key in unasked:
            del kept[key]
    return kept


def who5_score(answers: Answers) -> int | None:
    """The WHO-5 score from 0 to 100: four times the sum of the five; None if any of them is blank."""
    given = [answers.get(f"who5.q{number}") for number in range(1, 6)]
    scores = [one for one in given if isinstance(one, int)]
    return 4 * sum(scores) if len(scores) == len(given) else None


def is_beside(item: Item, key: str) -> bool:
    """Whether the key says more about another answer: empty, it is no blank of its own."""
    return key.startswith("in_treatment.") or (not item.parts and key != item.code)


def _checked(item: Item, key: str, value: Any) -> Any:
    """One answer, or None. Raises `Refused`."""
    if value is None or value in ("", []):
        return None
    if key.startswith("in_treatment."):
        return bool(value) or None
    if item.parts:
        return _in_part(item, key, value)
    if key == item.code and item.type in (ItemType.EVENT, ItemType.SEVERAL):
        return _listed(item, key, value)
    return str(value) if key.endswith(".text") else _one_of(item.choices, key, value)


def _in_part(item: Item, key: str, value: Any) -> int | str:
    if item.type is ItemType.NUMBERS:
        return _number(item, key, value)
    return _one_of(item.scale_of(key.rpartition(".")[2]), key, value)


def _listed(item: Item, key: str, value: Any) -> list[Any]:
    if item.type is ItemType.EVENT:
        return [_event(item, key, event) for event in value]
    return _several(item, key, value)


def _one_of(codes: Iterable[str], key: str, value: Any) -> str:
    if value not in codes:
        raise Refused(_("“%(value)s” is not an answer to this question.") % {"value": value}, field=key)
    return str(value)


def _number(item: Item, key: str, value: Any) -> int | str:
    part = item.parts[key.rpartition(".")[2]]
    if value == UNKNOWN and item.may_be_unknown:
        return UNKNOWN
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(_("Write a whole number."), field=key)
    if value < part.least or (part.most is not None and value > part.most):
        limits = {"least": part.least, "most": part.most}
        raise Refused(_("The number lies between %(least)s and %(most)s.") % limits, field=key)
    return value


def _several(item: Item, key: str, value: Iterable[Any]) -> list[str]:
    """The codes in the order of the item, each once."""
    given = {_one_of(item.choices, key, code) for code in value}
    alone = [code for code in given if item.choices[code].is_alone]
    if alone and len(given) > 1:
        label = item.choices[min(alone)].label
        raise Refused(_("“%(answer)s” cannot stand beside other answers.") % {"answer": label}, field=key)
    return [code for code in item.choices if code in given]


def _event(item: Item, key: str, value: Any) -> dict[str, Any]:
    event = {"code": value} if isinstance(value, str) else dict(value)
    _one_of(item.choices, key, event.get("code"))
    start, end = event.get("from"), event.get("to")
    if start and end and end < start:
        raise Refused(_("The last day lies before the first."), field=key)
    return {"code": event["code"], "from": start, "to": end}


def _check_sum(item: Item, answers: Answers) -> None:
    """Nights of three months are no more than it has days."""
    if item.type is not ItemType.NUMBERS or not item.bands:
        return
    most = max(last for _first, last in item.bands.values())
    parts = [value for key in item.keys if isinstance(value := answers.get(key), int)]
    if sum(parts) > most:
        raise Refused(_("Together they are more than %(most)s.") % {"most": most}, field=item.keys[0])
