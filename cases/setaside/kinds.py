"""The kinds of records that can be set aside on My day. Filled once, at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cases.people.models import Person


@dataclass(frozen=True)
class AsideKind:
    """A kind of record that a user may set aside on My day.

    The record is a young person or has one as its `person`. `title` and `url` lead to it from the list of what is set
    aside.
    """

    key: str
    model: type[Model]
    title: Callable[[Any], str]
    url: Callable[[Any], str]

    @property
    def path(self) -> str:
        """What leads from the record to the young person."""
        return "pk" if self.model is Person else "person"


_aside_kinds: dict[str, AsideKind] = {}


def register_aside(kind: AsideKind) -> None:
    """Let records of a kind be set aside on My day; called at start-up."""
    _aside_kinds[kind.key] = kind


def aside_kind(key: str) -> AsideKind | None:
    """The kind with this key, if there is one."""
    return _aside_kinds.get(key)
