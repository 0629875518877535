"""Every page, for every role, on a phone: accessible, no wider than the screen, nothing in the console.

A page that no link leads to fails the last check here, so a new page cannot escape: link to it, or say below why not.
"""

import pytest
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import get_resolver
from playwright.sync_api import Page

from cases.enums import Role
from cases.models import User
from tests.architecture.test_urls import addresses
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.browser.crawl import walk

OURS = ("cases.views", "housing.views", "reporting.views")
START = ["/", "/gallery/"]
# Views that answer a GET but are no page to walk to, each with its reason.
NO_PAGES: dict[str, str] = {}


@pytest.fixture
def world(live_server: object) -> dict[Role, User]:
    """The demo world, and somebody of every role in it."""
    if "demo" not in get_commands():
        pytest.skip("needs the command that builds the demo world")
    call_command("demo", verbosity=0)
    found = {role: User.objects.filter(memberships__role=role, memberships__end=None).first() for role in Role}
    return {role: user for role, user in found.items() if user}


def get_names(user: User) -> set[str]:
    """Names of our own views that do not refuse a GET as such."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return {
        f"{view.__module__.split('.')[0]}:{name}"
        for name, path, view in addresses(get_resolver().url_patterns)
        if getattr(view, "__module__", "").startswith(OURS) and client.get(path).status_code != 405
    }


def check(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


def test_every_page_is_accessible_and_fits_a_phone(phone: Page, login: Login, world: dict[Role, User]) -> None:
    assert set(world) == set(Role)
    seen: set[str] = set()
    for user in world.values():
        phone.context.clear_cookies()
        login(phone, user)
        seen |= walk(phone, START, check)
    expected = {name for user in world.values() for name in get_names(user)}
    assert expected - seen - set(NO_PAGES) == set()
