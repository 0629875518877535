"""The two forms of CSV. Texts in them pass the guard against formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.pages.formulas import FORMULA, GUARDED, guard
from reporting.csvfiles.codes import ExportForm

__all__ = ["DIALECTS", "FORMULA", "GUARDED", "Dialect", "guard", "lines"]


@dataclass(frozen=True)
class Dialect:
    """How one form writes a file: the mark at the start, what parts the cells, and how a line ends."""

    start: bytes
    delimiter: str
    line_end: str


DIALECTS = {
    ExportForm.EXCEL: Dialect(start=b"\xef\xbb\xbf", delimiter=";", line_end="\r\n"),
    ExportForm.MACHINE: Dialect(start=b"", delimiter=",", line_end="\n"),
}


def lines(rows: Iterable[Sequence[object]], form: ExportForm) -> bytes:
    """Ready cells as one CSV file in UTF-8; None is an empty cell. Texts must have passed `guard`."""
    dialect = DIALECTS[form]
    out = io.StringIO()
    csv.writer(out, delimiter=dialect.delimiter, lineterminator=dialect.line_end).writerows(rows)
    return dialect.start + out.getvalue().encode()
