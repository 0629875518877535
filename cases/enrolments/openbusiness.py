"""What stays open when an enrolment closes. Other rooms and apps say it; filled once, at start-up."""

from collections.abc import Callable, Iterable
from datetime import date

from cases.core.codes import Label
from cases.people.models import Person

# What goes on for a young person when an enrolment closes, a sentence each.
OpenBusiness = Callable[[Person, date], Iterable[Label]]

_open_business: list[OpenBusiness] = []


def register_open_business(load: OpenBusiness) -> None:
    """Add what stays open when an enrolment closes; called at start-up."""
    _open_business.append(load)


def open_business(person: Person, today: date) -> list[Label]:
    """What stays open for a young person when an enrolment closes."""
    return [sentence for load in _open_business for sentence in load(person, today)]
