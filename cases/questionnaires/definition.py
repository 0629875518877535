"""One version of an item as the files in `definitions/` declare it, read into plain types.

Source of the items: the documentation of the national homelessness strategy (2013) and of the youth projects after it
(2022). Labels are the official Danish answers; where the official ones are not public, the item says `own`.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.questionnaires.codes import TOPICS, UNKNOWN, ItemType, Rater, Topic, When
from cases.records.models import in_language

# The answers of one report by key (`Item.keys`). A missing key was not asked, None is blank, `ved_ikke` is an answer.
Answers = Mapping[str, Any]


# What reading a declaration raises that is not one: a key that is missing, a text where a table should be.
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)


class UnreadableItem(Refused):
    """The definition of an item is no definition: somebody has changed it past the application."""

    def __init__(self, code: str, version: str) -> None:
        said = _("The question %(code)s (%(version)s) cannot be read: its definition was changed by hand.")
        super().__init__(said % {"code": code, "version": version})
        self.code, self.version = code, version


def declaration(code: str, version: str, text: str) -> dict[str, Any]:
    """The declaration of an item as it is kept, as plain data. Raises `UnreadableItem`."""
    try:
        raw = json.loads(text)
    except UNREADABLE as error:
        raise UnreadableItem(code, version) from error
    if not isinstance(raw, dict):
        raise UnreadableItem(code, version)
    return raw


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages, kept as data: what is frozen must not change with a translation."""

    da: str
    en: str

    @classmethod
    def of(cls, raw: Mapping[str, Any] | str) -> "Text":
        """As a definition has it; a name that is data of the programme is the same in both languages."""
        return cls(raw, raw) if isinstance(raw, str) else cls(str(raw["da"]), str(raw.get("en") or raw["da"]))

    def spoken(self, language: str) -> str:
        """The text in a language; English where it is not Danish."""
        return self.da if language.startswith("da") else self.en

    def then(self, other: "Text", between: str = " ") -> "Text":
        """This text and another after it."""
        return Text(f"{self.da}{between}{other.da}", f"{self.en}{between}{other.en}")

    def __str__(self) -> str:
        return in_language(self.da, self.en)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `row` is the printed row it counts in; it is offered from the day `start` and no more on `end`."""

    code: str
    label: Text
    row: str
    is_alone: bool = False
    has_text: bool = False
    start: date | None = None
    end: date | None = None

    def is_offered(self, day: date) -> bool:
        return Period(self.start or date.min, self.end).contains(day)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a scale, grid or set of numbers; numbers lie from `least` to `most`."""

    code: str
    label: Text
    scale: str = ""
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A named part of a grouping of raw codes."""

    code: str
    label: Text
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Joined:
    """Several parts that are printed as one row: either of them counts."""

    label: Text
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A contradiction that is told at once and refuses nothing."""

    condition: Mapping[str, Any]
    says: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a status report with its answers, in one version."""

    code: str
    version: str
    type: ItemType
    label: Text
    when: frozenset[When]
    topic: Topic = Topic.OTHER
    choices: Mapping[str, Choice] = field(default_factory=dict)
    rows: Mapping[str, Text] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Group]] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    scales: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    bands: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    joined: Mapping[str, Joined] = field(default_factory=dict)
    in_treatment: tuple[str, ...] = ()
    raters: tuple[Rater, ...] = (Rater.WORKER,)
    asked_if: Mapping[str, Any] | None = None
    warnings: tuple[Contradiction, ...] = ()
    help: Text | None = None
    direction: str = ""
    is_ordered: bool = False
    has_main: bool = False
    may_be_unknown: bool = False
    is_own: bool = False
    # The keys of its answers, which are the columns of an import as well.
    keys: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", self._keys())

    @classmethod
    def of(cls, code: str, version: str, raw: Mapping[str, Any]) -> "Item":
        """The item as declared. Raises `UnreadableItem` where the declaration is incomplete, or no declaration."""
        try:
            item = cls._of(code, version, raw)
            _check(item)
        except UNREADABLE as error:
            raise UnreadableItem(code, version) from error
        return item

    @classmethod
    def _of(cls, code: str, version: str, raw: Mapping[str, Any]) -> "Item":
        raters = raw.get("raters") or [raw.get("rater", Rater.WORKER)]
        return cls(
            code=code,
            version=version,
            type=ItemType(raw["type"]),
            label=Text.of(raw.get("label", code)),
            when=frozenset(map(When, raw.get("when", ()))),
            topic=Topic(raw.get("topic") or TOPICS.get(code, Topic.OTHER)),
            choices={key: _choice(key, choice) for key, choice in raw.get("choices", {}).items()},
            rows={key: Text.of(text) for key, text in raw.get("rows", {}).items()},
            groups={key: _groups(group) for key, group in raw.get("groups", {}).items()},
            parts={key: _part(key, part, raw.get("scales", {})) for key, part in raw.get("parts", {}).items()},
            scales={
                key: {step: Text.of(text) for step, text in scale.items()}
                for key, scale in raw.get("scales", {}).items()
            },
            bands={key: (band[0], band[1]) for key, band in raw.get("bands", {}).items()},
            joined={
                key: Joined(Text.of(raw["rows"][key]), tuple(parts)) for key, parts in raw.get("joined", {}).items()
            },
            in_treatment=tuple(raw.get("also", {}).get("in_treatment", ())),
            raters=tuple(Rater(rater) for rater in raters),
            asked_if=raw.get("asked_if"),
            warnings=tuple(Contradiction(warning["if"], Text.of(warning["says"])) for warning in raw.get("warn", ())),
            help=Text.of(raw["help"]) if "help" in raw else None,
            direction=raw.get("direction", ""),
            is_ordered=bool(raw.get("ordered")),
            has_main=bool(raw.get("main")),
            may_be_unknown=bool(raw.get("unknown")),
            is_own=bool(raw.get("own")),
        )

    def _keys(self) -> tuple[str, ...]:
        if not self.parts:
            main = (f"{self.code}.main",) if self.has_main else ()
            texts = (f"{self.code}.text",) if any(choice.has_text for choice in self.choices.values()) else ()
            return (self.code, *main, *texts)
        rated = tuple(self.part_key(part, rater) for rater in self.raters for part in self.parts)
        return (*rated, *(f"in_treatment.{part}" for part in self.in_treatment))

    def part_key(self, part: str, rater: Rater = Rater.WORKER) -> str:
        """The key of the answer on one part. Where only the young person answers, the key does not say so."""
        is_told = rater is not Rater.WORKER and len(self.raters) > 1
        return f"{self.code}.{rater}.{part}" if is_told else f"{self.code}.{part}"

    def row_of(self, code: str) -> str:
        """The printed row that a choice is counted in."""
        return self.choices[code].row

    def with_row(self, rows: Collection[str], row: str, label: Text) -> "Item":
        """The item with some of its printed rows as one, which stands last."""
        kept = {code: choice for code, choice in self.choices.items() if choice.row not in rows}
        joined = {code: replace(one, row=row) for code, one in self.choices.items() if one.row in rows}
        return replace(self, choices=kept | joined, rows={**self.rows, row: label})

    def printed(self) -> dict[str, Text]:
        """The printed rows, in the order of the choices, each once."""
        rows = dict.fromkeys(map(self.row_of, self.choices))
        return {row: self.choices[row].label if row in self.choices else self.rows[row] for row in rows}

    def grouped(self, name: str) -> dict[str, str]:
        """The group of each code. A choice that the groups leave out belongs where all others of its row belong."""
        direct = {code: key for key, group in self.groups[name].items() for code in group.codes}
        of_row: dict[str, set[str]] = {}
        for code in self.choices.keys() & direct.keys():
            of_row.setdefault(self.row_of(code), set()).add(direct[code])
        certain = {row: next(iter(keys)) for row, keys in of_row.items() if len(keys) == 1}
        left = {code: self.row_of(code) for code in self.choices.keys() - direct.keys()}
        return direct | {code: certain[row] for code, row in left.items() if row in certain}

    def steps_of(self, part: str = "") -> tuple[str, ...]:
        """The codes in their order: of the scale of a part, or of the item's own choices."""
        return tuple(self.scale_of(part) if part else self.choices)

    def scale_of(self, part: str) -> Mapping[str, Text]:
        """The steps of the scale that a part is answered on."""
        return self.scales[self.parts[part].scale]


def _choice(code: str, raw: Mapping[str, Any]) -> Choice:
    return Choice(
        code=code,
        label=Text.of(raw),
        row=raw.get("row", code),
        is_alone=bool(raw.get("alone")),
        has_text=bool(raw.get("text")),
        start=_day(raw.get("from")),
        end=_day(raw.get("until")),
    )


def _part(code: str, raw: Mapping[str, Any], scales: Iterable[str]) -> Part:
    """Where there is one scale, no part needs to name it."""
    return Part(code, Text.of(raw), raw.get("scale", next(iter(scales), "")), raw.get("min", 0), raw.get("max"))


def _groups(raw: Mapping[str, Any]) -> dict[str, Group]:
    return {key: Group(key, Text.of(group), frozenset(group["codes"])) for key, group in raw.items()}


def _check(item: Item) -> None:
    """Raises where something in an item names what is not there: a scale, a printed row, a condition of no kind."""
    item.printed()
    for code, part in item.parts.items():
        if part.scale:
            item.scale_of(code)
    for condition in (item.asked_if, *(warning.condition for warning in item.warnings)):
        if condition is not None:
            holds(condition, {})


def _day(raw: Any) -> date | None:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


def holds(condition: Mapping[str, Any], answers: Answers) -> bool:
    """Whether a condition of a skip rule or a warning holds for the answers of one report."""
    if "all" in condition:
        return all(holds(each, answers) for each in condition["all"])
    if "any" in condition:
        return any(holds(each, answers) for each in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], answers)
    if "fewer" in condition:
        return _count(answers, condition["of"], condition["in"]) < int(condition["fewer"])
    return bool(_codes(answers.get(condition["item"])) & set(condition["in"]))


def named_in(condition: Mapping[str, Any] | None) -> set[str]:
    """The codes of the items that a condition depends on."""
    if not condition:
        return set()
    nested = [*condition.get("all", ()), *condition.get("any", ()), *filter(None, [condition.get("not")])]
    own = {condition[name] for name in ("item", "of") if name in condition}
    return own.union(*map(named_in, nested))


def _count(answers: Answers, item: str, codes: Iterable[str]) -> int:
    """How many parts of an item have one of the codes."""
    wanted = set(codes)
    return sum(key.startswith(f"{item}.") and value in wanted for key, value in answers.items())


def _codes(value: Any) -> set[str]:
    """The codes of an answer, of one choice or of several."""
    if value is None:
        return set()
    return set(value) if isinstance(value, list) else {value}


def is_asked(item: Item, kind_is: Iterable[When], answers: Answers) -> bool:
    """Whether an item is asked in a report of that kind with these answers."""
    if not item.when & set(kind_is):
        return False
    return item.asked_if is None or holds(item.asked_if, answers)


def contradictions(items: Sequence[Item], answers: Answers) -> Iterator[Text]:
    """What the answers say against each other."""
    for item in items:
        for warning in item.warnings:
            if holds(warning.condition, answers):
                yield warning.says


__all__ = [
    "UNKNOWN",
    "Answers",
    "Choice",
    "Contradiction",
    "Group",
    "Item",
    "Joined",
    "Part",
    "Text",
    "contradictions",
    "holds",
    "is_asked",
    "named_in",
]
