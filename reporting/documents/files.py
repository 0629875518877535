"""The files a report can be taken as: the same for the page and the command."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from reporting.csvfiles.codes import ExportForm
from reporting.documents.pdf import report_pdf
from reporting.documents.presentation import ShownReport
from reporting.documents.tables import report_csv
from reporting.runs.models import ReportRun


@dataclass(frozen=True)
class File:
    """One kind of file. `write` makes its bytes from the report as shown; the same report gives the same bytes."""

    suffix: str
    content_type: str
    write: Callable[[ShownReport], bytes]
    mark: str = ""


def report_json(report: ShownReport) -> bytes:
    """Every figure with its codes, for programs; hidden figures are null and marked."""
    run = report.run
    about = {
        "report": run.kind,
        "programme": run.programme.code,
        "from": run.start.isoformat(),
        "to": run.last_day.isoformat(),
        "as_of": run.as_of.isoformat(),
        "small_numbers": report.full,
    }
    figures = [
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
    return (json.dumps(about | {"figures": figures}, ensure_ascii=False, indent=1) + "\n").encode()


FILES = {
    "csv": File("csv", "text/csv; charset=utf-8", partial(report_csv, form=ExportForm.MACHINE)),
    "excel": File("csv", "text/csv; charset=utf-8", partial(report_csv, form=ExportForm.EXCEL), "-excel"),
    "pdf": File("pdf", "application/pdf", report_pdf),
    "json": File("json", "application/json", report_json),
}


def filename(run: ReportRun, file: File) -> str:
    """A name that says what the file is, in plain ASCII: programme, first and last day, as-of day, form."""
    days = "-".join(f"{day:%Y-%m-%d}" for day in (run.start, run.last_day, run.as_of))
    return f"{run.kind}-{run.programme.code}-{days}{file.mark}.{file.suffix}"
