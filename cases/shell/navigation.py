"""The main menu: every app registers its pages when it starts; a user sees those that the role may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from cases.staff.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class NavEntry:
    """A page in the main menu. `icon` is a name in the icon sprite, `order` its place from the left."""

    url_name: str
    label: "str | _StrPromise"
    icon: str
    visible: "Callable[[User], bool]"
    order: int = 100


@dataclass(frozen=True)
class NavLink:
    """An entry as one user sees it on one page."""

    url: str
    label: "str | _StrPromise"
    icon: str
    current: bool


_entries: dict[str, NavEntry] = {}


def register(entry: NavEntry) -> None:
    """Add an entry; called from `AppConfig.ready`. A second entry for the same page replaces the first."""
    _entries[entry.url_name] = entry


def links(user: "User", path: str) -> list[NavLink]:
    """The user's menu, with the entry that the path lies under marked as current."""
    allowed = [entry for entry in sorted(_entries.values(), key=lambda e: e.order) if entry.visible(user)]
    urls = [reverse(entry.url_name) for entry in allowed]
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    current = max(under, key=len, default=None)
    return [
        NavLink(url=url, label=entry.label, icon=entry.icon, current=url == current)
        for entry, url in zip(allowed, urls, strict=True)
    ]
