"""A file of status reports: its columns found, its rows read, before anything is looked up. No layer."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cases.imports.csv_text import Source
from cases.imports.files import read
from cases.imports.mapping_rules import Matched, Wanted, how_many, match
from cases.questionnaires.definition import Item
from cases.statusreport_imports.cells import readers
from cases.statusreport_imports.rules import OPTIONAL, REQUIRED, Fault, ReportRow, read_row

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
    """What was read of a file: the columns found, the rows that can be read, and what is wrong with the others."""

    columns: Matched
    fingerprint: str
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
    result = FileRead(columns, _fingerprint(source))
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
