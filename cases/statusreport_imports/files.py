"""A file of status reports: its columns found, its rows read, before anything is looked up. No layer."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy

from cases.imports.csv_text import Source
from cases.imports.files import Sheet, read
from cases.imports.mapping_rules import Matched, Wanted, how_many, match
from cases.imports.values import LONGEST_SAID, Cell
from cases.questionnaires.definition import Item
from cases.statusreport_imports.cells import readers
from cases.statusreport_imports.rules import OPTIONAL, REQUIRED, Fault, ReportRow, read_row

# What the pages call the columns that are no answers.
LABELS = {
    "enrolment": gettext_lazy("Number of the course"),
    "started_on": gettext_lazy("First day of the course"),
    "report_on": gettext_lazy("Day of the report"),
    "report_kind": gettext_lazy("Kind of report"),
    "person": gettext_lazy("Number of the young person"),
    "birth_date": gettext_lazy("Date of birth"),
    "age_at_start": gettext_lazy("Age at the start"),
    "gender": gettext_lazy("Gender"),
    "municipality": gettext_lazy("Municipality"),
    "organisation": gettext_lazy("Unit or organisation"),
    "ended_on": gettext_lazy("Last day of the course"),
}

_CALLED = {
    "enrolment": ("Forløb", "Forløbsnummer", "Forløbsnr", "Løbenummer"),
    "started_on": ("Startdato", "Start", "Indskrevet", "Forløbets start"),
    "report_on": ("Indberetningsdato", "Dato for indberetning", "Dato", "Udfyldt"),
    "report_kind": ("Indberetning", "Type", "Slags", "Indberetningstype"),
    "person": ("Borger", "Den unge", "Person", "Borgernummer"),
    "birth_date": ("Fødselsdato", "Født"),
    "age_at_start": ("Alder ved start", "Alder"),
    "gender": ("Køn",),
    "municipality": ("Kommune", "Handlekommune"),
    "organisation": ("Organisation", "Enhed", "Tilbud"),
    "ended_on": ("Slutdato", "Slut", "Afsluttet", "Udskrevet"),
}


def wanted(items: Iterable[Item]) -> list[Wanted]:
    """Every column that can be read, with what people call it."""
    facts = [Wanted(name, _CALLED[name], is_needed=name in REQUIRED) for name in (*REQUIRED, *OPTIONAL)]
    return facts + [Wanted(key, _called(item, key)) for item in items for key in item.keys]


def _called(item: Item, key: str) -> tuple[str, ...]:
    part = item.parts.get(key.rpartition(".")[2])
    if part is None:
        return (item.label.da, item.label.en) if key == item.code else ()
    if key.startswith("in_treatment."):
        return (f"I behandling {part.label.da}", f"In treatment {part.label.en}")
    return (f"{item.label.da} {part.label.da}", f"{item.label.en} {part.label.en}", f"{item.code} {part.label.da}")


@dataclass
class FileRead:
    """What was read of a file: the columns found, the rows that can be read, and what is wrong with the others.

    `sheet` is where they stand; None for rows that come from no file.
    """

    columns: Matched
    fingerprint: str
    sheet: Sheet | None = None
    rows: list[ReportRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_file(
    source: Source,
    name: str,
    *,
    items: Sequence[Item],
    today: date,
    chosen: Mapping[str, str] | None = None,
    sheet: str = "",
    encoding: str = "",
) -> FileRead:
    """Read a file. `chosen` says what a heading stands for. Raises `Unreadable` where it is no file of rows.

    Where a needed column is missing, no row is read.
    """
    known = wanted(items)
    found = read(source, name, sheet=sheet, encoding=encoding, recognises=lambda headings: how_many(headings, known))
    columns = match(found.headings, known, chosen)
    result = FileRead(columns, _fingerprint(source), found)
    if columns.missing:
        return result
    reading = readers(columns.columns, items, today=today)
    for row in found.rows():
        if row.fault:
            result.faults.append(Fault(row.number, "", row.fault))
            continue
        read_as = read_row(
            row.number, {name: row.cells[head] for name, head in columns.columns.items()}, reading, today=today
        )
        if isinstance(read_as, ReportRow):
            result.rows.append(read_as)
        else:
            result.faults += read_as
    return result


@dataclass(frozen=True, slots=True)
class FaultShown:
    """A fault as whoever has the file finds it: its row, the heading of its column, and what stands there."""

    row: int
    heading: str
    value: str
    message: str


def shown(found: FileRead, faults: Iterable[Fault]) -> list[FaultShown]:
    """The faults in the order of the file. The file is read once more: few rows have a fault, and all a value."""
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    headings = found.columns.columns
    return [
        FaultShown(fault.row, heading, _brief(row.cells.get(heading, "")), fault.message)
        for row in (found.sheet.rows() if found.sheet else ())
        for fault in by_row.get(row.number, ())
        for heading in [headings.get(fault.column, fault.column)]
    ]


def _brief(cell: Cell) -> str:
    text = cell.strftime("%d-%m-%Y") if isinstance(cell, date) else str(cell)
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID]}…"


def _fingerprint(source: Source) -> str:
    """The same for the same file."""
    digest = hashlib.sha256()
    if isinstance(source, Path):
        with source.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    else:
        digest.update(source)
    return digest.hexdigest()
