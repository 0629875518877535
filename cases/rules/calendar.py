"""Days that can be meant: a year typed with two digits, or with five, is no year of anybody's case."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199


def is_plausible(day: date) -> bool:
    """Whether a day, or an instant, lies in a year that somebody can have meant."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
