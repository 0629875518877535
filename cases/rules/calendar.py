"""Days that can be meant, and days on which a deadline can end."""

from datetime import date, timedelta

from holidays import country_holidays

# A year typed with two digits, or with five, is no year of anybody's case.
FIRST_YEAR, LAST_YEAR = 1900, 2199
SATURDAY = 5
# Danish public holidays; the days of a year are worked out when it is first asked for.
_HOLIDAYS = country_holidays("DK")


def is_plausible(day: date) -> bool:
    """Whether a day, or an instant, lies in a year that somebody can have meant."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_working_day(day: date) -> bool:
    """Whether it is neither Saturday, Sunday nor public holiday."""
    return day.weekday() < SATURDAY and day not in _HOLIDAYS


def on_a_working_day(day: date) -> date:
    """The day on which a deadline ends: on the first working day from this one on."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
