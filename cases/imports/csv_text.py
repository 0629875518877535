"""Rows of a CSV file, whoever wrote it: which letters its bytes stand for, and what parts its cells."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from cases.imports.values import Cell, Unreadable

Source = Path | bytes
Line = tuple[int, list[Cell]]  # the number of a row, counted from 1 as spreadsheets do, and its cells

# Excel in Danish parts cells by a semicolon, in English by a comma; what is copied out of a sheet has tabs.
DELIMITERS = ";,\t"

CHUNK = 1 << 20  # bytes
HEAD = 1 << 16  # characters by which the delimiter is found
WIDEST = 16_384  # cells of a row, as many as a sheet of Excel has
LONGEST_CELL = 100_000  # characters: a longer one is a quotation mark that is never closed
ENOUGH = 20_000  # words with foreign letters by which the encoding is found

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# One byte a letter: Windows (with ISO-8859-1 in it), old Macs, DOS. They have the Danish letters in different places.
ONE_BYTE = ("cp1252", "mac_roman", "cp850")

_DANISH = set("æøåÆØÅ")
_OTHER_LETTERS = set("éÉèêëáàâäÄíìîïóòôöÖúùûüÜñÑçÇßğışðþýãõ")
_SIGNS = set("–—’‘“”„…•€§½¼°·\N{NO-BREAK SPACE}«»£´®©±²³×µ¨")
_WORD = re.compile(rb"[\x21-\x7e]?[\x80-\xff]+[\x21-\x7e]?")

CERTAIN = 0.9  # of the foreign letters must be possible where they stand
CLEARLY = 2  # times as much sense as in any other encoding
# How much sense a sign makes: a Danish letter, another one, a sign.
DANISH, OTHER, SIGN = 1.0, 0.35, 0.3


class Undecided(Unreadable):
    """It is not certain which letters the bytes stand for: whoever has the file can say."""


def csv_lines(source: Source, encoding: str = "") -> Iterator[Line]:
    """Every row of the file, one by one. Raises `Unreadable`; `encoding` is for the user who knows it."""
    encoding = encoding or found_encoding(source)
    with _text(source, encoding) as text:
        csv.field_size_limit(LONGEST_CELL)
        number = 0
        try:
            skipped, delimiter = found_delimiter(text.read(HEAD))
            text.seek(0)
            rows = csv.reader(islice(text, skipped, None), delimiter=delimiter, strict=True)
            for number, row in enumerate(rows, 1):
                if len(row) > WIDEST:
                    raise Unreadable(_too_wide(number))
                yield number, [_cell(cell) for cell in row]
        except csv.Error as error:
            said = _("Row %(number)s cannot be read: a quotation mark is not closed, or stands inside a cell.")
            raise Unreadable(said % {"number": number + 1}) from error
        except UnicodeError as error:
            raise Undecided(_undecided()) from error


def _too_wide(number: int) -> str:
    said = _("Row %(number)s has more than %(most)s cells. Save the columns that are meant in a new file.")
    return said % {"number": number, "most": WIDEST}


def _cell(text: str) -> str:
    """A cell without space around it; Macs write an å as an a and a ring."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text).strip()


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    raw = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
    try:
        return io.TextIOWrapper(raw, encoding=encoding, newline="")
    except LookupError as error:
        raise Unreadable(_("There is no encoding %(name)s.") % {"name": encoding}) from error


def _chunks(source: Source) -> Iterator[bytes]:
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as raw:
        while chunk := raw.read(CHUNK):
            yield chunk


def found_encoding(source: Source) -> str:
    """The encoding in which the file makes sense. Raises `Unreadable` where none does, or several do."""
    first = next(_chunks(source), b"")
    marked = next((name for mark, name in MARKS if first.startswith(mark)), "")
    if marked:
        return marked
    if any(b"\0" in chunk for chunk in _chunks(source)):
        return _utf_16(first)
    return "utf-8" if _is_utf_8(source) else _one_byte(source)


def _utf_16(first: bytes) -> str:
    """Latin letters in two bytes have a nought in the same place of each pair."""
    for name, noughts, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        pairs = len(first) // 2
        if first[noughts::2].count(0) > pairs * CERTAIN and not first[letters::2].count(0):
            return name
    raise Unreadable(_("This is no file of text. Save the sheet as CSV or XLSX."))


def _is_utf_8(source: Source) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(source):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _one_byte(source: Source) -> str:
    words = Counter[bytes]()
    for chunk in _chunks(source):
        words.update(_WORD.findall(chunk))
        if words.total() > ENOUGH:
            break
    sense = {name: _sense(words, name) for name in ONE_BYTE}
    best, second = sorted(ONE_BYTE, key=lambda name: sense[name][0], reverse=True)[:2]
    if sense[best][1] < CERTAIN or sense[best][0] < CLEARLY * sense[second][0]:
        raise Undecided(_undecided())
    return best


def _undecided() -> str:
    return _(
        "It cannot be told how the letters æ, ø and å are written in this file. Save it as CSV UTF-8, or as XLSX."
    )


def _sense(words: Counter[bytes], encoding: str) -> tuple[float, float]:
    """How much sense the foreign letters make on the average, and the share of them that can be meant at all."""
    made = Counter[float]()
    for word, times in words.items():
        text = word.decode(encoding, "replace")
        for n, sign in enumerate(text):
            if not sign.isascii():
                made[_fits(text, n)] += times
    return sum(sense * times for sense, times in made.items()) / made.total(), 1 - made[0.0] / made.total()


def _fits(text: str, n: int) -> float:
    """How much sense a sign makes in its word; none as a capital after a small letter, say."""
    sign, before, after = text[n], text[n - 1 : n] if n else "", text[n + 1 : n + 2]
    if sign in _DANISH or sign in _OTHER_LETTERS:
        is_wrong_case = before.islower() if sign.isupper() else before.isupper() and after.isupper()
        is_alone = sign not in _DANISH and not (before.isalpha() or after.isalpha())
        return 0.0 if is_wrong_case or is_alone else DANISH if sign in _DANISH else OTHER
    is_in_word = before.isalpha() and after.isalpha()
    return SIGN if sign in _SIGNS and (not is_in_word or sign in "’´") else 0.0


def found_delimiter(head: str) -> tuple[int, str]:
    """How many lines come before the rows, and what parts the cells: what gives the most cells, as many in each row.

    Excel takes a first line `sep=;` as an answer to the question, and so does this.
    """
    told = re.match(r"\ufeff?sep=([;,\t|])\r?\n", head, re.IGNORECASE)
    if told:
        return 1, told[1]
    return 0, max(DELIMITERS, key=lambda delimiter: _evenness(head, delimiter))


def _evenness(head: str, delimiter: str) -> float:
    """Cells of the usual row, by the share of the rows that have as many."""
    whole = head if len(head) < HEAD else head[: head.rfind("\n") + 1] or head
    widths = Counter[int]()
    try:
        for row in csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter):
            widths[len(row)] += bool(row)
    except csv.Error:
        return 0
    usual = [width * times for width, times in widths.items() if width > 1]
    return max(usual, default=0) / (widths.total() or 1)
