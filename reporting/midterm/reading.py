"""A report as its page shows it: the numbers on top, then chapter by chapter drawings beside the tables."""

from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from reporting.chapters.steps import name_of_step, steps_of
from reporting.documents.charts import alt_text, svg_of
from reporting.documents.head import Words
from reporting.documents.pdf import words
from reporting.documents.presentation import ShownIndicator, ShownOutcome, ShownReport, ShownTable
from reporting.runs.models import ReportRun


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


class Sheet(NamedTuple):
    """An outcome table at one report: its columns are empty where its rows are withheld. `label` is its full name."""

    title: str
    label: str
    columns: list[str]
    rows: tuple[tuple[str, ...], ...]
    told: tuple[tuple[str, str], ...]


def page_of(report: ShownReport) -> dict[str, Any]:
    """Everything the page of a finished report shows."""
    return {
        "report": report,
        "headlines": [Headline(text, label, f"#{key}") for text, label, key in report.headlines],
        "chapters": [
            {
                "key": f"chapter-{chapter.key}",
                "name": chapter.name,
                "parts": [_part(part, report.say) for part in chapter.parts],
            }
            for chapter in report.chapters
        ],
    }


def step_of(run: ReportRun) -> str:
    """What is being computed now, by name."""
    return name_of_step(next((key for key in steps_of(run.programme) if key not in run.parts), None))


def _part(part: ShownIndicator | ShownOutcome, say: Words) -> dict[str, Any]:
    about = {"key": part.key, "name": part.name}
    if isinstance(part, ShownIndicator):
        return about | {"words": words(part, say), "pictures": [_picture(table, say) for table in part.tables]}
    sheets = [
        Sheet(
            sheet.base,
            f"{part.name}: {sheet.base}",
            [part.name, *sheet.headings[1:]] if sheet.headings else [],
            sheet.rows,
            sheet.told,
        )
        for sheet in part.sheets
    ]
    return about | {"sheets": sheets}


def _picture(table: ShownTable, say: Words) -> Picture:
    # The drawing is our own chart maker's output: its texts are escaped there, and it carries no script or style.
    drawing = mark_safe(svg_of(table))  # noqa: S308
    note = say("counted_in", unit=table.unit)
    return Picture(table, [table.title, *table.columns], drawing, alt_text(table), note)
