"""How many shelter days of a running year the state refunds (stays under serviceloven § 110); unusual days of a stay.

Half of the cost is refunded for up to 120 days in a running year, 90 days from 1 April 2026. The running year begins
with the first admission; the first admission, or the first day still in shelter, after it has passed begins the next.
How a year that began before 1 April 2026 is counted after it is not stated in our sources: the limit in force on the
day asked about is used, so that the number of days left is never promised too high.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cases.core.periods import ONE_DAY, Period, add_months
from cases.core.plausible import YEAR, declare
from cases.core.plausible import day as usual_day

# With parents since childhood is common; longer ago than that is mostly a wrong year.
declare("housing.Stay", usual_day("start", back=20 * YEAR))

LIMITS = ((date(2026, 4, 1), 90), (date.min, 120))


@dataclass(frozen=True)
class RefundYear:
    """The running year that contains a day. `used` counts days in shelter in it up to and including that day."""

    start: date
    end: date
    used: int
    limit: int

    @property
    def last_day(self) -> date:
        """The last day of the running year, as people read it."""
        return self.end - ONE_DAY

    @property
    def left(self) -> int:
        """Refunded days that remain in the running year."""
        return max(self.limit - self.used, 0)


def refund_limit(day: date) -> int:
    """Days refunded in a running year by the rule in force on `day`."""
    return next(limit for since, limit in LIMITS if since <= day)


def refund_year(stays: Iterable[Period], *, on: date) -> RefundYear | None:
    """The running refund year on `on`, from the periods in shelter; None when none has begun or it has run out."""
    tomorrow = on + timedelta(days=1)
    begun = sorted((stay for stay in stays if stay.begun_by(on)), key=lambda stay: stay.start)
    start: date | None = None
    for stay in begun:
        last = stay.end_by(tomorrow)
        if start is None or stay.start >= add_months(start, 12):
            start = stay.start
        while add_months(start, 12) < last:
            start = add_months(start, 12)
    if start is None or on >= add_months(start, 12):
        return None
    used = sum(stay.days_within(Period(start), until=tomorrow) for stay in begun)
    return RefundYear(start=start, end=add_months(start, 12), used=used, limit=refund_limit(on))
