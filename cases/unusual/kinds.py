"""The kinds of records in which an unusual value may be confirmed. Filled once, at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class UnusualKind:
    """A kind of record about young people in which an unusual value may be confirmed (`cases.core.plausible`).

    `path` leads from the record to the young person, `url` to the page on which the value is looked at.
    """

    key: str
    rows: Callable[[], QuerySet[Any]]
    path: str
    url: Callable[[Any], str]


_unusual_kinds: dict[str, UnusualKind] = {}


def register_unusual(kind: UnusualKind) -> None:
    """Put the confirmed unusual values of a kind of record on the leads' list; called at start-up."""
    _unusual_kinds[kind.key] = kind


def unusual_kinds() -> list[UnusualKind]:
    """Every kind, in the order of registration."""
    return list(_unusual_kinds.values())
