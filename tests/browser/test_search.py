"""Going back to a search in a real browser: the words and who was found are there again, and no name in an address."""

import pytest
from playwright.sync_api import Page, expect

from cases.staff.models import User
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.factories.cases import PersonFactory, TeamFactory, staff


@pytest.fixture
def worker(live_server: object) -> User:
    """Works in a team with two young people, one of whom fits the search."""
    team = TeamFactory()
    PersonFactory(team=team, first_name="Işık", last_name="Kılıç", phone="+45 20 12 34 56")
    PersonFactory(team=team, first_name="Bo", last_name="Holm")
    user: User = staff(team=team)
    return user


def found(page: Page) -> list[str]:
    return page.locator("#hits").get_by_role("link").all_inner_texts()


@pytest.mark.parametrize("typed", ["kilic", "20123456"])
def test_back_shows_the_search_and_its_hits_again(page: Page, login: Login, worker: User, typed: str) -> None:
    login(page, worker)
    page.goto("/people/")
    box = page.get_by_role("searchbox", name="Søg på navn")
    box.press_sequentially(typed, delay=20)
    page.locator("#hits").get_by_role("link", name="Işık Kılıç").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Işık")
    page.go_back()
    expect(box).to_have_value(typed)
    assert found(page) == ["Işık Kılıç"]
    assert typed not in page.url
    assert_accessible(page)
    assert_fits(page)
    page.reload()
    assert found(page) == ["Işık Kılıç"]


def test_back_from_one_who_is_alike_shows_what_was_typed(page: Page, login: Login, worker: User) -> None:
    login(page, worker)
    page.goto("/people/new/")
    page.get_by_label("Navn eller kaldenavn").fill("Isik Kilic")
    page.get_by_role("button", name="Søg").click()
    page.get_by_role("link", name="Işık Kılıç").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Işık")
    page.go_back()
    expect(page.get_by_label("Fornavn")).to_have_value("Isik")
    expect(page.get_by_role("link", name="Işık Kılıç")).to_be_visible()
    assert "Isik" not in page.url
