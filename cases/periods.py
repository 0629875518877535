"""Time: half-open periods [start, end), where no end means ongoing. The only home of period logic."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db.models import CheckConstraint, Expression, F, Func, Q
from django.utils import timezone

from cases.codelists.base import Label


@dataclass(frozen=True)
class Period:
    """From `start` up to but not including `end`; `end` None is ongoing."""

    start: date
    end: date | None = None

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def days(self, *, until: date) -> int:
        """Calendar days in the period, counting an ongoing one up to and not including `until`; never negative."""
        return max(((self.end if self.end and self.end < until else until) - self.start).days, 0)

    def days_within(self, other: "Period", *, until: date) -> int:
        """Calendar days that lie in both periods, counted up to and not including `until`; in nights: nights slept."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end, until) if end is not None]
        return max((min(ends) - start).days, 0)


def age_on(birth_date: date, day: date) -> int:
    """Completed years. Someone born on 29 February turns a year older on 1 March in common years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def midnight_after(day: date) -> datetime:
    """The instant at which `day` ends in Denmark."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def open_on(day: date, *, start: str = "start", end: str = "end") -> Q:
    """Filter for rows whose period contains `day`."""
    return Q(**{f"{start}__lte": day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": day}))


def touches(period: Period, *, start: str = "start", end: str = "end") -> Q:
    """Filter for rows whose period shares at least one day with `period`."""
    rows = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": period.start})
    return rows if period.end is None else rows & Q(**{f"{start}__lt": period.end})


class DateRange(Func):
    """The database's half-open date range of two columns."""

    function = "DATERANGE"
    output_field = DateRangeField()


def start_before_end(name: str, message: Label, *, start: str = "start", end: str = "end") -> CheckConstraint:
    """A period lasts at least one day."""
    return CheckConstraint(
        name=name,
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F(start)}),
        violation_error_message=message,  # type: ignore[arg-type]  # a lazy text is one
    )


def no_overlap(
    name: str, message: Label, *, within: Sequence[str | Expression], start: str = "start", end: str = "end"
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
