"""Rounding, quartiles and waiting times with cases still open."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HUNDRED = Decimal(100)


def half_up(value: Decimal | float, places: int = 0) -> Decimal:
    """`value` to a number of decimals, halves away from zero; Python's own `round` goes to the even neighbour."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent(part: int, whole: int) -> int | None:
    """Whole per cent that `part` is of `whole`; None when there is nothing to be part of."""
    return int(half_up(Decimal(part) * HUNDRED / Decimal(whole))) if whole else None


def percent_change(before: int, after: int) -> int | None:
    """Whole per cent from `before` to `after`, negative for a fall; None when there was nothing before."""
    return percent(after - before, before)


QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


def quartiles(values: Iterable[int]) -> list[float] | None:
    """Lower quartile, median and upper quartile; None for an empty list."""
    ordered = sorted(values)
    return [_at(ordered, share) for share in QUARTERS] if ordered else None


def _at(ordered: list[int], share: Fraction) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (place - low) * (ordered[high] - ordered[low]))


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
