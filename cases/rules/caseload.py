"""How many young people one worker should have at most."""

from collections.abc import Collection
from decimal import Decimal

FULL_TIME = Decimal(37)


def norm_of(young_people: int, weekly_hours: Collection[Decimal]) -> Decimal:
    """The norm of a full-time worker, reduced to the hours of the post.

    `weekly_hours`: of the posts the worker may hold. Posts name no worker: where they differ, full time is assumed.
    """
    hours = next(iter(weekly_hours)) if len(set(weekly_hours)) == 1 else FULL_TIME
    return young_people * hours / FULL_TIME
