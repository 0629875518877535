"""The report as an accessible PDF (PDF/UA-1), set by Typst from data; the same run always gives the same bytes."""

import json
from pathlib import Path
from typing import Any

import typst

from reporting.documents.charts import FONTS, alt_text, svg_of
from reporting.documents.head import Words
from reporting.documents.presentation import ShownIndicator, ShownOutcome, ShownReport, ShownSheet, ShownTable

TEMPLATE = Path(__file__).with_name("report.typ")


def report_pdf(report: ShownReport) -> bytes:
    """The report with its charts as PDF in the active language."""
    pdf: bytes = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(_data(report), ensure_ascii=False)},
        timestamp=int(report.about.computed_at.timestamp()),
    )
    return pdf


def _data(report: ShownReport) -> dict[str, Any]:
    about, day = report.about, report.about.as_of
    return {
        "title": about.title,
        "programme": f"{about.programme} ({about.code})",
        "author": about.organisation,
        "language": report.say.language,
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "footer": " · ".join(f"{name} {value}" for name, value in report.footer),
        "contents": report.say("contents"),
        "facts": report.facts,
        "notes": report.notes,
        "chapters": [
            {"name": chapter.name, "parts": [_part(part, report.say) for part in chapter.parts]}
            for chapter in report.chapters
        ],
    }


def _part(part: ShownIndicator | ShownOutcome, say: Words) -> dict[str, Any]:
    if isinstance(part, ShownOutcome):
        return {"name": part.name, "words": [], "tables": [_sheet(sheet, part.name) for sheet in part.sheets]}
    return {
        "name": part.name,
        "words": words(part, say),
        "tables": [_table(table, say) for table in part.tables],
    }


def words(indicator: ShownIndicator, say: Words) -> list[tuple[str, str]]:
    """What an indicator means, with headings."""
    return [
        (say("definition"), indicator.definition),
        (say("numerator"), indicator.numerator),
        (say("denominator"), indicator.denominator),
        (say("exclusions"), indicator.exclusions),
    ]


def _table(table: ShownTable, say: Words) -> dict[str, Any]:
    return {
        "title": table.title,
        "unit": say("counted_in", unit=table.unit),
        "columns": [table.title, *table.columns],
        "rows": [{"cells": row.texts, "total": row.is_total} for row in table.rows],
        "wide": table.is_wide,
        "chart": svg_of(table),
        "alt": alt_text(table),
        "told": [],
    }


def _sheet(sheet: ShownSheet, name: str) -> dict[str, Any]:
    return {
        "title": sheet.base,
        "unit": "",
        "columns": [name, *sheet.headings[1:]] if sheet.headings else [],
        "rows": [{"cells": row, "total": False} for row in sheet.rows],
        "wide": True,
        "chart": "",
        "alt": "",
        "told": sheet.told,
    }
