"""How a statistic changed, as the national evaluation computes it. Pure.

Counts change by whole per cent of the published numbers, halves away from zero (its table 2-1: 128 to 144 is 13 per
cent, 120 to 99 is -18). Shares change by percentage points (the youth evaluations), the difference of the published
shares as they stand, to one decimal: published figures are never rounded once more before they are compared.
"""

from decimal import Decimal

from reporting.figures.rules import half_up


def change_in_percent(before: Decimal, after: Decimal) -> int | None:
    """Whole per cent from `before` to `after`, negative for a fall; None when there was nothing before."""
    return int(half_up((after - before) * 100 / before)) if before else None


def change_in_points(before: Decimal, after: Decimal) -> Decimal:
    """Percentage points from one share to another, to one decimal."""
    return half_up(after - before, 1)
