"""From when on anything is known of a young person. Other rooms and apps say it; filled once, at start-up."""

from collections.abc import Callable
from datetime import date

from cases.people.models import Person

# The first day on which an app knows something of a young person.
FirstDay = Callable[[Person], date | None]

_first_days: list[FirstDay] = []


def register_first_day(load: FirstDay) -> None:
    """Add from when on something is known of a young person; called at start-up."""
    _first_days.append(load)


def first_day(person: Person) -> date | None:
    """The first day of which other apps know something of a young person."""
    return min(filter(None, (load(person) for load in _first_days)), default=None)
