"""Where other apps show themselves on pages of this one: panels, the timeline, facts to share, what stays open.

Filled once, at start-up.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse

from cases.codelists.base import Label
from cases.models import Enrolment, Handover, Person, User
from cases.models.persons import PersonQuerySet
from cases.rules.handovers import may_share

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
    """One kind of entry on the timeline; `key` is the filter's value. `load` shows only what the user may see."""

    key: str
    label: Label
    load: Callable[[Person, User], Iterable[TimelineEntry]]
    icon: str = "document"


@dataclass(frozen=True)
class SharedFacts:
    """One category of a handover's scope.

    `take` gives the facts of a young person as they stand on a day, as plain values of no language: they are kept with
    the handover when it is sent. With an enrolment only its own facts are taken. `show` puts them into words.
    """

    scope: str
    take: Callable[[Person, Enrolment | None, date], Any]
    show: Callable[[Any], Iterable[tuple[Label, str]]]


@dataclass(frozen=True)
class DraftPage:
    """A form with free text. `view` names its address, `label` says on My day what was not finished there.

    Its drafts are kept under "kind" or "kind:subject", where the subject is what stands in the address, joined by
    points: a young person's reference, or first the key of a record of `about`. `query`: the reference stands behind
    the question mark.
    """

    view: str
    label: Label
    about: type[Model] | None = None
    query: bool = False

    def url(self, subject: str) -> str:
        """The form opened again; empty where there is none for such a subject."""
        if self.query:
            return reverse(self.view) + (f"?{urlencode({'person': subject})}" if subject else "")
        try:
            return reverse(self.view, args=subject.split(".") if subject else [])
        except NoReverseMatch:
            return ""


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


@dataclass(frozen=True)
class UnusualKind:
    """A kind of record about young people in which an unusual value may be confirmed (`cases.rules.plausible`).

    `path` leads from the record to the young person, `url` to the page on which the value is looked at.
    """

    key: str
    rows: Callable[[], QuerySet[Any]]
    path: str
    url: Callable[[Any], str]


# What goes on for a young person when an enrolment closes, a sentence each.
OpenBusiness = Callable[[Person, date], Iterable[Label]]
# The first day on which an app knows something of a young person.
FirstDay = Callable[[Person], date | None]

_panels: dict[tuple[Place, str], Panel] = {}
_sources: dict[str, TimelineSource] = {}
_draft_pages: dict[str, DraftPage] = {}
_shared: dict[str, SharedFacts] = {}
_aside_kinds: dict[str, AsideKind] = {}
_unusual_kinds: dict[str, UnusualKind] = {}
_open_business: list[OpenBusiness] = []
_first_days: list[FirstDay] = []


def register_panel(panel: Panel) -> None:
    """Add a panel to its page; called at start-up."""
    _panels[panel.place, panel.key] = panel


def register_timeline(source: TimelineSource) -> None:
    """Add a kind of entry to the timeline; called at start-up."""
    _sources[source.key] = source


def register_drafts(label: Label, *views: str, about: type[Model] | None = None, query: bool = False) -> None:
    """Let the drafts of forms be found again on My day; called at start-up."""
    for view in views:
        _draft_pages[draft_kind(view)] = DraftPage(view, label, about, query)


def draft_kind(view: str) -> str:
    """The first part of a draft's key: "cases:contact_create" gives "cases-contact-create"."""
    return re.sub("[:_]", "-", view)


def draft_page(key: str) -> DraftPage | None:
    """The form a draft's key belongs to."""
    return _draft_pages.get(key.partition(":")[0])


def panels(place: Place) -> list[Panel]:
    """The panels of a page in their order."""
    return sorted((panel for panel in _panels.values() if panel.place == place), key=lambda panel: panel.order)


def timeline_sources() -> list[TimelineSource]:
    """Every kind of entry, in the order of registration."""
    return list(_sources.values())


def register_shared_facts(facts: SharedFacts) -> None:
    """Add what a handover may share; called at start-up."""
    _shared[facts.scope] = facts


def take_facts(handover: Handover, day: date) -> dict[str, Any]:
    """What the handover's scope shares as it stands on `day`, by category."""
    person = handover.person
    scope = may_share(handover.scope, has_protected_address=person.has_protected_address)
    return {code: _shared[code].take(person, handover.enrolment, day) for code in scope if code in _shared}


def shown_facts(facts: Mapping[str, Any], scope: Iterable[str]) -> list[tuple[Label, str]]:
    """Facts that were taken, in words, in the order of `scope`; empty values are left out."""
    known = [code for code in scope if code in facts and code in _shared]
    return [(label, value) for code in known for label, value in _shared[code].show(facts[code]) if value]


def news_of(handover: Handover, day: date) -> list[str]:
    """The categories whose facts stand otherwise on `day` than the receiver reads them."""
    sent = handover.snapshot or {}
    return [code for code, facts in take_facts(handover, day).items() if facts != sent.get(code)]


def register_aside(kind: AsideKind) -> None:
    """Let records of a kind be set aside on My day; called at start-up."""
    _aside_kinds[kind.key] = kind


def aside_kind(key: str) -> AsideKind | None:
    """The kind with this key, if there is one."""
    return _aside_kinds.get(key)


def register_unusual(kind: UnusualKind) -> None:
    """Put the confirmed unusual values of a kind of record on the leads' list; called at start-up."""
    _unusual_kinds[kind.key] = kind


def unusual_kinds() -> list[UnusualKind]:
    """Every kind, in the order of registration."""
    return list(_unusual_kinds.values())


def register_open_business(load: OpenBusiness) -> None:
    """Add what stays open when an enrolment closes; called at start-up."""
    _open_business.append(load)


def open_business(person: Person, today: date) -> list[Label]:
    """What stays open for a young person when an enrolment closes."""
    return [sentence for load in _open_business for sentence in load(person, today)]


def register_first_day(load: FirstDay) -> None:
    """Add from when on something is known of a young person; called at start-up."""
    _first_days.append(load)


def first_day(person: Person) -> date | None:
    """The first day of which other apps know something of a young person."""
    return min(filter(None, (load(person) for load in _first_days)), default=None)
