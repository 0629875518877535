"""The guard against text that a spreadsheet would take for a formula."""

import re

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


def guard(text: str) -> str:
    """The text on one line, with an apostrophe wherever some spreadsheet would take what follows for a formula.

    Applied once: it adds an apostrophe to one that is there.
    """
    return _FORMULA.sub(GUARDED, text.translate(_TO_SPACES))
