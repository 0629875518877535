"""The bytes of a table in each form. The same table and facts give the same bytes."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
import xlsxwriter
from django.utils.translation import gettext as _

from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import guard, lines
from reporting.documents.charts import FONTS
from reporting.tabulation.grid import Facts, Grid, Value, laid_out, spoken
from reporting.tabulation.results import TableResult, as_json

TEMPLATE = Path(__file__).with_name("sheet.typ")


def to_json(result: TableResult, facts: Facts, language: str) -> bytes:
    """The table as programs read it."""
    said: dict[str, Any] = as_json(result, language)
    said["about"] = {
        "programme": facts.programme,
        "as_of": facts.as_of,
        "made_at": facts.made_at,
        "made_by": facts.made_by,
        "from": facts.period[0],
        "to": facts.period[1],
        "definitions": facts.definitions,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True)
class Sheet:
    """A grid with its title, and what stands around it. `name` is that of the sheet in a workbook."""

    name: str
    title: str
    grid: Grid
    told: Sequence[tuple[str, str]]
    made_at: str


def to_csv(result: TableResult, facts: Facts, language: str) -> bytes:
    """A table as CSV for programs."""
    return csv_of(_sheet(result, facts, language))


def to_xlsx(result: TableResult, facts: Facts, language: str) -> bytes:
    """A table as a workbook."""
    return xlsx_of(_sheet(result, facts, language))


def _sheet(result: TableResult, facts: Facts, language: str) -> Sheet:
    told = (*spoken(result, language), *facts.lines())
    return Sheet(result.key, result.title.spoken(language), laid_out(result, language), told, facts.made_at)


def csv_of(sheet: Sheet) -> bytes:
    """The figures, then an empty line, then what stands around them."""
    rows: list[list[object]] = [[guard(sheet.title), *map(guard, sheet.grid.headings[1:])]]
    rows += [[guard(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.grid.rows]
    rows.append([])
    rows += [[guard(name), guard(text)] for name, text in sheet.told]
    return lines(rows, ExportForm.MACHINE)


def xlsx_of(sheet: Sheet) -> bytes:
    """One sheet: the title, the figures as numbers, and what stands around them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.fromisoformat(sheet.made_at)})
        page = book.add_worksheet(sheet.name[:31])
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"bold": True, "text_wrap": True})
        page.write_string(0, 0, sheet.title, bold)
        page.write_row(2, 0, sheet.grid.headings, wrapped)
        for number, row in enumerate(sheet.grid.rows, 3):
            page.write_row(number, 0, row)
        below = 4 + len(sheet.grid.rows)
        for number, (name, text) in enumerate(sheet.told, below):
            page.write_row(number, 0, [name, text])
        page.set_column(0, 0, 48)
        page.freeze_panes(3, 1)
    return out.getvalue()


def to_pdf(result: TableResult, facts: Facts, language: str) -> bytes:
    """One accessible page (PDF/UA-1), or several where the table is long."""
    grid = laid_out(result, language)
    data = {
        "title": result.title.spoken(language),
        "language": language,
        "author": facts.programme,
        "headings": [result.title.spoken(language), *grid.headings[1:]],
        "rows": [[_written(cell) for cell in row] for row in grid.rows],
        "told": [*spoken(result, language), *facts.lines()],
        "footer": _("Working figures, not for publication"),
    }
    pdf: bytes = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )
    return pdf


def _written(value: Value) -> str:
    return "–" if value is None else str(value)


# A sheet as a file: its kind, and what writes it.
SHEETS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
}

FORMS: dict[str, Callable[[TableResult, Facts, str], bytes]] = {
    "json": to_json,
    "csv": to_csv,
    "xlsx": to_xlsx,
    "pdf": to_pdf,
}

CONTENT_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
