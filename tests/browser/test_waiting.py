"""A page that asks again and again goes on once, however long the next page takes."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from cases.staff.codes import Role
from cases.staff.models import User
from reporting.runs.codes import RunState
from reporting.runs.models import ReportRun
from tests.browser.conftest import Login
from tests.clock import NOW
from tests.factories.cases import MembershipFactory, ProgrammeFactory
from tests.factories.reporting import ReportRunFactory

SECOND = 1000  # ms, of the page's own clock: between two questions


@pytest.fixture
def run(live_server: object) -> ReportRun:
    made: ReportRun = ReportRunFactory(programme=ProgrammeFactory(), state=RunState.RUNNING, steps_done=1)
    return made


@pytest.fixture
def watched(page: Page, login: Login, run: ReportRun) -> Page:
    """The page of the report in the making, whose time stands still unless a test moves it."""
    user: User = MembershipFactory(role=Role.EVALUATOR, team=None, programme=run.programme).user
    login(page, user)
    page.clock.install()
    page.goto(f"/reports/{run.public_id}/")
    expect(page.locator("#report-progress")).to_contain_text("1 / ")
    return page


def asked_while_the_next_is_on_its_way(page: Page, address: re.Pattern[str]) -> tuple[list[str], list[Route]]:
    """Let a question come, keep what it leads to, and let three seconds pass: everything asked, and what is held.

    The browser itself is told that nothing has come yet (204): it stays on the page, as it does while it waits.
    """
    held: list[Route] = []
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(status=204)
        else:
            held.append(route)

    page.route(address, answer)
    with page.expect_request(address):
        page.clock.run_for(SECOND)
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(3):
        page.clock.run_for(SECOND)
    return asked, held


def test_the_page_of_a_finished_report_is_asked_for_once(watched: Page, run: ReportRun) -> None:
    ReportRun.objects.filter(pk=run.pk).update(state=RunState.CANCELLED, finished_at=NOW)
    asked, held = asked_while_the_next_is_on_its_way(watched, re.compile(rf"/reports/{run.public_id}/$"))
    assert (asked, len(held)) == ([], 1)
    held[0].continue_()
    expect(watched.get_by_role("button", name="Prøv igen")).to_be_visible()
    expect(watched.locator("#report-progress")).to_have_count(0)
    expect(watched.locator("main")).to_have_count(1)


def test_whose_session_is_over_is_led_to_the_login_page_once(watched: Page) -> None:
    Session.objects.all().delete()
    address = re.compile(r"/account/login/\?next=%2Freports%2F[0-9a-f-]+%2F$")
    assert asked_while_the_next_is_on_its_way(watched, address) == ([], [])
