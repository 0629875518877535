"""State tables: which event leads from which state to which. Everything not in the table is refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from cases.core.errors import Refused

S = TypeVar("S")

E = TypeVar("E")


@dataclass(frozen=True)
class Transition(Generic[S, E]):
    """`event` is allowed in each of `sources` and leads to `target` (None: the state stays as it is)."""

    event: E
    sources: frozenset[S]
    target: S | None


class StateTable(Generic[S, E]):
    """The whole life of one kind of record, readable as a table and testable cell by cell."""

    def __init__(self, *rows: tuple[E, Iterable[S], S | None]) -> None:
        self.rows = tuple(Transition(event, frozenset(sources), target) for event, sources, target in rows)

    def after(self, state: S, event: E) -> S:
        """The state that `event` leads to from `state`. Raises `Refused` when the table has no such step."""
        for row in self.rows:
            if row.event == event and state in row.sources:
                return state if row.target is None else row.target
        raise Refused(_("That step is not possible now. The case may have moved on: reload the page to see it."))

    def allows(self, state: S, event: E) -> bool:
        """Whether `event` may happen in `state`."""
        return any(row.event == event and state in row.sources for row in self.rows)

    def events_from(self, state: S) -> Iterator[E]:
        """The events possible in `state`, in the order of the table, each once."""
        return iter(dict.fromkeys(row.event for row in self.rows if state in row.sources))
