"""How a question as a lead writes it becomes the definition of an item, and what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.core.codes import Label
from cases.core.names import fold
from cases.questionnaires.codes import UNKNOWN, ItemType, Rater, Topic, When
from cases.questionnaires.definition import Item, named_in

# The one scale of a table that a lead writes.
SCALE = "scale"

LONGEST_ROW = 18  # an answer's key is the question's code, a dot and the row's: PostgreSQL names have 63 letters
LONGEST_CODE = 36  # a second question with the same words gets a number, and 40 is what a code may have

# Names that the forms of a report have already, those for the young person's own answers too, and what stands for an
# answer of its own kind.
RESERVED = {
    "report_on", "number", "seen", "of", "reason", "version", "unchanged", "confirm", "confirmed", "client_key",
    "in_treatment", "speak", "language", "decline", "preview",
}  # fmt: skip

CHOSEN = {ItemType.ONE, ItemType.SEVERAL, ItemType.EVENT, ItemType.GRID}  # answered by choosing

IN_PARTS = {ItemType.GRID, ItemType.NUMBERS}

UNKNOWN_LABEL = {"da": "Ved ikke", "en": "Don't know"}

# Every report but those of two points asks what is asked at every one.
REGULAR = {When.START, When.EVERY, When.FROM_SECOND, When.CLOSING}


@dataclass(frozen=True)
class Line:
    """One answer, or one row of a table, as it was typed."""

    code: str
    da: str
    en: str = ""
    is_alone: bool = False


@dataclass(frozen=True)
class Wording:
    """A question as a lead writes it. `skip`: the answers of earlier items after any of which it is asked."""

    type: ItemType
    da: str
    when: Collection[When]
    en: str = ""
    help_da: str = ""
    help_en: str = ""
    topic: Topic = Topic.OTHER
    choices: Sequence[Line] = ()
    parts: Sequence[Line] = ()
    least: int = 0
    most: int | None = None
    may_be_unknown: bool = False
    rater: Rater = Rater.WORKER
    skip: Mapping[str, Sequence[str]] = field(default_factory=dict)


def code_of(text: str, taken: Collection[str] = (), longest: int = LONGEST_CODE) -> str:
    """The code made from a Danish text: small letters and underscores, with a number where it is taken."""
    plain = fold(text).replace(" ", "_")[:longest].strip("_") or "x"
    free = (code for number in range(1, len(taken) + 2) if (code := _numbered(plain, number)) not in taken)
    return next(free)


def _numbered(code: str, number: int) -> str:
    return code if number == 1 else f"{code}_{number}"


def declared(asked: Wording, *, before: Mapping[str, Any] | None = None, today: date) -> dict[str, Any]:
    """The definition of the question. An answer that it had `before` and has no more is not offered from today on."""
    raw: dict[str, Any] = {
        "type": asked.type.value,
        "own": True,
        "topic": asked.topic.value,
        "rater": asked.rater.value,
        "when": [one.value for one in When if one in asked.when],
        "label": {"da": asked.da, "en": asked.en},
    }
    if asked.help_da:
        raw["help"] = {"da": asked.help_da, "en": asked.help_en}
    if asked.skip:
        rules = [{"item": code, "in": list(codes)} for code, codes in asked.skip.items()]
        raw["asked_if"] = rules[0] if len(rules) == 1 else {"any": rules}
    return raw | _answers(asked, before or {}, today)


def _answers(asked: Wording, before: Mapping[str, Any], today: date) -> dict[str, Any]:
    if asked.type is ItemType.NUMBERS:
        limits: dict[str, Any] = {"min": asked.least} | ({} if asked.most is None else {"max": asked.most})
        return {"unknown": asked.may_be_unknown, "parts": {line.code: _text(line) | limits for line in asked.parts}}
    if asked.type is ItemType.GRID:
        steps = {line.code: _text(line) for line in asked.choices} | _unknown(asked)
        return {"parts": {line.code: _text(line) | {"scale": SCALE} for line in asked.parts}, "scales": {SCALE: steps}}
    return {"choices": _choices(asked, before.get("choices", {}), today)}


def _choices(asked: Wording, before: Mapping[str, Any], today: date) -> dict[str, Any]:
    offered: dict[str, Any] = {line.code: _choice(line) for line in asked.choices}
    unknown = _unknown(asked)
    if asked.type is ItemType.SEVERAL:
        unknown = {code: label | {"alone": True} for code, label in unknown.items()}
    gone = {code: raw for code, raw in before.items() if code not in offered and code not in unknown}
    retired = {code: {"until": today.isoformat()} | raw for code, raw in gone.items()}
    return offered | retired | unknown


def _choice(line: Line) -> dict[str, Any]:
    return _text(line) | ({"alone": True} if line.is_alone else {})


def _text(line: Line) -> dict[str, Any]:
    return {"da": line.da, "en": line.en or line.da}


def _unknown(asked: Wording) -> dict[str, Any]:
    return {UNKNOWN: dict(UNKNOWN_LABEL)} if asked.may_be_unknown else {}


def faults(asked: Wording, earlier: Mapping[str, Item], before: Item | None = None) -> Iterator[tuple[str, Label]]:
    """What is wrong with a question, each with its field. `earlier`: the items that are asked before it.

    The answers of a table are a scale: one that it had `before` stays, or the earlier reports could not be counted.
    """
    if before is not None and asked.type is ItemType.GRID:
        steps = {line.code for line in asked.choices} | {UNKNOWN}
        if lost := [str(text) for code, text in before.scales[SCALE].items() if code not in steps]:
            yield "choices", _("The answers of a table stay: %(answers)s.") % {"answers": ", ".join(lost)}
    yield from _of_type(asked)
    for name, lines in (("choices", asked.choices), ("parts", asked.parts)):
        yield from ((name, text) for text in _of_lines(lines))
    if any(len(line.code) > LONGEST_ROW for line in asked.parts):
        yield "parts", _("The code of a row has at most %(most)d letters.") % {"most": LONGEST_ROW}
    if asked.type is ItemType.NUMBERS and asked.most is not None and asked.most < asked.least:
        yield "most", _("The highest number is below the lowest.")
    yield from (("skip", text) for text in _of_skip(asked, earlier))


def _of_type(asked: Wording) -> Iterator[tuple[str, Label]]:
    """Whether there are the answers and rows that the type of the question needs, and no others."""
    least = 2 if asked.type in {ItemType.ONE, ItemType.GRID} else 1
    if asked.type in CHOSEN and len(asked.choices) < least:
        yield "choices", _("Write at least %(number)d answers to choose from.") % {"number": least}
    if asked.type not in CHOSEN and asked.choices:
        yield "choices", _("A number has no answers to choose from. Clear these lines.")
    if asked.type in IN_PARTS and not asked.parts:
        yield "parts", _("Write at least one row.")
    if asked.type not in IN_PARTS and asked.parts:
        yield "parts", _("Only a table and numbers have rows. Clear these lines.")


def _of_lines(lines: Sequence[Line]) -> Iterator[Label]:
    if any(not line.da for line in lines):
        yield _("Every line needs a Danish text.")
    codes = [line.code for line in lines]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        yield _("Two lines have the code “%(code)s”. Give one of them another code or another text.") % {"code": code}
    if UNKNOWN in codes:
        yield _("“Don't know” has a box of its own below. Clear that line.")


def _of_skip(asked: Wording, earlier: Mapping[str, Item]) -> Iterator[Label]:
    for code, answers in asked.skip.items():
        item = earlier.get(code)
        if item is None or not set(answers) <= item.choices.keys():
            yield _("“%(item)s” is not asked before this question.") % {"item": item.label if item else code}
        elif not set(asked.when) <= covered(item.when):
            yield _("“%(item)s” is not asked in all the reports that ask this question.") % {"item": item.label}


def covered(when: Collection[When]) -> set[When]:
    """The reports in which an item is asked: what every one asks is asked in those with a name too."""
    return {*when, *(REGULAR if When.EVERY in when else ())}


def depending(items: Sequence[Item], code: str) -> list[Item]:
    """The items whose skip rule reads an answer of this one."""
    return [item for item in items if code in named_in(item.asked_if)]


def out_of_order(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Each item that stands before one that its skip rule reads, with that one."""
    place = {item.code: number for number, item in enumerate(items)}
    for item in items:
        for code in named_in(item.asked_if) & place.keys():
            if place[code] > place[item.code]:
                yield item, items[place[code]]
