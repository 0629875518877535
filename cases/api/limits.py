"""How much one request may bring or ask for: every bound of the API, here and in its description.

A module of its own, without the framework: that loads its pages and parsers while it loads itself.
"""

ROWS, MOST_ROWS = 50, 200  # of one page of a list
LAST_PAGE = 1_000_000
LONGEST_CODE = 60  # of a unit, or a reference number
LONGEST_NOTE = 20_000  # characters
MOST_NAMED = 20  # unknown fields: whoever sends more has not read the description
LARGEST_BODY = 256 * 1024  # bytes; the longest note fits in, however it is written down
