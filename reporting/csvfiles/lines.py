"""The two forms of CSV, and the guard against text that a spreadsheet would take for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reporting.csvfiles.codes import ExportForm

# OWASP, "CSV Injection": these signs, and their full-width twins, make a spreadsheet compute a cell.
FORMULA_STARTS = "=+@＝＋－＠-"  # noqa: RUF001  the full-width twins are meant

# A cell begins where the text begins and, for a spreadsheet that takes another separator than ours, after each of
# these; the quotes and blanks in between are no part of what it computes. Quoting does not help: the quote stands in
# the middle of what such a reader takes for a cell. Apostrophes that stand there already count as part of the start,
# so that the one we add can be taken away again. PostgreSQL reads the pattern as Python does.
FORMULA = rf"""(^|[;,|])([ "]*)('*[{FORMULA_STARTS}])"""

GUARDED = r"\1\2'\3"

_FORMULA = re.compile(FORMULA)

_TO_SPACES = str.maketrans("\r\n\t", "   ")


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


def guard(text: str) -> str:
    """The text on one line, with an apostrophe wherever some spreadsheet would take what follows for a formula.

    Applied once: it adds an apostrophe to one that is there.
    """
    return _FORMULA.sub(GUARDED, text.translate(_TO_SPACES))


def lines(rows: Iterable[Sequence[object]], form: ExportForm) -> bytes:
    """Ready cells as one CSV file in UTF-8; None is an empty cell. Texts must have passed `guard`."""
    dialect = DIALECTS[form]
    out = io.StringIO()
    csv.writer(out, delimiter=dialect.delimiter, lineterminator=dialect.line_end).writerows(rows)
    return dialect.start + out.getvalue().encode()
