"""A real browser against a real server and database. Console errors and broken content policy fail the test.

A page that is expected to answer 4xx leaves a line in the console: such a test empties `problems` itself.
"""

import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cases.staff.models import User
from tests.browser.chromium import CHROMIUM, DESK, FLAGS, NARROW, PHONE
from tests.browser.under_way import UnderWay

HERE = Path(__file__).parent
PICTURES = settings.DATA_DIR / "browser"
FAILED = pytest.StashKey[bool]()
UNDER_WAY = UnderWay()

Login = Callable[[Page, User], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure of this try, so that the page can be photographed before it is closed."""
    report = yield
    item.stash[FAILED] = report.failed or (report.when != "setup" and item.stash[FAILED])
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's chromium, started once. Missing: the tests are skipped on a desk and fail in CI."""
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is missing: install Debian's chromium to run the browser tests"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright runs an event loop in this thread, and Django would refuse the tests' own queries for it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    UNDER_WAY.watch()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def problems() -> list[str]:
    """What the browser complained about; must be empty when the test ends."""
    return []


def _open(
    chromium: Browser,
    base: str,
    size: ViewportSize,
    problems: list[str],
    request: pytest.FixtureRequest,
    *,
    locale: str = "da-DK",
) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=base, viewport=size, locale=locale, timezone_id="Europe/Copenhagen", has_touch=size is not DESK
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    if request.node.stash.get(FAILED, False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())}.png", full_page=True)
    is_used = page.url.startswith(base)
    context.close()
    UNDER_WAY.wait()
    assert UNDER_WAY.seen or not is_used  # else it counts another server
    assert problems == []


@pytest.fixture
def page(
    chromium: Browser, live_server: LiveServer, problems: list[str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A page on a desk: 1280 by 900, Danish."""
    yield from _open(chromium, live_server.url, DESK, problems, request)


@pytest.fixture
def phone(
    chromium: Browser, live_server: LiveServer, problems: list[str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A page on a phone: 390 by 844, touch, Danish."""
    yield from _open(chromium, live_server.url, PHONE, problems, request)


@pytest.fixture
def american(
    chromium: Browser, live_server: LiveServer, problems: list[str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A phone whose browser writes the month first; the pages are in Danish."""
    for page in _open(chromium, live_server.url, PHONE, problems, request, locale="en-US"):
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "da", "url": live_server.url}])
        yield page


@pytest.fixture
def narrow(
    chromium: Browser, live_server: LiveServer, problems: list[str], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A page on the narrowest phone: 320 by 640, touch, Danish."""
    yield from _open(chromium, live_server.url, NARROW, problems, request)


@pytest.fixture
def login(live_server: LiveServer) -> Login:
    """Signs a user in on a page without passing the login page."""

    def sign_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return sign_in
