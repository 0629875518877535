"""The life of an edition, and the periods it may be about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.core.periods import ONE_DAY, Period, add_months
from cases.core.transitions import StateTable
from reporting.editions.codes import EditionEvent as Event
from reporting.editions.codes import EditionState as State
from reporting.editions.codes import PeriodKind

EDITION_STATES: StateTable[State, Event] = StateTable(
    (Event.FINISH, [State.MAKING], State.READY),
    (Event.FAIL, [State.MAKING], State.FAILED),
    (Event.RETRY, [State.FAILED, State.READY], State.MAKING),
    (Event.RELEASE, [State.READY], State.RELEASED),
)

# An edition that was begun this many times without coming to an end takes its workers down with it.
MOST_ATTEMPTS = 5

MONTHS = {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}


@dataclass(frozen=True)
class EditionPeriod:
    """A period that an edition may be about."""

    kind: PeriodKind
    period: Period

    @property
    def end(self) -> date:
        """The first day after it."""
        assert self.period.end is not None  # noqa: S101  an edition's period is over
        return self.period.end

    @property
    def last_day(self) -> date:
        """The last day, as people say it; also the day as of which its report is made."""
        return self.end - ONE_DAY

    @property
    def key(self) -> str:
        """What a form sends: its first and last day."""
        return f"{self.period.start:%Y-%m-%d}_{self.last_day:%Y-%m-%d}"

    def __str__(self) -> str:
        year, number = self.period.start.year, (self.period.start.month - 1) // MONTHS.get(self.kind, 12) + 1
        names = {
            PeriodKind.QUARTER: _("%(year)s, quarter %(number)s"),
            PeriodKind.HALF_YEAR: _("%(year)s, half-year %(number)s"),
            PeriodKind.YEAR: _("The year %(year)s"),
            PeriodKind.WHOLE: _("From the start of the programme to %(last)s"),
        }
        return names[self.kind] % {
            "year": year,
            "number": number,
            "last": date_format(self.last_day, "SHORT_DATE_FORMAT"),
        }


def _calendar(kind: PeriodKind, first: date, until: date) -> Iterator[Period]:
    """The quarters, half-years or years from the one with `first` in it that are over by `until`, with its end."""
    months = MONTHS[kind]
    start = date(first.year, (first.month - 1) // months * months + 1, 1)
    while _is_over(period := Period(start, add_months(start, months)), until):
        yield period
        start = add_months(start, months)


def _is_over(period: Period, until: date) -> bool:
    """Whether its last day is `until` or earlier."""
    return not period.not_over(until + ONE_DAY)


def periods_of(programme: Period, until: date) -> list[EditionPeriod]:
    """The periods of a programme that are over by `until`: the latest first, those of the whole programme before all.

    The whole is from its first day to the end of a quarter, or to its own last day. The same days are there once.
    """
    ended = _is_over(programme, until)
    last = programme.end_by(until + ONE_DAY) - ONE_DAY
    found: list[EditionPeriod] = []
    for kind in MONTHS:
        found += [EditionPeriod(kind, one) for one in _calendar(kind, programme.start, last)]
    ends = {one.period.end for one in found if one.kind == PeriodKind.QUARTER} | ({programme.end} if ended else set())
    whole = [EditionPeriod(PeriodKind.WHOLE, Period(programme.start, end)) for end in ends if end]
    found = whole + [one for one in found if one.key not in {other.key for other in whole}]
    found.sort(key=lambda one: (one.kind == PeriodKind.WHOLE, one.last_day, one.period.start), reverse=True)
    return found


def period_named(periods: list[EditionPeriod], start: date, last_day: date) -> EditionPeriod | None:
    """The one of the periods with these days."""
    return next((one for one in periods if (one.period.start, one.last_day) == (start, last_day)), None)
