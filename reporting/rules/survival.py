"""How long things take when some are still waiting: the product-limit estimate (Kaplan and Meier, 1958)."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

HALF = Fraction(1, 2)


def median_wait(waits: Iterable[tuple[int, int, bool]]) -> int | None:
    """Days after which half have arrived, those still waiting counted in; None when that cannot be told yet.

    Each wait is (entry, days, arrived), at risk from its day `entry` to its day `days`. One that had waited before we
    began to look is not at risk until then: had it arrived earlier, we would not know of it (left truncation). On a
    day when some arrive and others are last seen, the arrivals come first. If all at risk arrive before others enter,
    nothing is known of the days between.
    """
    seen = list(waits)
    entries = sorted(entry for entry, _days, _arrived in seen)
    last_seen = sorted(days for _entry, days, _arrived in seen)
    arrivals = Counter(days for _entry, days, arrived in seen if arrived)
    waiting = Fraction(1)
    for day in sorted(arrivals):
        at_risk = bisect_right(entries, day) - bisect_left(last_seen, day)
        if arrivals[day] == at_risk and entries[-1] > day:
            return None
        waiting *= 1 - Fraction(arrivals[day], at_risk)
        if waiting <= HALF:
            return day
    return None
