"""The files a report can be taken as: the same for the page and the command."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from reporting.csvfiles.codes import ExportForm
from reporting.documents.head import About, Words
from reporting.documents.pdf import report_pdf
from reporting.documents.presentation import ShownOutcome, ShownReport, ShownSheet
from reporting.documents.tables import report_csv


@dataclass(frozen=True)
class File:
    """One kind of file. `write` makes its bytes from the report as shown; the same report gives the same bytes."""

    suffix: str
    content_type: str
    write: Callable[[ShownReport], bytes]
    mark: str = ""


def report_json(report: ShownReport) -> bytes:
    """Every figure with its codes, for programs; hidden figures are null and marked."""
    about = report.about
    said = {
        "report": about.kind,
        "number": about.number,
        "id": about.public_id,
        "programme": about.code,
        "programme_name": about.programme,
        "from": about.start.isoformat(),
        "to": about.last_day.isoformat(),
        "as_of": about.as_of.isoformat(),
        "computed_at": about.computed_at.isoformat(),
        "asked_by": about.asked_by,
        "definitions": about.definitions,
        "input": about.input,
        "not_distributed": about.not_distributed,
        **({"edition": _spoken(about.edition, report.say)} if about.edition else {}),
        "small_numbers": report.full,
        "notes": report.notes,
        "chapters": [
            {"key": one.key, "name": one.name, "parts": [{"key": part.key, "name": part.name} for part in one.parts]}
            for one in report.chapters
        ],
        "figures": _figures(report),
        "tables": [_outcome(one, sheet, report.say) for one in report.outcomes for sheet in one.sheets],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _figures(report: ShownReport) -> list[dict[str, Any]]:
    return [
        {
            "indicator": indicator.key,
            "table": table.key,
            "row": row.code,
            "parent": row.parent,
            "measure": cell.measure.key,
            "value": cell.value,
            "hidden": cell.is_hidden,
        }
        for indicator, table, row in report.lines()
        for cell in row.cells
    ]


def _outcome(outcome: ShownOutcome, sheet: ShownSheet, say: Words) -> dict[str, Any]:
    """An outcome table; where it is withheld, only whom it counts and how many they are (null: hidden)."""
    about = {"key": outcome.key, "at": sheet.at, "title": outcome.name, "base": sheet.base, "n": sheet.n}
    if sheet.is_withheld:
        return about | {"withheld": say("withheld")}
    kept = {"blanks": 0, "exclusions": [], "rows": [], "notes": [], "self_check": []}
    ours = ("sheet", "relations", "coarse", "published")
    data = {key: value for key, value in sheet.data.items() if key not in (*ours, *about)}
    return about | kept | {key: _spoken(value, say) for key, value in data.items()}


def _spoken(value: Any, say: Words) -> Any:
    """Plain data with every text in the reader's language."""
    if isinstance(value, Mapping):
        if value.keys() == {"da", "en"}:
            return say.of(value)
        return {key: _spoken(one, say) for key, one in value.items()}
    return [_spoken(one, say) for one in value] if isinstance(value, list) else value


FILES = {
    "csv": File("csv", "text/csv; charset=utf-8", partial(report_csv, form=ExportForm.MACHINE)),
    "excel": File("csv", "text/csv; charset=utf-8", partial(report_csv, form=ExportForm.EXCEL), "-excel"),
    "pdf": File("pdf", "application/pdf", report_pdf),
    "json": File("json", "application/json", report_json),
}


def filename(about: About, file: File) -> str:
    """A name that says what the file is, in plain ASCII: programme, days, as-of day, run, edition, form."""
    days = "-".join(f"{day:%Y-%m-%d}" for day in (about.start, about.last_day, about.as_of))
    edition = f"-edition-{about.edition['number']}" if about.edition else ""
    return f"{about.kind}-{about.code}-{days}-{about.number}{edition}{file.mark}.{file.suffix}"
