"""Rows of a workbook (XLSX, ODS), with what its cells hold: dates as dates, whole numbers without `.0`."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from cases.imports.csv_text import CHUNK, Line, Source
from cases.imports.values import Cell, Unreadable

# A sheet is held as a whole while it is read, each cell from the first to the last: 12 million take 1 GB. A file of a
# few kilobytes can claim to have 17 thousand million.
MOST_CELLS = 15_000_000
LARGEST = 1 << 30  # bytes of a workbook, unpacked

# Excel writes a cell that could not be worked out as an error. This one is written on purpose: there is no value.
NOT_AVAILABLE = "#N/A"

# Patterns that begin with letters are looked for at once; a large sheet has 25 million tags.
_COLUMN = re.compile(rb' r="([A-Z]{1,3})\d')
_ROW = re.compile(rb'row\b[^>]*? r="(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b.*?</(?:\w+:)?f>)?<(?:\w+:)?v>([^<]*)<',
    re.DOTALL,
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


class Workbook:
    """An open workbook. Raises `Unreadable` for one that is locked, broken or too large to be meant."""

    def __init__(self, source: Source) -> None:
        try:
            with zipfile.ZipFile(_opened(source)) as packed:
                self._errors = _checked(packed)
            self._book = CalamineWorkbook.from_object(_opened(source))
        except PasswordError as error:
            raise Unreadable(_locked()) from error
        except (CalamineError, zipfile.BadZipFile, ET.ParseError, KeyError, NotImplementedError) as error:
            raise Unreadable(_("This workbook cannot be opened. Save it anew as XLSX, or as CSV UTF-8.")) from error

    @cached_property
    def names(self) -> list[str]:
        """The sheets that are to be seen, in order."""
        shown = [sheet for sheet in self._book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        return [sheet.name for sheet in shown]

    def sheet(self, name: str) -> "Grid":
        """One sheet. It is in memory for as long as it is held."""
        try:
            return Grid(self._book.get_sheet_by_name(name), self._errors.get(name, {}))
        except CalamineError as error:
            raise Unreadable(_("The sheet %(name)s cannot be read.") % {"name": name}) from error


class Grid:
    """The cells of one sheet. Rows and columns are counted from 0 here, but for the number of a row."""

    def __init__(self, sheet: CalamineSheet, errors: dict[tuple[int, int], str]) -> None:
        self._sheet, self._errors = sheet, errors
        self._faulty = {row for row, _column in errors}

    @cached_property
    def spans(self) -> dict[int, list[tuple[int, int]]]:
        """Cells that are merged across columns, by row: the first and the last column of each."""
        found: dict[int, list[tuple[int, int]]] = {}
        for (row, first), (_last_row, last) in self._sheet.merged_cell_ranges or ():
            if last > first:
                found.setdefault(row, []).append((first, last))
        return found

    def lines(self) -> Iterator[Line]:
        """Every row, empty ones too."""
        before: list[Cell] = [""] * (self._sheet.start or (0, 0))[1]
        for number, row in enumerate(self._sheet.iter_rows(), 1):
            cells = before + [_cell(value) for value in row]
            if number - 1 in self._faulty:
                cells = [self._errors.get((number - 1, n), cell) for n, cell in enumerate(cells)]
            yield number, cells


def _opened(source: Source) -> Any:
    return io.BytesIO(source) if isinstance(source, bytes) else source


def _cell(value: Any) -> Cell:
    match value:
        case str():
            return value.strip() if value.isascii() else unicodedata.normalize("NFC", value).strip()
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date() if value.time() == time.min else value
        case date():
            return value
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case _:
            return str(value)


def _checked(packed: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    """The cells of each sheet that hold an error, by row and column. Raises `Unreadable` for a file too large."""
    if sum(part.file_size for part in packed.infolist()) > LARGEST:
        raise Unreadable(_too_large())
    if "content.xml" in packed.namelist():
        _check_ods(packed.read("content.xml"))
        return {}
    return {name: _checked_sheet(packed, part) for name, part in _parts(packed) if part in packed.namelist()}


def _checked_sheet(packed: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    columns, rows, errors = {b"A"}, 1, dict[tuple[int, int], str]()
    for text in _pieces(packed, part):
        columns.update(_COLUMN.findall(text))
        rows = max([rows, *map(int, _ROW.findall(text))])
        for column, row, said in _ERROR.findall(text) if b'"e"' in text else ():
            if said.decode() != NOT_AVAILABLE:
                errors[int(row) - 1, _number(column) - 1] = said.decode()
    if rows * max(map(_number, columns)) > MOST_CELLS:
        raise Unreadable(_too_large())
    return errors


def _pieces(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The text of a sheet in pieces that end with a whole row."""
    kept = b""
    with packed.open(part) as stream:
        while chunk := stream.read(CHUNK):
            whole, end, kept = (kept + chunk).rpartition(b"row>")
            yield whole + end
    yield kept


def _number(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _parts(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet by name, with the part of the file that it is written in."""
    book, ties = (ET.fromstring(packed.read(f"xl/{name}")) for name in ("workbook.xml", "_rels/workbook.xml.rels"))  # noqa: S314
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
    said = _(
        "The workbook has more than %(millions)s million cells. Save the rows alone in a new one, or as CSV UTF-8."
    )
    return said % {"millions": MOST_CELLS // 1_000_000}


def _locked() -> str:
    return _("The workbook is locked with a password. Save it without one.")
