"""Invented young people come in as others do: after a look at those who are like them."""

from collections.abc import Collection
from typing import Protocol

from cases.people.actions import Unseen
from cases.people.models import Person


class Registering(Protocol):
    """An action that registers somebody, with all that is said of them."""

    def __call__(self, *, seen: Collection[str] = ()) -> Person: ...


def once_looked_at(registering: Registering) -> Person:
    """Register somebody; where there are others like them, with their references as seen."""
    try:
        return registering()
    except Unseen as unseen:
        return registering(seen=unseen.alike.references)
