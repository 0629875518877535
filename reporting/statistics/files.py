"""A file of published numbers: its columns found, its rows read, before anything is saved. No layer.

One row for each number: series, names, source, unit, day of publication, area, group, period, value. A file may hold
several series and several versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.core.municipalities import MUNICIPALITIES
from cases.imports.csv_text import Source
from cases.imports.files import Row, read
from cases.imports.mapping_rules import Wanted, how_many, match
from cases.imports.values import Cell, Choices, Unreadable, blank, choice, day
from cases.pages.numbers import read_number
from reporting.statistics.codes import StatisticUnit

COLUMNS = (
    Wanted("series", ("Serie", "Nøgle", "Statistik"), is_needed=True),
    Wanted("name_da", ("Navn", "Dansk navn"), is_needed=True),
    Wanted("name_en", ("Engelsk navn",)),
    Wanted("source", ("Kilde",), is_needed=True),
    Wanted("unit", ("Enhed", "Opgjort i")),
    Wanted("published", ("Offentliggjort", "Udgivet", "Version"), is_needed=True),
    Wanted("municipality", ("Kommune", "Område")),
    Wanted("group", ("Gruppe", "Aldersgruppe")),
    Wanted("period", ("Periode", "År"), is_needed=True),
    Wanted("value", ("Værdi", "Antal", "Tal"), is_needed=True),
)

_TOWNS = Choices({code.code: (str(code.label), f"{code.label} Kommune") for code in MUNICIPALITIES})
_UNITS = Choices({StatisticUnit.COUNT: ("antal", "number"), StatisticUnit.SHARE: ("andel", "procent", "pct.", "%")})
_COUNTRY = {"", "hele landet", "landet", "danmark", "the whole country", "denmark"}


@dataclass(frozen=True, slots=True)
class About:
    """What all the rows of a series say of it."""

    code: str
    name_da: str
    name_en: str
    source: str
    unit: str


@dataclass(frozen=True, slots=True)
class Number:
    """One published number, without its series and version."""

    municipality: str
    group: str
    period: str
    value: Decimal


@dataclass
class FileRead:
    """What a file holds: versions by what they are of and when they were published, and what cannot be read."""

    versions: dict[tuple[About, date], list[Number]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()


def read_statistics(source: Source, name: str, *, today: date) -> FileRead:
    """Read a file. Raises `Unreadable` where it is no file of rows.

    Where a needed column is missing, no row is read.
    """
    found = read(source, name, recognises=lambda headings: how_many(headings, COLUMNS))
    columns = match(found.headings, COLUMNS)
    result = FileRead(missing=columns.missing)
    if columns.missing:
        return result
    for row in found.rows():
        try:
            version, number = _row(row, columns.columns, today)
        except Unreadable as unreadable:
            said = _("Row %(row)s: %(message)s") % {"row": row.number, "message": unreadable.message}
            result.faults.append(said)
            continue
        if number is not None:
            result.versions.setdefault(version, []).append(number)
    return result


def _row(row: Row, columns: Mapping[str, str], today: date) -> tuple[tuple[About, date], Number | None]:
    """What a row says; no number where the cell is empty, which is not 0."""
    if row.fault:
        raise Unreadable(row.fault)
    cells = {name: row.cells[heading] for name, heading in columns.items()}
    unit = choice(cells.get("unit", ""), _UNITS) or StatisticUnit.COUNT
    about = About(
        _text(cells, "series"), _text(cells, "name_da"), _said(cells, "name_en"), _text(cells, "source"), unit
    )
    published = day(cells["published"], today=today)
    if published is None or published > today:
        raise Unreadable(_("The day of publication is missing, or lies in the future."))
    value = cells["value"]
    if blank(value):
        return (about, published), None
    number = read_number(str(value))
    if number is None or number < 0:
        raise Unreadable(_("“%(value)s” is no number of 0 or more.") % {"value": value})
    town = cells.get("municipality", "")
    area = "" if str(town).strip().lower() in _COUNTRY else choice(town, _TOWNS) or ""
    return (about, published), Number(area, _said(cells, "group"), _text(cells, "period"), number)


def _text(cells: Mapping[str, Cell], name: str) -> str:
    if said := _said(cells, name):
        return said
    raise Unreadable(_("The column %(name)s is empty.") % {"name": name})


def _said(cells: Mapping[str, Cell], name: str) -> str:
    value = cells.get(name, "")
    return "" if blank(value) else str(value)
