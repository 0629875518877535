"""Rows of a workbook (XLSX, ODS), with what its cells hold: dates as dates, whole numbers without `.0`.

A sheet of XLSX is read a piece at a time: the rows of each are put into a small workbook of their own, with the styles
and the texts of the large one. An ODS is in memory as a whole.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import IO, Any
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import unescape

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from cases.imports.csv_text import CHUNK, Line, Source
from cases.imports.values import Cell, Unreadable

# Cells that are held at once, from the first to the last: a file of a few kilobytes can say that it has 17 thousand
# million.
MOST_CELLS = 15_000_000
LARGEST = 1 << 30  # bytes of a workbook, unpacked
LARGEST_SHARED = 1 << 27  # the same of what all sheets need, which is held: above all its texts
LARGEST_ODS = 1 << 27  # the same of an ODS, which is held as a whole
PIECE = 8 << 20  # bytes of a sheet that are read at once
LONGEST_ROW = 32 << 20  # bytes of one row

# What the readers of a damaged file raise.
DAMAGED = (CalamineError, zipfile.BadZipFile, zlib.error, ET.ParseError, ExpatError, EOFError, KeyError, RuntimeError)

Spans = dict[int, list[tuple[int, int]]]

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\s*>")
_MERGED = re.compile(rb'mergeCell ref="([A-Z]+)(\d+):([A-Z]+)\d+"')
# Where a row or a cell says that it stands; a row has no letters.
_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)")
_ROW = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]*(\d+)")
_FILLED = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^>]*(?<!/)>")
# A cell that is an error, with its formula, if it has one, before what it says.
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>'
    rb"(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b.*?</(?:\w+:)?f>)?"
    rb"<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# A cell with a formula and nothing that it comes to, as programs write it that do not compute.
_NOT_COMPUTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>([^<]*)</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)

_ODS_PART = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^>]*)>")
_ODS_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
_ODS_COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


# The parts of a workbook that all its sheets need.
SHARED = {"[Content_Types].xml", ".rels", "workbook.xml", "workbook.xml.rels", "styles.xml", "sharedStrings.xml"}
SHARED |= {"content.xml", "manifest.xml", "mimetype"}


class Workbook:
    """An open workbook. Raises `Unreadable` for one that is locked, broken or too large to be meant."""

    def __init__(self, source: Source) -> None:
        self._source = source
        with _readable(), zipfile.ZipFile(_opened(source)) as packed:
            self._is_ods = "content.xml" in packed.namelist()
            if sum(part.file_size for part in packed.infolist()) > (LARGEST_ODS if self._is_ods else LARGEST):
                raise Unreadable(_too_large())
            shared = _shared(packed)
            if self._is_ods:
                _check_ods(shared["content.xml"])
            _check_xml(*(text for name, text in shared.items() if name != "mimetype"))
            self._parts = {} if self._is_ods else dict(_parts(shared))
            # Never the file itself: it may unpack to more than it says, and calamine would go on unpacking.
            self._book = _small(shared)
        shown = [sheet for sheet in self._book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        self.names = [sheet.name for sheet in shown]

    def sheet(self, name: str) -> "Grid":
        """One sheet."""
        with _readable():
            if self._is_ods:
                return Grid({}, partial(_numbered, self._book.get_sheet_by_name(name), 1))
            part = self._parts[name]
            return Grid(_spans(self._source, part), partial(_lines, self._source, name, part))


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet.

    `spans` are the cells merged across columns, by row: the first and the last column of each, all counted from 0.
    `lines` gives every row with something in it, with its number, counted from 1.
    """

    spans: Spans
    lines: Callable[[], Iterator[Line]]


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise Unreadable(_("The workbook is locked with a password. Save it without one.")) from error
    except Unreadable:
        raise
    except (*DAMAGED, OverflowError, ValueError) as error:
        raise Unreadable(_("This workbook cannot be opened. Save it anew as XLSX, or as CSV UTF-8.")) from error


def _opened(source: Source) -> Any:
    return io.BytesIO(source) if isinstance(source, bytes) else source


def _numbered(sheet: CalamineSheet, first: int) -> Iterator[Line]:
    """The rows of a sheet, the first of which has the number `first` where it is the first of all."""
    row, column = sheet.start or (0, 0)
    before: list[Cell] = [""] * column
    for number, cells in enumerate(sheet.to_python(), row + first):
        yield number, before + [_cell(value) for value in cells]


def _lines(source: Source, name: str, part: str) -> Iterator[Line]:
    """The rows of one sheet of an XLSX, a piece at a time."""
    with _readable(), zipfile.ZipFile(_opened(source)) as packed, packed.open(part) as stream:
        shared, number = _shared(packed), 0
        for text in _pieces(stream):
            _check_xml(text)
            _check_piece(text)
            errors, first = _errors(text), 1 if _ROW.search(text) else number + 1
            for number, cells in _numbered(_small(shared | {part: text}).get_sheet_by_name(name), first):
                yield number, _with_errors(cells, errors[number]) if number in errors else cells


def _shared(packed: zipfile.ZipFile) -> dict[str, bytes]:
    parts = [one for one in packed.infolist() if one.filename.rpartition("/")[2] in SHARED]
    if sum(one.file_size for one in parts) > max(LARGEST_SHARED, LARGEST_ODS):
        raise Unreadable(_too_large())
    return {one.filename: _unpacked(packed, one) for one in parts}


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part, as long as it says that it is and no longer: read as a whole, it would be unpacked to its end."""
    with packed.open(part) as stream:
        return stream.read(part.file_size)


def _check_xml(*texts: bytes) -> None:
    """Raises for XML that is not whole: calamine can look for its end without end."""
    for text in texts:
        ParserCreate().Parse(text, True)


def _with_errors(cells: list[Cell], errors: dict[int, str]) -> list[Cell]:
    return [errors.get(n, cells[n - 1] if n <= len(cells) else "") for n in range(1, max(len(cells), *errors) + 1)]


def _small(parts: dict[str, bytes]) -> CalamineWorkbook:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    held.seek(0)
    return CalamineWorkbook.from_filelike(held)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The XML of a sheet as several, each with some of the rows."""
    text = stream.read(CHUNK)
    begins = _DATA.search(text)
    if not begins:
        return
    head, rest, prefix = text[: begins.end()], text[begins.end() :], begins[1]
    tail = b"</%ssheetData></%sworksheet>" % (prefix, prefix)
    while True:
        chunk = stream.read(PIECE)
        rows, end, rest = (rest + chunk).rpartition(b"</%srow>" % prefix)
        if len(rest) > LONGEST_ROW:
            raise Unreadable(_too_large())
        if rows:
            yield head + rows + end + tail
        if not chunk:
            return


def _check_piece(text: bytes) -> None:
    """Raises `Unreadable` where the cells lie so far apart that those between them take too much memory."""
    rows = set(map(int, set(_ROW.findall(text))))
    if _area(map(_number, set(_COLUMN.findall(text))), rows) > MOST_CELLS:
        # Excel writes empty cells too, for their colour: they take none.
        filled = _FILLED.findall(text)
        if _area((_number(column) for column, _row in filled), [int(row) for _column, row in filled]) > MOST_CELLS:
            raise Unreadable(_too_large())


def _area(columns: Iterable[int], rows: Collection[int]) -> int:
    return max(columns, default=0) * (max(rows) - min(rows) + 1 if rows else 0)


def _errors(text: bytes) -> dict[int, dict[int, str]]:
    """What the cells that hold an error say, or a formula without a value, by row and column.

    The reader would leave them empty.
    """
    found: dict[int, dict[int, str]] = {}
    for column, row, said in _ERROR.findall(text) if b'"e"' in text else ():
        found.setdefault(int(row), {})[_number(column)] = said.decode()
    for column, row, formula in _NOT_COMPUTED.findall(text) if _FORMULA.search(text) else ():
        found.setdefault(int(row), {})[_number(column)] = f"={unescape(formula.decode())}"
    return found


def _spans(source: Source, part: str) -> Spans:
    """What is merged across columns stands at the very end of a sheet."""
    with zipfile.ZipFile(_opened(source)) as packed, packed.open(part) as stream:
        text = stream.read(CHUNK)
        begins = _DATA.search(text)
        ends = b"</%ssheetData>" % (begins[1] if begins else b"")
        while ends not in text and (chunk := stream.read(CHUNK)):
            text = text[-len(ends) :] + chunk
        tail = text[text.find(ends) :] + stream.read(PIECE)
    found: Spans = {}
    for first, row, last in _MERGED.findall(tail):
        if last != first:
            found.setdefault(int(row) - 1, []).append((_number(first) - 1, _number(last) - 1))
    return found


def _cell(value: Any) -> Cell:
    match value:
        case str():
            return value.strip() if value.isascii() else unicodedata.normalize("NFC", value).strip()
        case bool():
            return "true" if value else "false"
        case date():
            return value
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case _:
            return str(value)


def _number(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _parts(shared: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Each sheet by name, with the part of the file that it is written in."""
    book, ties = (ET.fromstring(shared[f"xl/{name}"]) for name in ("workbook.xml", "_rels/workbook.xml.rels"))  # noqa: S314
    targets = {tie.get("Id"): tie.get("Target", "") for tie in ties}
    for sheet in [*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")]:
        tie = next((sheet.get(f"{{{space}}}id") for space in _OFFICE if sheet.get(f"{{{space}}}id")), None)
        target = targets.get(tie, "")
        yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _check_ods(text: bytes) -> None:
    """An ODS says of a cell or a row how often it is repeated."""
    row = column = width = last = times = 0
    for found in _ODS_PART.finditer(text):
        part, said = found[1], found[2]
        if part == b"table":
            row = width = last = 0
        elif part == b"table-row":
            row += times
            column, repeated = 0, _ODS_ROWS.search(said)
            times = int(repeated[1]) if repeated else 1
        else:
            repeated = _ODS_COLUMNS.search(said)
            column += int(repeated[1]) if repeated else 1
            if b"value" in said:
                width, last = max(width, column), row + times
        if width * last > MOST_CELLS:
            raise Unreadable(_too_large())


def _too_large() -> str:
    return _("The workbook is too large. Save the rows alone in a new one, or as CSV UTF-8.")
