"""Sums of money and hours that say over how many they are, planned hours, and whether the financing adds up. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.core.periods import ONE_DAY, Period
from reporting.figures.rules import half_up

MONTHS = 3  # in a quarter
WEEK = 7


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of what is known, and of how many it is: no data is not 0. None where nothing is known."""

    total: Decimal | None
    known: int
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing in it."""
        return self.known == self.of


def summed(values: Iterable[Decimal | None], of: int | None = None) -> Sum:
    """The sum of the values that are known; `of` says how many there should be, where there is no value for each."""
    found = list(values)
    known = [value for value in found if value is not None]
    return Sum(sum(known, Decimal(0)) if known else None, len(known), len(found) if of is None else of)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    def __str__(self) -> str:
        return _("%(year)s, quarter %(quarter)s") % {"year": self.year, "quarter": self.number}

    @property
    def period(self) -> Period:
        """Its days."""
        following = self.next
        return Period(self.first_day, following.first_day)

    @property
    def first_day(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter.of(self.first_day - ONE_DAY)

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number}"


def quarters(period: Period, until: date) -> list[Quarter]:
    """The quarters that touch a period and are over by a day, with its end: of these it can be known what was used."""
    found, one = list[Quarter](), Quarter.of(period.start)
    while period.overlaps(one.period) and not one.period.not_over(until + ONE_DAY):
        found.append(one)
        one = one.next
    return found


def planned_hours(weekly: Decimal, own: Period, parts: Sequence[tuple[Period, Decimal]], within: Period) -> Decimal:
    """The hours that a post should have worked within some days, to one decimal: hours a week by seven, day by day.

    `own` is when the post is there with `weekly` hours; `parts` are periods in which it has others. `within` ends.
    """
    first, hours = within.start, Decimal(0)
    for number in range(within.days(until=date.max)):
        day = first + number * ONE_DAY
        usual = weekly if own.contains(day) else Decimal(0)
        hours += next((other for period, other in parts if period.contains(day)), usual)
    return half_up(hours / WEEK, 1)


@dataclass(frozen=True, slots=True)
class Check:
    """Whether parts make up what was stated in all. `stated` None is that nobody has stated a total."""

    parts: Sum
    stated: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """How much more was stated than the parts make up."""
        known = self.parts.total or Decimal(0)
        return None if self.stated is None else self.stated - known

    @property
    def adds_up(self) -> bool:
        return self.stated is not None and self.parts.is_whole and not self.difference
