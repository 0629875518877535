"""What a page shows of a file on its way in: its columns, what it would add, its faults."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from cases.import_pages.models import ImportFile
from cases.import_pages.rules import KEPT_FOR
from cases.imports.csv_text import Undecided
from cases.imports.files import Row, read
from cases.imports.mapping_rules import how_many
from cases.imports.values import Cell
from cases.questionnaires.definition import Item
from cases.records.sealing import seal, seal_bytes, unseal, unseal_bytes
from cases.statusreport_imports.files import FileRead, read_file, shown, wanted
from cases.statusreport_imports.queries import Plan

SAMPLES = 3  # values of a column that are shown
LOOKED_AT = 200  # rows in which they are looked for
LONGEST_SAMPLE = 40  # characters
MOST_FAULTS = 100_000  # that are kept

SECONDS = int(KEPT_FOR.total_seconds())


@dataclass
class Said:
    """What is known of a file before it is looked through. `encodings` are asked about where none is certain."""

    name: str
    sheet: str = ""
    encoding: str = ""
    sheets: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    language: str = "da"
    is_undecided: bool = False


@dataclass
class Preview:
    """What a file would add, as the page shows it. `refusal` is why it can add nothing at all."""

    new_courses: int = 0
    known_courses: int = 0
    new_people: int = 0
    known_people: int = 0
    reports: int = 0
    known: int = 0
    refused: int = 0
    fingerprint: str = ""
    warnings: list[tuple[str, int]] = field(default_factory=list)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    more_faults: int = 0
    refusal: str = ""


def looked_at(content: bytes, name: str, items: Sequence[Item], *, sheet: str = "", encoding: str = "") -> Said:
    """The headings of a file with some of the values below each. Raises `Unreadable`.

    Where it is not certain how the letters are written, that is to be asked.
    """
    known = wanted(items)
    try:
        found = read(content, name, sheet=sheet, encoding=encoding, recognises=lambda one: how_many(one, known))
    except Undecided:
        return Said(name, is_undecided=True)
    rows = [row for _number, row in zip(range(LOOKED_AT), found.rows(), strict=False)]
    return Said(
        name=name,
        sheet=found.name if len(found.names) > 1 else "",
        encoding=encoding,
        sheets=list(found.names),
        headings=list(found.headings),
        samples=[_samples(rows, heading) for heading in found.headings],
    )


def _samples(rows: Sequence[Row], heading: str) -> list[str]:
    told = dict.fromkeys(_sample(row.cells[heading]) for row in rows if row.cells[heading])
    return list(told)[:SAMPLES]


def _sample(cell: Cell) -> str:
    text = cell.strftime("%d-%m-%Y") if isinstance(cell, date) else str(cell)
    return text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"


def sealed_said(said: Said) -> str:
    """As the row keeps it."""
    return seal(json.dumps(asdict(said)))


def said_of(file: ImportFile) -> Said:
    """What is known of the file; nothing of one whose day is over."""
    opened = unseal(file.said, seconds=SECONDS) if file.said else None
    return Said(**json.loads(opened)) if opened else Said("")


def content_of(file: ImportFile) -> bytes | None:
    """The file itself; None of one whose day is over."""
    return unseal_bytes(bytes(file.content), seconds=SECONDS) if file.content else None


def sealed_preview(preview: Preview) -> bytes:
    """As the row keeps it."""
    return seal_bytes(zlib.compress(json.dumps(asdict(preview)).encode()))


def preview_of(file: ImportFile) -> Preview:
    """What the file would add, as it was looked through last."""
    opened = unseal_bytes(bytes(file.plan), seconds=SECONDS) if file.plan else None
    return Preview(**json.loads(zlib.decompress(opened))) if opened else Preview()


def read_again(content: bytes, said: Said, items: Sequence[Item], *, today: date) -> FileRead:
    """The rows of the file by the columns that were chosen. Raises `Unreadable`."""
    return read_file(
        content,
        said.name,
        items=items,
        today=today,
        chosen=said.chosen,
        sheet=said.sheet,
        encoding=said.encoding,
    )


def previewed(found: FileRead, plan: Plan) -> Preview:
    """A plan in numbers, with its faults as whoever has the file finds them."""
    faults = [(one.row, one.heading, one.value, one.message) for one in shown(found, plan.faults)]
    known = [course for course in plan.courses if course.enrolment is not None]
    return Preview(
        new_courses=len(plan.new_courses),
        known_courses=len(known),
        new_people=len(plan.new_people),
        known_people=len({course.facts.called for course in plan.courses} & plan.people.keys()),
        reports=plan.reports,
        known=plan.known,
        refused=plan.refused,
        fingerprint=plan.fingerprint,
        warnings=plan.warnings.most_common(),
        faults=faults[:MOST_FAULTS],
        more_faults=max(len(faults) - MOST_FAULTS, 0),
    )


def names_of(imports: Sequence[Any]) -> dict[int, str]:
    """What the files of imports were called; empty where it was not kept or can no longer be read."""
    return {one.pk: unseal(one.file_name) or "" if one.file_name else "" for one in imports}
