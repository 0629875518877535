"""The plain facts that a table is made from: courses with their status reports, and the questions as data.

Whoever reads them from the database decides what is known (as of a day, current versions alone); nothing here asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# On one day the reports of a course stand in this order; the last of them is the latest.
KINDS = ("start", "quarterly", "assessment", "discharge", "closing", "release", "followup")

# A real answer ("Ved ikke") of every question that offers it.
DONT_KNOW = "ved_ikke"

PRESENT = ("tidligere", "aktuelt")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages: results are frozen with both."""

    da: str
    en: str

    def spoken(self, language: str) -> str:
        """The text in a language; English where it is not Danish."""
        return self.da if language.startswith("da") else self.en

    def then(self, other: "Text", between: str = " ") -> "Text":
        """This text and another after it."""
        return Text(f"{self.da}{between}{other.da}", f"{self.en}{between}{other.en}")

    @classmethod
    def of(cls, said: Mapping[str, str] | str) -> "Text":
        """As a definition has it; a name that is data of the programme is the same in both languages."""
        return cls(said, said) if isinstance(said, str) else cls(said["da"], said.get("en") or said["da"])


@dataclass(frozen=True, slots=True)
class Report:
    """One status report (indberetning) as it stands now.

    `answers` is flat: a key that is missing was not asked, None is blank, `ved_ikke` is a real answer.
    """

    key: int
    kind: str
    on: date
    answers: Mapping[str, Any]


def in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Reports from the first to the latest: by day, then as a course goes, then as they were made."""
    return tuple(sorted(reports, key=lambda report: (report.on, KINDS.index(report.kind), report.key)))


@dataclass(frozen=True, slots=True)
class Course:
    """One enrolment (forløb) with its reports, from `in_order`. `end` is the first day that is no longer its own."""

    key: int
    person: int
    start: date
    end: date | None = None
    closed: str | None = None
    birth_date: date | None = None
    age_given: int | None = None
    gender: str = ""
    municipality: str = ""
    organisation: str = ""
    reports: tuple[Report, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Completed years on a day; the age that was given where the day of birth is not known."""
        born = self.birth_date
        if born is None:
            return self.age_given
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Courses that a table leaves out, for one reason."""

    key: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Population:
    """The courses of a programme that take part, and how many are out of them already (declined, withdrawn)."""

    courses: tuple[Course, ...]
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `row` is the printed row it is counted in, where that is another; `alone` excludes all others."""

    label: Text
    row: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that are counted together under a name."""

    label: Text
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a question with several rows, or one number of a question about numbers."""

    label: Text
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Several parts that are printed as one row: either of them counts."""

    label: Text
    parts: tuple[str, ...]


def _choices(said: Mapping[str, Any]) -> dict[str, Choice]:
    return {
        code: Choice(Text.of(one), "" if isinstance(one, str) else one.get("row", ""), _flag(one, "alone"))
        for code, one in said.items()
    }


def _flag(said: Any, name: str) -> bool:
    return isinstance(said, Mapping) and bool(said.get(name))


def _groups(said: Mapping[str, Any]) -> dict[str, dict[str, Group]]:
    return {
        name: {key: Group(Text.of(one), frozenset(map(str, one["codes"]))) for key, one in groups.items()}
        for name, groups in said.items()
    }


def _joined(said: Mapping[str, Any]) -> dict[str, Joined]:
    """Parts printed as one row; the row's label stands among `rows`."""
    rows = said.get("rows", {})
    return {key: Joined(Text.of(rows.get(key, key)), tuple(parts)) for key, parts in said.get("joined", {}).items()}


def _part(said: Any, scales: Mapping[str, Any]) -> Part:
    only = next(iter(scales), "")
    return Part(Text.of(said), only if isinstance(said, str) else said.get("scale", only))


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the questionnaire, as far as a table needs it."""

    code: str
    type: str
    label: Text
    choices: Mapping[str, Choice] = field(default_factory=dict)
    rows: Mapping[str, Text] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Group]] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    scales: Mapping[str, Mapping[str, Choice]] = field(default_factory=dict)
    bands: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    raters: tuple[str, ...] = ()
    direction: str = ""
    joined: Mapping[str, Joined] = field(default_factory=dict)
    unknown: bool = False

    @classmethod
    def of(cls, code: str, said: Mapping[str, Any]) -> "Item":
        """The question as its definition in a questionnaire's version says it."""
        scales = said.get("scales", {})
        return cls(
            code=code,
            type=said["type"],
            label=Text.of(said.get("label", code)),
            choices=_choices(said.get("choices", {})),
            rows={key: Text.of(one) for key, one in said.get("rows", {}).items()},
            groups=_groups(said.get("groups", {})),
            parts={key: _part(one, scales) for key, one in said.get("parts", {}).items()},
            scales={name: _choices({str(key): one for key, one in scale.items()}) for name, scale in scales.items()},
            bands={str(key): (low, high) for key, (low, high) in said.get("bands", {}).items()},
            raters=tuple(said.get("raters", ())),
            direction=said.get("direction", ""),
            joined=_joined(said),
            unknown=bool(said.get("unknown")),
        )

    def scale(self, part: str = "") -> Mapping[str, Choice]:
        """The answers in their order: those of a part, or of the question itself."""
        return self.scales[self.parts[part].scale] if part else self.choices

    def row_of(self, code: str) -> str:
        """The printed row that a choice is counted in."""
        return self.choices[code].row or code

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
