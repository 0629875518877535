"""A report as its page shows it: the numbers on top, then each indicator with drawings beside the tables."""

from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reporting.chapters.registry import CHAPTERS
from reporting.documents.charts import alt_text, svg_of
from reporting.documents.pdf import notes, words
from reporting.documents.presentation import ShownReport, ShownTable
from reporting.runs.models import ReportRun

# The numbers on top: indicator, table, row, measure.
HEADLINES = (
    ("screened", "outcome", "total", "n"),
    ("age_and_gender", "age", "total", "n"),
    ("share_reached", "outcomes", "reached", "share"),
    ("own_home", "moved", "moved", "n"),
    ("closed", "reasons", "total", "n"),
)


class Headline(NamedTuple):
    """One number on top of the page, and the indicator it leads to."""

    text: str
    label: str
    url: str


class Picture(NamedTuple):
    """A table with its drawing, which is empty where the table needs none."""

    table: ShownTable
    columns: list[str]
    svg: SafeString
    alt: str
    note: str


def page_of(report: ShownReport) -> dict[str, Any]:
    """Everything the page of a finished report shows."""
    return {
        "report": report,
        "notes": notes(report),
        "headlines": _headlines(report),
        "sections": [
            {
                "indicator": indicator,
                "words": words(indicator),
                "pictures": [_picture(table) for table in indicator.tables],
            }
            for indicator in report.indicators
        ],
    }


def step_of(run: ReportRun) -> str:
    """What is being computed now, by name."""
    waiting = next((indicator for key, indicator in CHAPTERS.items() if key not in run.parts), None)
    return str(waiting.name) if waiting else _("Finishing")


def _headlines(report: ShownReport) -> list[Headline]:
    figures = {
        (indicator.key, table.key, row.code, cell.measure.key): cell.text
        for indicator, table, row in report.lines()
        for cell in row.cells
    }
    labels = {
        "screened": _("Screened"),
        "age_and_gender": _("New enrolments"),
        "share_reached": _("Contacts and attempts that reached"),
        "own_home": _("Moved into own home"),
        "closed": _("Enrolments closed"),
    }
    return [Headline(figures[key], labels[key[0]], f"#{key[0]}") for key in HEADLINES if key in figures]


def _picture(table: ShownTable) -> Picture:
    # The drawing is our own chart maker's output: its texts are escaped there, and it carries no script or style.
    drawing = mark_safe(svg_of(table))  # noqa: S308
    note = _("Counted in: %(unit)s") % {"unit": table.unit}
    return Picture(table, [table.title, *table.columns], drawing, alt_text(table), note)
