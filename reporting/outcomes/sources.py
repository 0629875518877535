"""Where tables get facts that are not in status reports: who keeps such facts says so once, at start-up. No layer."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from cases.programmes.models import Programme

# The facts of a programme on a day, as far as they were registered at a moment, as the kind of table takes them.
Reads = Callable[[Programme, date, datetime], Sequence[Any]]

_sources: dict[str, Reads] = {}


def register(source: str, reads: Reads) -> None:
    """Say who reads the facts that declarations call `source`. A second one replaces the first."""
    _sources[source] = reads


def reader_of(source: str) -> Reads | None:
    """Who reads them; None where nobody keeps them."""
    return _sources.get(source)
