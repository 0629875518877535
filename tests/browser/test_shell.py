"""The frame around every page, and the pieces pages are made of."""

import pytest
from playwright.sync_api import Page, expect

from cases.staff.codes import Role
from cases.staff.models import User
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.factories.cases import MembershipFactory


@pytest.fixture
def lead(live_server: object) -> User:
    user: User = MembershipFactory(role=Role.LEAD, user__name="Sofie Lund").user
    return user


@pytest.mark.parametrize("width", [1280, 390])
def test_every_component_is_accessible_and_fits(page: Page, login: Login, lead: User, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    login(page, lead)
    page.goto("/gallery/")
    expect(page.get_by_role("heading", level=1, name="Galleri")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_a_planted_fault_is_found_by_axe(page: Page, login: Login, lead: User) -> None:
    login(page, lead)
    page.goto("/gallery/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/cases/icon.svg\">')"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_the_menus_open_and_close_without_a_mouse(phone: Page, login: Login, lead: User) -> None:
    login(phone, lead)
    phone.goto("/gallery/")
    menu = phone.locator("details.shell-phone")
    menu.locator("summary").press("Enter")
    expect(menu.get_by_role("button", name="Log ud")).to_be_visible()
    assert_accessible(phone)
    phone.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Log ud")).to_be_hidden()


def test_filters_are_folded_on_a_phone_and_say_how_many_are_on(phone: Page, login: Login, lead: User) -> None:
    login(phone, lead)
    phone.goto("/housing/support/?mine=1")
    fold, chosen = phone.locator(".filters-fold"), phone.locator("[name=state]")
    expect(fold.locator("summary")).to_have_text("Filtre")
    expect(chosen).to_be_hidden()
    assert_accessible(phone)
    fold.locator("summary").click()
    chosen.select_option("opened")
    expect(fold.locator("summary")).to_have_text("Filtre (1 valgt)")
    expect(chosen).to_be_visible()
    assert "mine=1" in phone.url
    assert "state=opened" in phone.url
    fold.get_by_role("link", name="Ryd").click()
    expect(fold.locator("summary")).to_have_text("Filtre")
    assert phone.url.endswith("/housing/support/")


def test_filters_stand_open_on_a_wide_screen(page: Page, login: Login, lead: User) -> None:
    login(page, lead)
    page.goto("/housing/")
    expect(page.locator("[name=state]")).to_be_visible()
    expect(page.locator(".filters-fold > summary")).to_be_hidden()
    page.locator("[name=state]").select_option("waiting")
    expect(page.get_by_role("search", name="Filtre").get_by_role("link", name="Ryd")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)


def test_the_language_is_switched_and_the_page_stays(page: Page, login: Login, lead: User) -> None:
    login(page, lead)
    page.goto("/gallery/?page=3")
    page.get_by_text("Sofie Lund", exact=True).first.click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/gallery/?page=3")


def test_the_login_page_lets_a_user_in(page: Page, lead: User, problems: list[str]) -> None:
    page.goto("/account/login/")
    assert_accessible(page)
    page.get_by_label("E-mail").fill(lead.email)
    page.get_by_label("Adgangskode").fill("wrong")
    page.get_by_role("button", name="Log ind").click()
    expect(page.locator(".form-errors")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Adgangskode").fill("correct horse battery")
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)
    problems.clear()


@pytest.mark.parametrize(
    "path",
    [
        "/account/password/change/",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/logout/",
        "/account/password/reset/",
    ],
)
def test_the_account_pages_are_accessible(phone: Page, login: Login, lead: User, path: str) -> None:
    login(phone, lead)
    phone.goto(path)
    assert_accessible(phone)
    assert_fits(phone)


def test_a_page_that_is_not_here_says_so(page: Page, login: Login, lead: User, problems: list[str]) -> None:
    login(page, lead)
    answer = page.goto("/no-such-page/")
    assert answer is not None
    assert answer.status == 404
    assert_accessible(page)
    problems.clear()


SESSION = (8 * 60 + 1) * 60  # seconds that it lasts at the longest


def test_the_session_warning_keeps_the_user_logged_in(page: Page, login: Login, lead: User) -> None:
    page.clock.install()
    login(page, lead)
    page.goto("/gallery/")
    page.clock.fast_forward((SESSION - 4 * 60) * 1000)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3:5")
    assert_accessible(page)
    with page.expect_response("**/session/keep") as kept:
        dialog.get_by_role("button", name="Bliv logget ind").click()
    assert kept.value.status == 204
    expect(dialog).to_be_hidden()


def test_a_session_that_ran_out_is_said_and_the_page_stays(page: Page, login: Login, lead: User) -> None:
    page.clock.install()
    login(page, lead)
    page.goto("/gallery/")
    page.clock.fast_forward((SESSION + 2) * 1000)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Du er blevet logget ud")
    dialog.get_by_role("button", name="Tilbage til siden").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("Galleri")


def test_a_form_is_sent_once(page: Page, login: Login, lead: User) -> None:
    login(page, lead)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto("/account/password/change/")
    page.evaluate(
        """() => {
          const form = document.querySelector("main form");
          form.requestSubmit();
          form.requestSubmit();
        }"""
    )
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1
