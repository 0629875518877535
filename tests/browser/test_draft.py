"""What is typed is never lost: not to a reload, a dead connection or a lost login."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from cases.models import Draft, User
from tests.browser.conftest import Login
from tests.factories.cases import MembershipFactory

FORM = "/contacts/new/"
STATE = "[data-draft-state]"


@pytest.fixture
def worker(live_server: object) -> User:
    user: User = MembershipFactory().user
    return user


def state_is(page: Page, name: str) -> None:
    expect(page.locator(STATE)).to_have_attribute("data-state", name, timeout=15_000)


def test_a_typed_note_is_there_when_the_page_is_opened_again(phone: Page, login: Login, worker: User) -> None:
    login(phone, worker)
    phone.goto(FORM)
    phone.locator("textarea").fill("Mødtes ved Kælderen, aftalte tirsdag.")
    state_is(phone, "saved")
    assert [draft.fields["note"] for draft in Draft.objects.filter(user=worker)] == [
        "Mødtes ved Kælderen, aftalte tirsdag."
    ]
    phone.reload()
    expect(phone.locator("textarea")).to_have_value("Mødtes ved Kælderen, aftalte tirsdag.")


def test_without_connection_the_form_is_not_let_go_and_is_sent_when_it_is_back(
    phone: Page, login: Login, worker: User, problems: list[str]
) -> None:
    login(phone, worker)
    phone.goto(FORM)
    phone.context.set_offline(True)
    phone.locator("textarea").fill("Skrevet i en opgang uden dækning.")
    state_is(phone, "failed")
    phone.locator(".action-bar [type=submit]").click()
    expect(phone.locator("textarea")).to_have_value("Skrevet i en opgang uden dækning.")
    assert phone.url.endswith(FORM)
    assert not Draft.objects.filter(user=worker).exists()
    phone.context.set_offline(False)
    state_is(phone, "saved")
    assert [draft.fields["note"] for draft in Draft.objects.filter(user=worker)] == [
        "Skrevet i en opgang uden dækning."
    ]
    problems.clear()


def test_after_a_lost_login_the_text_stays_and_is_kept_when_the_user_is_back(
    phone: Page, login: Login, worker: User, problems: list[str]
) -> None:
    login(phone, worker)
    phone.goto(FORM)
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    phone.locator("textarea").fill("Skrevet efter at sessionen udløb.")
    state_is(phone, "lost")
    expect(phone.locator(STATE).get_by_role("link", name="Log ind i en ny fane")).to_be_visible()
    login(phone, worker)
    state_is(phone, "saved")
    assert [draft.fields["note"] for draft in Draft.objects.filter(user=worker)] == [
        "Skrevet efter at sessionen udløb."
    ]
    problems.clear()
