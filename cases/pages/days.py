"""Reading days and times of day as people here type them: the day first, then the month, then the year."""

import re
from datetime import date, time

# The first letters of a month are enough, in both languages.
MONTHS = (
    ("januar", "january"),
    ("februar", "february"),
    ("marts", "march"),
    ("april",),
    ("maj", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december",),
)

SHORTEST_NAME = 3

YEAR = r"(?P<year>\d{4}|\d{2})"

SHAPES = [
    re.compile(shape, re.ASCII | re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",  # as browsers and other systems write it
        rf"(?P<day>\d{{1,2}})[-./, ]+(?P<month>\d{{1,2}})[-./, ]+{YEAR}",
        rf"(?P<day>\d{{2}}) ?(?P<month>\d{{2}}) ?{YEAR}",
        rf"(?P<day>\d{{1,2}})\.? ?(?P<month>[a-z]{{{SHORTEST_NAME},}})\.? ?{YEAR}",
    )
]

CLOCK = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[.:, ]?(\d{2}))?", re.ASCII | re.IGNORECASE)

# Two digits are a year from 1970 to 2069: nobody here is older, and nothing is planned for longer.
FIRST_SHORT_YEAR = 70


class NoSuchDayError(ValueError):
    """What was typed is written as a day, and the calendar has none such."""


def read_day(text: str) -> date | None:
    """The day that was typed; None where it is not written as one. Raises `NoSuchDayError`."""
    words = " ".join(text.split())
    found = next((match for shape in SHAPES if (match := shape.fullmatch(words))), None)
    if found is None:
        return None
    try:
        return date(_year(found["year"]), _month(found["month"]), int(found["day"]))
    except ValueError:
        raise NoSuchDayError(text) from None


def read_time(text: str) -> time | None:
    """The time of day that was typed; None where it is none."""
    found = CLOCK.fullmatch(" ".join(text.split()))
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004  as many digits as a short year has
        return year
    return year + (2000 if year < FIRST_SHORT_YEAR else 1900)


def _month(text: str) -> int:
    """The number of a month; 0, which is none, for a name that no month has."""
    if text.isdecimal():
        return int(text)
    word = text.lower()
    return next((n for n, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names)), 0)
