"""Walks from page to page by the links a user sees."""

from collections import defaultdict, deque
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Page, Route

# What pages of each view were made of, as far as they were looked at: whoever walks again gives it to the next walk.
Known = defaultdict[str, set[str]]


class Parts(HTMLParser):
    """What a page is made of: every kind of element, by its class, type and attributes; and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.kinds, self.links = set[str](), list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        at = {name: value or "" for name, value in attrs}
        names = ",".join(sorted(at))
        self.kinds.add(f"{tag}.{at.get('class', '')}[{at.get('type', '')}{at.get('role', '')}] {names}")
        if tag == "a" and "href" in at and "download" not in at:
            self.links.append(at["href"])


def url_name(path: str) -> str:
    """The name of the view behind a path, or nothing when there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _hand_over(answer: APIResponse, route: Route) -> None:
    route.fulfill(response=answer)


def walk(page: Page, start: list[str], check: Callable[[Page], None], known: Known | None = None) -> set[str]:
    """Open every address of `start`, and every further kind of page that links lead to, one example of each; check it.

    A page on which there is nothing that pages of the same view have not had (`known`) is passed over. Returns the
    names of the views seen. Answers that are no page (files, redirects, refusals) are left out.
    """
    known = Known(set) if known is None else known
    seen: set[str] = set()
    pages: set[str] = set()
    waiting = deque(dict.fromkeys(start))
    given = len(waiting)
    while waiting:
        path = waiting.popleft()
        given -= 1
        name = url_name(urlsplit(path).path)
        if not name or (name in seen and given < 0):
            continue
        seen.add(name)
        answer = page.request.get(path, max_redirects=0)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        pages.add(name)
        parts = Parts(answer.text())
        if not parts.kinds <= known[name]:
            # Drawn once: the browser gets the answer that is here already.
            page.route("**/*", partial(_hand_over, answer), times=1)
            page.goto(path)
            check(page)
            known[name] |= parts.kinds
        waiting.extend(_addresses(answer.url, parts.links))
    return pages


def _addresses(page: str, links: list[str]) -> list[str]:
    """The addresses on the same server that the links of a page lead to, without what only scrolls."""
    found = [urlsplit(urljoin(page, link)) for link in links]
    host = urlsplit(page).netloc
    return [f"{one.path}?{one.query}" if one.query else one.path for one in found if one.netloc == host]
