"""The report as an accessible PDF (PDF/UA-1), set by Typst from data; the same run always gives the same bytes."""

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting.documents.charts import FONTS, alt_text, svg_of
from reporting.documents.presentation import ShownIndicator, ShownReport, ShownTable

TEMPLATE = Path(__file__).with_name("report.typ")


def report_pdf(report: ShownReport) -> bytes:
    """The report with its charts as PDF in the active language."""
    finished = report.run.finished_at
    pdf: bytes = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(_data(report), ensure_ascii=False)},
        timestamp=int(finished.timestamp()) if finished else 0,
    )
    return pdf


def _data(report: ShownReport) -> dict[str, Any]:
    run = report.run
    day = run.as_of
    return {
        "title": str(run.get_kind_display()),
        "programme": str(run.programme),
        "author": str(run.programme.organisation),
        "language": get_language() or "da",
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "footer": f"Hjemvej · {run.public_id}",
        "contents": _("Contents"),
        "facts": report.facts,
        "notes": notes(report),
        "indicators": [_indicator(indicator) for indicator in report.indicators],
    }


def notes(report: ShownReport) -> list[str]:
    """What a reader must know about all the figures."""
    rounding = _("Shares are rounded each on its own to whole per cent, so they may not add up to 100.")
    nothing = _(
        "A dash says that there is nothing to compute from; of an estimated median, that fewer than half have come "
        "that far."
    )
    protected = _(
        "Figures about one to four young people are hidden, and those that would give them away. Quartiles and nights "
        "in all are shown from ten young people on."
    )
    small = _("Small numbers are shown. They may identify someone: do not pass them on.")
    frozen = _("The figures were computed once and do not change when facts are corrected later.")
    return [frozen, rounding, nothing, small if report.full else protected]


def _indicator(indicator: ShownIndicator) -> dict[str, Any]:
    return {
        "name": indicator.name,
        "words": words(indicator),
        "tables": [_table(table) for table in indicator.tables],
    }


def words(indicator: ShownIndicator) -> list[tuple[str, str]]:
    """What an indicator means, with headings."""
    return [
        (_("Definition"), indicator.definition),
        (_("Numerator"), indicator.numerator),
        (_("Denominator"), indicator.denominator),
        (_("Left out"), indicator.exclusions),
    ]


def _table(table: ShownTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "unit": _("Counted in: %(unit)s") % {"unit": table.unit},
        "first": table.title,
        "columns": table.columns,
        "rows": [{"cells": row.texts, "total": row.is_total} for row in table.rows],
        "wide": table.is_wide,
        "chart": svg_of(table),
        "alt": alt_text(table),
    }
