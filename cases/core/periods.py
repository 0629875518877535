"""Time: half-open periods [start, end), where no end means ongoing. The only home of period logic.

`end` is the first day after the period, as it is stored. People read and type the last day instead: what happens on
that day belongs to the period. Forms, the API, exports and history turn one into the other with `last_day`.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db.models import CheckConstraint, DateField, Expression, F, Func, IntegerField, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Least
from django.utils import timezone

if TYPE_CHECKING:
    from cases.core.codes import Label  # whose codes have a period themselves

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `start` up to but not including `end`; `end` None is ongoing."""

    start: date
    end: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it would end before its first day is over: a period lasts at least one day."""
        return self.end is not None and self.end <= self.start

    def contains(self, day: date) -> bool:
        return self.begun_by(day) and self.not_over(day)

    def begun_by(self, day: date) -> bool:
        return self.start <= day

    def not_over(self, day: date) -> bool:
        """Whether its last day is `day` or later."""
        return self.end is None or day < self.end

    def goes_on_after(self, day: date) -> bool:
        """Whether it contains `day` and is not over with it."""
        return self.contains(day) and self.end != day + ONE_DAY

    def overlaps(self, other: "Period") -> bool:
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` lies in it."""
        return self.start <= other.start and (self.end is None or (other.end is not None and other.end <= self.end))

    def end_by(self, day: date) -> date:
        """Its end, or `day` where it goes on until then."""
        return day if self.end is None else min(self.end, day)

    def days(self, *, until: date) -> int:
        """Calendar days in the period, counting an ongoing one up to and not including `until`; never negative."""
        return max((self.end_by(until) - self.start).days, 0)

    def days_within(self, other: "Period", *, until: date) -> int:
        """Calendar days that lie in both periods, counted up to and not including `until`; in nights: nights slept."""
        return max((self.end_by(other.end_by(until)) - max(self.start, other.start)).days, 0)


def last_day(end: date | None) -> date | None:
    """The last day of a period that is stored with the first day after it; None while it is ongoing."""
    return None if end is None else end - ONE_DAY


class EndDate(DateField):  # type: ignore[type-arg]
    """The end of a period as it is stored, the first day after it. Whatever shows it to people shows `last_day`."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """A plain date for the database."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.DateField", args, options


def age_on(birth_date: date, day: date) -> int:
    """Completed years. Someone born on 29 February turns a year older on 1 March in common years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


class AgeInYears(Func):
    """The same in the database: `AgeInYears(day, birth_date)`."""

    template = "date_part('year', age(%(expressions)s))::int"
    output_field = IntegerField()


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def midnight_after(day: date) -> datetime:
    """The instant at which `day` ends in Denmark."""
    return timezone.make_aware(datetime.combine(day + ONE_DAY, time.min))


def happened_by(day: date, column: str) -> Q:
    """Filter for rows whose instant lies on `day` or earlier."""
    return Q(**{f"{column}__lt": midnight_after(day)})


def happened_in(period: Period, column: str) -> Q:
    """Filter for rows whose instant lies on a day of `period`."""
    since = Q(**{f"{column}__gte": midnight_after(period.start - ONE_DAY)})
    return since if period.end is None else since & happened_by(period.end - ONE_DAY, column)


def lies_in(period: Period, column: str) -> Q:
    """Filter for rows whose date is a day of `period`."""
    since = Q(**{f"{column}__gte": period.start})
    return since if period.end is None else since & Q(**{f"{column}__lt": period.end})


def ongoing(*, end: str = "end") -> Q:
    """Filter for rows whose period has no end."""
    return Q(**{f"{end}__isnull": True})


def begun_by(day: date | Combinable, *, start: str = "start") -> Q:
    """Filter for rows whose period begins on `day` or earlier."""
    return Q(**{f"{start}__lte": day})


def end_by(day: date | Combinable, *, end: str = "end") -> Least:
    """The end of each row's period, or `day` where it goes on until then: LEAST passes over what is empty."""
    return Least(F(end), day)


def not_over(day: date | Combinable, *, end: str = "end") -> Q:
    """Filter for rows whose last day is `day` or later."""
    return ongoing(end=end) | Q(**{f"{end}__gt": day})


def open_on(day: date | Combinable, *, start: str = "start", end: str = "end") -> Q:
    """Filter for rows whose period contains `day`; for an instant, its `__date`."""
    return begun_by(day, start=start) & not_over(day, end=end)


def open_after(day: date, *, start: str = "start", end: str = "end") -> Q:
    """Filter for rows whose period contains `day` and goes on after it: what is still running when the day is over."""
    return begun_by(day, start=start) & not_over(day + ONE_DAY, end=end)


def ended_in(period: Period, *, end: str = "end") -> Q:
    """Filter for rows whose last day lies in `period`."""
    ended = Q(**{f"{end}__gt": period.start})
    return ended if period.end is None else ended & Q(**{f"{end}__lte": period.end})


def touches(period: Period, *, start: str = "start", end: str = "end") -> Q:
    """Filter for rows whose period shares at least one day with `period`."""
    rows = not_over(period.start, end=end)
    return rows if period.end is None else rows & Q(**{f"{start}__lt": period.end})


class DateRange(Func):
    """The database's half-open date range of two columns."""

    function = "DATERANGE"
    output_field = DateRangeField()


def start_before_end(name: str, message: "Label", *, start: str = "start", end: str = "end") -> CheckConstraint:
    """A period lasts at least one day."""
    return CheckConstraint(
        name=name,
        condition=not_over(F(start), end=end),
        violation_error_message=message,  # type: ignore[arg-type]  # a lazy text is one
    )


def no_overlap(
    name: str, message: "Label", *, within: Sequence[str | Expression], start: str = "start", end: str = "end"
) -> ExclusionConstraint:
    """Two rows that agree on `within` never share a day.

    The columns come before the period: PostgreSQL finds a record's rows by the first columns of the index.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((column, RangeOperators.EQUAL) for column in within),
            (DateRange(start, end, RangeBoundary()), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,  # type: ignore[arg-type]  # a lazy text is one
    )
