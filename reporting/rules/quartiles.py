"""Quartiles of a list, by the same method as the database's percentile_cont: linear between neighbours (type 7)."""

from collections.abc import Iterable
from fractions import Fraction

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
