"""What the text of a cell says: a day, a number, yes or no, one of several answers, nothing. Pure.

Blank is what nobody answered; unknown ("ved ikke") is an answer. A message holds what stood in the cell: it is for
whoever has the file, and for no log.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache

from django.utils.translation import gettext as _

from cases.core.calendar import is_plausible
from cases.core.names import spellings
from cases.pages.days import MONTHS
from cases.pages.numbers import read_number

Cell = str | date | datetime

LONGEST_SAID = 60  # characters of a cell that a message repeats
LONGEST_ANSWER = 6  # commas that a label may have, and one more


class Unreadable(ValueError):  # noqa: N818  a refusal is an answer, not a fault
    """What stands there cannot be read, or could be read as two things. The message is shown to the user as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


# Nobody answered: nothing, a sign for nothing, or words that say so. "Uoplyst" says that nobody answered, not that
# somebody was asked and did not know. An Excel of either language writes #N/A or #I/T where there is no value.
_NOTHING = re.compile(r"[-–—‐‑−_.·/\\|;, ]*")  # noqa: RUF001  every kind of dash
_BLANK = {
    "na", "it", "ikkebesvaret", "ubesvaret", "ikkebesv", "uoplyst", "ikkeoplyst", "ingensvar", "intetsvar", "mangler",
    "blank", "tom", "null", "notanswered", "unanswered", "noanswer", "notstated", "missing",
}  # fmt: skip

# The question was not put at all: as our own export says it.
_UNASKED = {"notasked", "ikkespurgt"}

# Somebody was asked, and did not know. "vi" alone could be the word or a Roman six: it needs its full stops.
_UNKNOWN = {
    "vedikke", "vedikkke", "vedike", "vedej", "veddetikke", "jegvedikke", "vedjegikke", "vedikkeikke", "videsikke",
    "ukendt", "dontknow", "donotknow", "idontknow", "unknown", "notknown",
}  # fmt: skip
_INITIALS = re.compile(r"v[./ -]+i\.?|d[./ -]+k\.?", re.IGNORECASE)

_YES = {"ja", "j", "yes", "y", "x", "1", "true", "sand", "✓", "✔", "☒", "☑"}
_NO = {"nej", "n", "no", "0", "false", "falsk", "☐"}

# A number that a survey program writes before an answer: "1. Almen bolig", "(1) Almen bolig", "1 - Almen bolig".
_BULLET = re.compile(r"\(?\d{1,3}(?:[.):]|\s*[-–]|\s)\s*(?=[^\W\d_])")

# A code that was a number on its way: 1.0.
_POINT_NOUGHT = re.compile(r"(?<=\d)[.,]0+$")

_BROKEN = re.compile(r"#(?:REF!|REFERENCE!|VALUE!|VÆRDI!|NAME\?|NAVN\?|DIV/0!|NUM!|NUL!|NULL!|NULL|SPILL!|OVERLØB!)")


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Plain letters and digits alone: what is the same but for case, accents, spaces and punctuation has one key."""
    return spellings(text)[0].replace(" ", "")


@lru_cache(maxsize=65_536)
def keys(text: str) -> tuple[str, ...]:
    """Every key that a text may be written with: å is aa here and a there."""
    return tuple(dict.fromkeys(spelling.replace(" ", "") for spelling in spellings(text)))


@lru_cache(maxsize=4_096)
def _is_blank(text: str) -> bool:
    return bool(_NOTHING.fullmatch(text)) or key(text) in _BLANK or key(text) in _UNASKED


def blank(value: Cell) -> bool:
    """Whether nobody answered. Uoplyst is blank; ved ikke is not."""
    return isinstance(value, str) and _is_blank(value.strip())


def unasked(value: Cell) -> bool:
    """Whether it says that the question was not put: blank, and not for want of an answer."""
    return isinstance(value, str) and key(value) in _UNASKED


def unknown(value: Cell) -> bool:
    """Whether it says, in one of its many spellings, that somebody did not know."""
    if not isinstance(value, str):
        return False
    text = _BULLET.sub("", value.strip(), count=1)
    return key(text) in _UNKNOWN or bool(_INITIALS.fullmatch(text))


# What no text holds: PostgreSQL takes neither NUL nor half a pair of surrogates.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def is_text(value: Cell) -> bool:
    """Whether a cell can be kept at all."""
    return not isinstance(value, str) or _NO_TEXT.search(value) is None


def _said(value: Cell) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…"


def one_line(value: Cell) -> str:
    """The text of a cell. Raises `Unreadable` for an error of the spreadsheet, and for a formula never computed."""
    text = " ".join(str(value).split())
    if text.startswith("="):
        raise Unreadable(_("%(text)s is a formula, not what it comes to.") % {"text": _said(text)})
    if _BROKEN.fullmatch(text.upper()):
        raise Unreadable(_("%(text)s is an error of the spreadsheet, not a value.") % {"text": text})
    return text


def _no_day(value: Cell) -> None:
    """Raises `Unreadable` for a day: Excel makes one of 1-7, where nights were meant."""
    if isinstance(value, date):
        said = _("%(day)s is a day. Excel may have made it of something like %(example)s; write that as text.")
        raise Unreadable(said % {"day": value.strftime("%d-%m-%Y"), "example": f"{value.day}-{value.month}"})


# Days. Excel counts them from here: it takes 1900 for a leap year.
_FIRST_SERIAL = date(1899, 12, 30)
_SERIAL = re.compile(r"([1-7]\d{4})(?:[.,]\d+)?", re.ASCII)  # 18 May 1927 to 10 January 2119

_TIME = re.compile(
    r"[T ,]+(?:kl\.? ?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?Z|[+-]\d{2}:?\d{2})?$", re.ASCII | re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:(?:man|tirs?|ons|tors?|fre|lør|søn)(?:dag)?[., ]+|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+)?(?:den )?",
    re.IGNORECASE,
)

_SEP = r"[-./ ]{1,3}"
_YEAR = r"(?:\d{4}|\d{2})"
# How a day is written, and in which order its parts then stand: the day (d), the month (m), the year (y). The last
# says whether the order is a habit only: elsewhere it is another one. Five digits have lost the nought before them.
_SHAPES = [
    (re.compile(shape, re.ASCII), order, is_habit)
    for shape, order, is_habit in (
        (rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})", "ymd", False),
        (r"(\d{4})(\d{2})(\d{2})", "ymd", False),
        (rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}({_YEAR})", "dmy", True),
        (rf"(\d{{2}})(\d{{2}})({_YEAR})", "dmy", True),
        (rf"(\d)(\d{{2}})({_YEAR})", "dmy", False),
        (rf"(\d{{1,2}})\.?[- /]?([a-z]{{3,9}})\.?,?[- /]?({_YEAR})", "dmy", False),
        (r"([a-z]{3,9})\.?[- ]?(\d{1,2})(?:st|nd|rd|th)?,?[- ](\d{4})", "mdy", False),
    )
]


def day(value: Cell, *, today: date, month_first: bool = False) -> date | None:
    """A day in any of the ways that spreadsheets hold one; None for blank.

    The day comes before the month, or after it where the whole column says so (`is_month_first`). Two digits are a
    year from 2000 to `today`. What can be read as two days is refused: 01/02/03, or 10-12-05 where it may begin with
    the year.
    """
    if isinstance(value, date):
        return _plausible(value.date() if isinstance(value, datetime) else value)
    if blank(value):
        return None
    text = _BEFORE.sub("", one_line(value), count=1).rstrip(".").casefold()
    read = _days(text, today, is_month_first=month_first)
    if not read:
        read = _days(_TIME.sub("", text), today, is_month_first=month_first)
    if read is None:
        raise Unreadable(_("%(text)s is not written as a day. Write it like 31-01-2024.") % {"text": _said(value)})
    if not read:
        said = _("%(text)s is no day that can be meant. Write it like 31-01-2024, the year with four digits.")
        raise Unreadable(said % {"text": _said(value)})
    if len(read) > 1:
        said = _("%(text)s can be read as several days. Write it like 31-01-2024.")
        raise Unreadable(said % {"text": _said(value)})
    return read.pop()


def _plausible(found: date) -> date:
    if not is_plausible(found):
        said = _("%(text)s is no day that can be meant. Write it like 31-01-2024, the year with four digits.")
        raise Unreadable(said % {"text": found.strftime("%d-%m-%Y")})
    return found


def _days(text: str, today: date, *, is_month_first: bool) -> set[date] | None:
    """Every day that a text may mean; None where it is not written as one."""
    serial = _SERIAL.fullmatch(text)
    found = [(match.groups(), order, habit) for shape, order, habit in _SHAPES if (match := shape.fullmatch(text))]
    if not serial and not found:
        return None
    days = {_FIRST_SERIAL + timedelta(days=int(serial[1]))} if serial else set()
    for parts, order, is_habit in found:
        for way in _orders(parts[2], is_month_first=is_month_first) if is_habit else {order}:
            days |= _on_calendar(dict(zip(way, parts, strict=True)), today)
    return days


def _orders(last: str, *, is_month_first: bool) -> set[str]:
    """The orders in which the parts may stand: a last part of two digits may be no year, where a day could have it."""
    if len(last) <= len("24") and int(last) <= len(MONTHS):
        return {"dmy", "mdy", "ymd"}
    return {"mdy" if is_month_first else "dmy"}


def _on_calendar(parts: dict[str, str], today: date) -> set[date]:
    """The day, if there is one: two digits are no year to come."""
    year, month = int(parts["y"]), _month(parts["m"])
    is_short = len(parts["y"]) <= len("24")
    try:
        found = date(year + 2000 if is_short else year, month, int(parts["d"]))
    except ValueError:
        return set()
    return {found} if is_plausible(found) and not (is_short and found > today) else set()


def _month(text: str) -> int:
    """The number of a month; 0, which is none, for a name that no month has."""
    if text.isdecimal():
        return int(text)
    return next((n for n, names in enumerate(MONTHS, 1) if any(name.startswith(text) for name in names)), 0)


def is_month_first(values: Iterable[Cell]) -> bool:
    """Whether a column is certainly written month first: some of its days can be read so alone, and none otherwise."""
    firsts = list[tuple[int, int]]()
    for value in values:
        found = re.match(r"(\d{1,2})[-/](\d{1,2})[-/]\d{2,4}\b", str(value), re.ASCII)
        firsts += [(int(found[1]), int(found[2]))] if found else []
    most = len(MONTHS)
    return any(second > most for _first, second in firsts) and all(first <= most for first, _second in firsts)


def whole_number(value: Cell, *, least: int | None = None, most: int | None = None) -> int | None:
    """A whole number, written as Danes or computers do: 7, 7,0, 7.0, 1.000; None for blank."""
    if blank(value):
        return None
    _no_day(value)
    number = read_number(one_line(value))
    if number is None or number != int(number):
        raise Unreadable(_("%(text)s is not a whole number.") % {"text": _said(value)})
    if least is not None and number < least:
        raise Unreadable(_("%(text)s is less than %(least)s.") % {"text": _said(value), "least": least})
    if most is not None and number > most:
        raise Unreadable(_("%(text)s is more than %(most)s.") % {"text": _said(value), "most": most})
    return int(number)


def yes_no(value: Cell) -> bool | None:
    """Yes or no, in either language or as a tick; None for blank."""
    if blank(value):
        return None
    text = one_line(value).casefold().rstrip(".!")
    if text in _YES or text in _NO:
        return text in _YES
    raise Unreadable(_("%(text)s is neither yes nor no.") % {"text": _said(value)})


@dataclass(frozen=True)
class Choices:
    """The answers that a cell may hold: each code with its labels, in every language that files may be written in.

    `unknown` is the code for "ved ikke", where that may be answered. Built once for a column, not for each cell.
    """

    labels: Mapping[str, Sequence[str]]
    unknown: str = ""
    _exact: dict[str, set[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _loose: dict[str, set[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for code, labels in self.labels.items():
            for text in (code, *labels):
                self._exact.setdefault(_flat(text), set()).add(code)
                for one in keys(text):
                    self._loose.setdefault(one, set()).add(code)

    def find(self, text: str) -> str | None:
        """The code that a text stands for: a code, or a label but for case, accents, spaces and punctuation."""
        code = _POINT_NOUGHT.sub("", text.strip())
        if code in self.labels:
            return code
        for written in dict.fromkeys((text, _BULLET.sub("", text, count=1))):
            loose = set().union(*(self._loose.get(one, ()) for one in keys(written) if one))
            for codes in (self._exact.get(_flat(written), set()), loose):
                if len(codes) == 1:
                    return next(iter(codes))
        return self.unknown if self.unknown and unknown(text) else None

    def nearest(self, text: str) -> str:
        """The label that looks most like a text; empty if none does."""
        shown = {_flat(label): label for labels in self.labels.values() for label in labels}
        return next((shown[flat] for flat in get_close_matches(_flat(text), shown, n=1)), "")


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def choice(value: Cell, choices: Choices) -> str | None:
    """The code of one answer; None for blank. A refusal names the answer that looks most like what stands there."""
    if isinstance(value, str) and (code := choices.find(value)):
        return code
    if blank(value):
        return None
    _no_day(value)
    text = one_line(value)
    said = {"text": _said(text), "nearest": choices.nearest(text)}
    if said["nearest"]:
        raise Unreadable(_("%(text)s is none of the answers. Is it “%(nearest)s”?") % said)
    raise Unreadable(_("%(text)s is none of the answers.") % said)


def several(value: Cell, choices: Choices) -> list[str] | None:
    """The codes of several answers, each once; None for blank.

    They are parted by | or a new line, or by ; or a comma where that can be read in one way only: labels have commas
    of their own.
    """
    _no_day(value)
    parts = [part for part in re.split(r"[|\n\r]", str(value)) if choices.find(part) or not blank(part)]
    codes = [code for part in parts for code in _parted(part, choices)]
    return list(dict.fromkeys(codes)) or None


def _parted(text: str, choices: Choices) -> list[str]:
    """The codes in a text, its pieces between ; and , put together to answers in the one way that there is."""
    pieces = re.split(r"([;,])", text.strip(" ;,"))
    count = len(pieces) // 2 + 1
    ways: list[list[list[str]]] = [[[]]]  # the ways to read the first n pieces, two at most
    for end in range(1, count + 1):
        found = []
        for start in range(max(0, end - LONGEST_ANSWER), end):
            code = choices.find("".join(pieces[2 * start : 2 * end - 1]).strip()) if ways[start] else None
            found += [[*way, code] for way in ways[start] if code]
        ways.append([way for n, way in enumerate(found) if way not in found[:n]][:2])
    if len(ways[count]) > 1:
        raise Unreadable(_("%(text)s can be read in two ways. Part the answers by |.") % {"text": _said(text)})
    if ways[count]:
        return ways[count][0]
    read = [choice(piece.strip(), choices) for piece in pieces[::2]]
    return [code for code in read if code]
