"""Rounding as the field's evaluations print it: each figure on its own, halves away from zero."""

from decimal import ROUND_HALF_UP, Decimal

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
