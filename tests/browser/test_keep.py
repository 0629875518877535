"""A form that keeps no draft is not let go to a server that does not know the user any more."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Dialog, Page, expect

from cases.people.models import Person
from cases.staff.models import User
from tests.browser.conftest import Login
from tests.factories.cases import MembershipFactory, PersonFactory


@pytest.fixture
def worker(live_server: object) -> User:
    user: User = MembershipFactory().user
    return user


@pytest.fixture
def registering(phone: Page, login: Login, worker: User) -> Page:
    """The form in which somebody new is registered, begun."""
    login(phone, worker)
    phone.goto("/people/new/")
    phone.get_by_label("Navn eller kaldenavn").fill("Ida Holm")
    with phone.expect_navigation():  # what is typed before the page's scripts run counts as drawn
        phone.get_by_role("button", name="Søg").click()
    phone.get_by_label("Kaldes").fill("Søs")
    return phone


def save(page: Page) -> None:
    page.get_by_role("button", name="Opret", exact=True).click()


def test_after_a_lost_session_the_form_stays_and_is_saved_when_the_user_is_back(
    registering: Page, login: Login, worker: User
) -> None:
    registering.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save(registering)
    dialog = registering.get_by_role("dialog")
    expect(dialog).to_contain_text("Du er blevet logget ud")
    dialog.get_by_role("button", name="Tilbage til siden").click()
    expect(registering.get_by_label("Kaldes")).to_have_value("Søs")
    assert not Person.objects.exists()
    login(registering, worker)
    save(registering)
    expect(registering.locator(".alert-success")).to_contain_text("Søs Holm er oprettet")
    assert Person.objects.count() == 1


def test_what_one_has_written_is_not_saved_in_the_name_of_another(
    registering: Page, login: Login, worker: User, problems: list[str]
) -> None:
    """A shared phone: somebody else has signed in in another tab."""
    login(registering, MembershipFactory(team=worker.memberships.get().team).user)
    save(registering)
    expect(registering.get_by_role("dialog")).to_contain_text("Du er blevet logget ud")
    assert not Person.objects.exists()
    problems.clear()


def test_without_connection_it_stays(registering: Page, problems: list[str]) -> None:
    registering.context.set_offline(True)
    save(registering)
    expect(registering.locator("[data-network-error]")).to_be_visible()
    expect(registering.get_by_label("Kaldes")).to_have_value("Søs")
    problems.clear()


def asked_when_leaving(page: Page) -> list[str]:
    """What the browser asks about when a link of the menu is pressed; the answer is to stay."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", answer)
    page.locator("a[href='/my-day/']").first.evaluate("link => link.click()")
    expect(page.get_by_label("Kaldes")).to_have_value("Søs")
    return asked


def test_leaving_by_another_way_is_asked_about(registering: Page) -> None:
    """As when the language is changed half-way."""
    assert asked_when_leaving(registering) == ["beforeunload"]


@pytest.fixture
def changing(page: Page, login: Login, worker: User) -> Page:
    """The form of somebody known, with a change in it."""
    person = PersonFactory(team=worker.memberships.get().team)
    login(page, worker)
    page.clock.install()
    page.goto(f"/people/{person.reference}/change/")
    page.get_by_label("Kaldes").fill("Søs")
    return page


def test_a_link_that_opens_another_window_is_no_leave_to_go(changing: Page) -> None:
    with changing.context.expect_page():
        changing.get_by_role("link", name="Annullér").click(modifiers=["ControlOrMeta"])
    assert asked_when_leaving(changing) == ["beforeunload"]


def test_a_link_to_a_field_that_is_wrong_is_no_leave_to_go(changing: Page) -> None:
    changing.locator("[name=birth_date]").fill("i går")
    with changing.expect_navigation():
        changing.get_by_role("button", name="Gem").click()
    changing.locator(".form-errors a").first.click()
    assert asked_when_leaving(changing) == ["beforeunload"]


def test_what_was_refused_as_a_whole_is_not_let_go_unasked(changing: Page) -> None:
    """Somebody else was faster: no single field is wrong, and nothing is saved."""
    Person.objects.update(version=2)
    with changing.expect_navigation():
        changing.get_by_role("button", name="Gem").click()
    expect(changing.locator(".form-errors")).to_contain_text("Intet er gemt")
    assert asked_when_leaving(changing) == ["beforeunload"]


def test_a_way_that_led_nowhere_is_no_leave_to_go(changing: Page) -> None:
    """The load was stopped, or was a file: the page stays, and what leads away later is asked about again."""
    back = changing.get_by_role("link", name="Annullér")
    changing.route(f"**{back.get_attribute('href')}", lambda route: route.fulfill(status=204))
    with changing.expect_response("**/people/*/"):
        back.click()
    changing.clock.run_for(1000)
    assert asked_when_leaving(changing) == ["beforeunload"]


def test_its_own_way_back_is_not_asked_about(changing: Page) -> None:
    person = Person.objects.get()
    changing.get_by_role("link", name="Annullér").click()
    expect(changing).to_have_url(f"{changing.url.split('/people/')[0]}/people/{person.reference}/")


@pytest.mark.django_db
def test_a_page_of_somebody_else_does_not_count_as_signed_in(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.post("/session/keep", headers={"Draft-Owner": "another"}).status_code == 401
    assert client.post("/session/keep").status_code == 204
