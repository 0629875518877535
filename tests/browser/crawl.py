"""Walks from page to page by the links a user sees."""

from collections import deque
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, Page, Route

LINKS = "Array.from(document.querySelectorAll('a[href]:not([download])'), (link) => link.href)"


def url_name(path: str) -> str:
    """The name of the view behind a path, or nothing when there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _hand_over(answer: APIResponse, route: Route) -> None:
    route.fulfill(response=answer)


def walk(page: Page, start: list[str], check: Callable[[Page], None]) -> set[str]:
    """Open every address of `start`, and every further kind of page that links lead to, one example of each; check it.

    Returns the names of the views checked. Answers that are no page (files, redirects, refusals) are left out.
    """
    seen: set[str] = set()
    checked: set[str] = set()
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
        # Drawn once: the browser gets the answer that is here already.
        page.route("**/*", partial(_hand_over, answer), times=1)
        page.goto(path)
        check(page)
        checked.add(name)
        host = urlsplit(page.url).netloc
        hrefs: list[str] = page.evaluate(LINKS)
        waiting.extend(
            f"{parts.path}?{parts.query}" if parts.query else parts.path
            for parts in map(urlsplit, hrefs)
            if parts.netloc == host
        )
    return checked
