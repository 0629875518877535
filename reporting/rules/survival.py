"""How long things take when some are still waiting: the product-limit estimate (Kaplan and Meier, 1958)."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

HALF = Fraction(1, 2)


def median_wait(waits: Iterable[tuple[int, bool]]) -> int | None:
    """Days after which half have arrived, those still waiting counted in; None when half have not arrived yet.

    Each wait is (days, arrived). One that has not arrived is followed for its days and counts as at risk that long;
    on a day when some arrive and others are last seen, the arrivals come first.
    """
    seen = list(waits)
    arrivals = Counter(days for days, arrived in seen if arrived)
    leavers = Counter(days for days, _arrived in seen)
    at_risk, waiting = len(seen), Fraction(1)
    for days in sorted(leavers):
        waiting *= 1 - Fraction(arrivals[days], at_risk)
        if waiting <= HALF:
            return days
        at_risk -= leavers[days]
    return None
