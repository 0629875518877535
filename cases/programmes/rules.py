"""The rules of a programme as plain facts: whom it is for, and how many young people a post follows."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

FULL_TIME = Decimal(37)


def norm_of(young_people: int, weekly_hours: Collection[Decimal]) -> Decimal:
    """The norm of a full-time worker, reduced to the hours of the post.

    `weekly_hours`: of the posts the worker may hold. Posts name no worker: where they differ, full time is assumed.
    """
    hours = next(iter(weekly_hours)) if len(set(weekly_hours)) == 1 else FULL_TIME
    return young_people * hours / FULL_TIME


@dataclass(frozen=True)
class TargetGroup:
    """A programme's rules. Ages are completed years and both ends count; `municipality` is a four-digit code."""

    min_age: int
    max_age: int
    municipality: str
    requires_unstable_housing: bool
    requires_residence: bool
    excludes_short_advice: bool
