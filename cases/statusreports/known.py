"""What the system knows already of a question: other rooms and apps say it here. Filled once, at start-up.

What somebody has written down once is not asked for again: the form begins with it, marked as what it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.enrolments.models import Enrolment


@dataclass(frozen=True)
class Known:
    """The answer as the form begins with it, and in words why. Without a value it only helps to answer."""

    value: Any
    why: str


# For a course and the day of a report, what is known of the questions by the keys of their answers.
Provider = Callable[[Enrolment, date], Mapping[str, Known]]

_providers: list[Provider] = []


def register_known(provider: Provider) -> None:
    """Let what a room knows be offered as an answer; called at start-up."""
    if provider not in _providers:
        _providers.append(provider)


def known_facts(enrolment: Enrolment, day: date) -> dict[str, Known]:
    """All that is known on a day of what the reports of the course ask."""
    found: dict[str, Known] = {}
    for provider in _providers:
        found |= provider(enrolment, day)
    return found
