"""What somebody typed to find a young person: sent by POST, kept in the session, shown again under a key.

An address may hold no name (docs/adr/0004), and yet whoever goes back from a person wants the search and its hits
again. So the words lie sealed in the session under a random key, and the key alone stands in the address.
"""

import json
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict

from cases.records.sealing import seal, unseal
from cases.staff.gate import UserRequest

LONGEST = 100  # letters; more is a note pasted into the wrong box

PARAMETER = "search"  # of an address

MOST = 20  # searches of one session: more than anybody goes back, and the session stays small

_SESSION = "searches"


@dataclass(frozen=True)
class Search:
    """What was typed, by field, and the key that it is kept under; both empty where nothing was searched for."""

    key: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def searched(request: HttpRequest) -> str:
    """The words of a search by name, which are sent by POST so that they stand in no address."""
    return request.POST.get("q", "").strip()[:LONGEST]


def keep(request: UserRequest, **fields: str) -> Search:
    """Keep what was typed until the user logs out, or for as long as a session lasts.

    A search that HTMX sends while it is typed takes the place of the one before: both are one step of the browser's
    history. Use `address_of` for the address that shows it.
    """
    typed = {name: text for name, text in fields.items() if text}
    searches = request.session.get(_SESSION, {})
    before = _address(request).get(PARAMETER, "") if request.htmx else ""
    key = before if before in searches else secrets.token_urlsafe(12)
    searches.pop(key, None)
    if typed:
        searches[key] = seal(json.dumps(typed))
    request.session[_SESSION] = dict(list(searches.items())[-MOST:])
    return Search(key, typed) if typed else Search()


def address_of(request: UserRequest, url: str, search: Search) -> str:
    """`url` with the filters that the user sees, and the key of the search."""
    query = _address(request)
    query.pop(PARAMETER, None)
    query.pop("page", None)
    if search.key:
        query[PARAMETER] = search.key
    return f"{url}?{query.urlencode()}" if query else url


def kept(request: UserRequest) -> Search:
    """The search whose key stands in the address; an empty one if it is nobody's, another's, or too old."""
    key = request.GET.get(PARAMETER, "")
    sealed = request.session.get(_SESSION, {}).get(key, "")
    text = unseal(sealed, seconds=settings.SESSION_COOKIE_AGE) if sealed else None
    return Search(key, json.loads(text)) if text else Search()


def _address(request: UserRequest) -> QueryDict:
    """The query of the page that the user sees, which HTMX names beside the address that it calls."""
    try:
        seen = urlsplit(request.htmx.current_url or "").query if request.htmx else request.GET.urlencode()
    except ValueError:  # the header names no address
        seen = ""
    return QueryDict(seen, mutable=True)
