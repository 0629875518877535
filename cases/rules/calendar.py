"""Days and times that can be meant: years, days in a life, hours that there were, days on which a deadline ends."""

from datetime import date, datetime, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from holidays import country_holidays

from cases.rules.errors import Refused

# A year typed with two digits, or with five, is no year of anybody's case.
FIRST_YEAR, LAST_YEAR = 1900, 2199
SATURDAY = 5
# The public holidays of the Danish church year and New Year's Day; the days of a year are worked out when it is first
# asked for. Great Prayer Day counts until 2023.
_HOLIDAYS = country_holidays("DK")


def is_plausible(day: date) -> bool:
    """Whether a day, or an instant, lies in a year that somebody can have meant."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def is_working_day(day: date) -> bool:
    """Whether it is neither Saturday, Sunday nor public holiday.

    5 June, 24 and 31 December and the Friday after Ascension Day are working days: many have them off, but they are no
    public holidays.
    """
    return day.weekday() < SATURDAY and day not in _HOLIDAYS


def on_a_working_day(day: date) -> date:
    """The day on which a deadline ends: on the first working day from this one on."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def check_born(day: date, *, born: date | None, field: str) -> None:
    """Nothing happens with a young person before they are born. Raises `Refused`."""
    if born and day < born:
        text = _("That is before the young person was born (%(day)s). Correct the one that is wrong.")
        raise Refused(text % {"day": date_format(born, "SHORT_DATE_FORMAT")}, field=field)


def comes_twice(moment: datetime, zone: tzinfo) -> bool:
    """Whether a time of day without an offset lies in the hour that comes in summer time and again in winter time.

    `fold` is Python's mark for the second of the two.
    """
    first, second = (moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def never_comes(moment: datetime, zone: tzinfo) -> bool:
    """Whether a time of day without an offset is in the hour that the clock is set forward over."""
    first, second = (moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first < second


def next_that_comes(moment: datetime, zone: tzinfo) -> datetime:
    """The first whole minute from a time that never comes that does: the one at which the clock goes on."""
    moment = moment.replace(second=0, microsecond=0)
    while never_comes(moment, zone):
        moment += timedelta(minutes=1)
    return moment
