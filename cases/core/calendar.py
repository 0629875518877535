"""Days: plausible years, working days, the hour that comes twice, and what every action asks of a day and a reason."""

from datetime import date, datetime, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from holidays import country_holidays

from cases.core.errors import Refused

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


def check_day(day: date, *, today: date, not_before: date | None = None, field: str = "on") -> None:
    """A step is recorded once it has happened, and not before the step that led to it. Raises `Refused`."""
    if day > today:
        raise Refused(_("That day is in the future. Choose the day it happened."), field=field)
    if not_before and day < not_before:
        message = _("That is before the previous step (%(day)s). Choose a later day.")
        raise Refused(message % {"day": f"{not_before:%d.%m.%Y}"}, field=field)


def check_not_ended(day: date, *, last_day: date | None, field: str) -> None:
    """Nothing is decided in a programme, or asked of it, after its last day. Raises `Refused`."""
    if last_day and day > last_day:
        raise Refused(_("The programme has ended."), field=field)


def check_why(why: str) -> str:
    """What stands on record is changed with a reason that others can follow: this one. Raises `Refused`."""
    if not why.strip():
        raise Refused(_("Write why, so that others can follow it."), field="why")
    return why.strip()


CORRECTION_WINDOW = timedelta(hours=24)
