"""How the cells of each column are read. No layer: it knows the columns, and nothing of courses or reports."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from cases.core.municipalities import MUNICIPALITIES
from cases.imports import values
from cases.imports.values import Cell, Choices, Unreadable
from cases.people.cpr import clean_cpr
from cases.questionnaires.codes import UNKNOWN, ItemType
from cases.questionnaires.definition import Item

Reader = Callable[[Cell], Any]

LONGEST_KEY = 80

_KINDS = {
    "start": ("Opstart", "Startindberetning"),
    "quarterly": ("Kvartal", "Kvartalsvis", "Løbende"),
    "assessment": ("Udredning",),
    "discharge": ("Udskrivning",),
    "closing": ("Afslutning", "Afsluttende"),
    "release": ("Løsladelse",),
    "followup": ("Opfølgning", "Follow-up"),
}
_GENDERS = {
    "woman": ("Kvinde", "K", "F", "Pige", "Female"),
    "man": ("Mand", "M", "Dreng", "Male"),
    "non_binary": ("Ikke-binær", "Nonbinær", "Non-binary"),
    "unknown": ("Ukendt", "Ved ikke", "Not known"),
}


def readers(columns: Iterable[str], items: Iterable[Item], *, today: date) -> dict[str, Reader]:
    """How the cells of each column are read. Whatever stands in a column often is read once."""
    by_key = {key: item for item in items for key in item.keys}
    found: dict[str, Reader] = {}
    for column in columns:
        if column in FACTS:
            found[column] = cache(FACTS[column](today))
        elif column in by_key:
            found[column] = cache(_reader(by_key[column], column, today))
    return found


def _text(cell: Cell) -> str | None:
    """A name or number as it stands; 17,0 is 17, for a spreadsheet makes a decimal number of every number."""
    if values.blank(cell):
        return None
    text = values.one_line(cell)
    text = text[:-2] if text.endswith((".0", ",0")) and text[:-2].isdecimal() else text
    if len(text) > LONGEST_KEY:
        raise Unreadable(_("This is longer than %(most)s characters.") % {"most": LONGEST_KEY})
    return text


def _number(cell: Cell) -> str | None:
    """What the file calls a course or a young person. A CPR number stands in its own field here, and is no name."""
    text = _text(cell)
    if text and clean_cpr(text):
        raise Unreadable(
            _("This looks like a CPR number. Give courses and young people numbers of the project's own.")
        )
    return text


def _municipality(cell: Cell) -> str | None:
    text = _text(cell)
    return values.choice(text.zfill(4) if text.isdecimal() else text, _MUNICIPALITIES) if text else None


def _choice(choices: Choices) -> Callable[[date], Reader]:
    return lambda _today: lambda cell: values.choice(cell, choices)


def _always(reader: Reader) -> Callable[[date], Reader]:
    return lambda _today: reader


def _day(today: date) -> Reader:
    return lambda cell: values.day(cell, today=today)


_MUNICIPALITIES = Choices({code.code: (str(code.label), f"{code.label} Kommune") for code in MUNICIPALITIES})

FACTS: dict[str, Callable[[date], Reader]] = {
    "enrolment": _always(_number),
    "started_on": _day,
    "report_on": _day,
    "report_kind": _choice(Choices(_KINDS)),
    "person": _always(_number),
    "birth_date": _day,
    "age_at_start": _always(lambda cell: values.whole_number(cell, least=0, most=120)),
    "gender": _choice(Choices(_GENDERS)),
    "municipality": _always(_municipality),
    "organisation": _always(_text),
    "ended_on": _day,
}


def _reader(item: Item, key: str, today: date) -> Reader:
    """How a cell of an item is read."""
    if key.startswith("in_treatment."):
        return values.yes_no
    if item.type is ItemType.NUMBERS:
        return lambda cell: UNKNOWN if values.unknown(cell) else values.whole_number(cell)
    if key == f"{item.code}.text":
        return lambda cell: None if values.blank(cell) else str(cell)
    choices = _choices(_labels(item, key))
    if item.type is ItemType.EVENT:
        return lambda cell: _events(cell, choices, today)
    if key == item.code and item.type is ItemType.SEVERAL:
        return lambda cell: values.several(cell, choices)
    return lambda cell: values.choice(cell, choices)


def _labels(item: Item, key: str) -> dict[str, tuple[str, str]]:
    """The answers under a key with their labels: steps of the scale of a part, or choices."""
    if item.parts:
        return {step: (label.da, label.en) for step, label in item.scale_of(key.rpartition(".")[2]).items()}
    return {code: (choice.label.da, choice.label.en) for code, choice in item.choices.items()}


def _choices(labels: Mapping[str, Sequence[str]]) -> Choices:
    return Choices(labels, unknown=UNKNOWN if UNKNOWN in labels else "")


def _events(cell: Cell, choices: Choices, today: date) -> list[dict[str, Any]] | None:
    """Each `cti`, or `cti:2024-01-01..2024-09-30` where either day may be missing; parted by |."""
    if values.blank(cell):
        return None
    events = []
    for text in str(cell).split("|"):
        code, _colon, days = text.partition(":")
        start, _dots, end = (day.strip() for day in days.partition(".."))
        first, last = values.day(start, today=today), values.day(end, today=today)
        events.append(
            {
                "code": values.choice(code.strip(), choices),
                "from": first.isoformat() if first else None,
                "to": last.isoformat() if last else None,
            }
        )
    return events
