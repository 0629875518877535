"""Where rooms and apps show themselves: panels of pages, and the time line. Filled once, at start-up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from cases.core.codes import Label
from cases.people.models import Person, PersonQuerySet
from cases.staff.models import User

Place = Literal["person", "my_day", "board"]

Subject = Person | PersonQuerySet


@dataclass(frozen=True)
class Panel:
    """A box on a page. `load(user, subject, today)` gives the template's context.

    On the person page the subject is the young person, elsewhere the young people that the page is about. A panel that
    names others too gives their references as `shown`, for the log.
    """

    key: str
    place: Place
    order: int
    template: str
    load: Callable[[User, Any, date], dict[str, Any]]


@dataclass(frozen=True)
class TimelineEntry:
    """One dated thing that happened. `when` is a date, or an instant where the time of day is known.

    `tone` is "success", "warning", "error", or "withdrawn" for an entry that no longer counts.
    """

    when: date | datetime
    kind: str
    title: Label
    body: str = ""
    url: str = ""
    who: str = ""
    detail: tuple[tuple[Label, Label], ...] = ()
    tone: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """One kind of entry on the timeline; `key` is the filter's value. `load` is given somebody the user may see."""

    key: str
    label: Label
    load: Callable[[Person, User], Iterable[TimelineEntry]]
    icon: str = "document"


_panels: dict[tuple[Place, str], Panel] = {}

_sources: dict[str, TimelineSource] = {}


def register_panel(panel: Panel) -> None:
    """Add a panel to its page; called at start-up."""
    _panels[panel.place, panel.key] = panel


def register_timeline(source: TimelineSource) -> None:
    """Add a kind of entry to the timeline; called at start-up."""
    _sources[source.key] = source


def panels(place: Place) -> list[Panel]:
    """The panels of a page in their order."""
    return sorted((panel for panel in _panels.values() if panel.place == place), key=lambda panel: panel.order)


def timeline_sources() -> list[TimelineSource]:
    """Every kind of entry, in the order of registration."""
    return list(_sources.values())
