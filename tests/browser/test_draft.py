"""What is typed is never lost: not to a reload, a dead connection or a lost login."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Page, expect

from cases.contacts.models import Contact
from cases.drafts.models import Draft
from cases.staff.models import User
from tests.browser.conftest import Login
from tests.clock import NOW
from tests.factories.cases import EnrolmentFactory, MembershipFactory, PersonFactory, PhaseSpellFactory, staff

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


# What the server never got


SECRET = "Skrevet i kælderen uden dækning."


@pytest.fixture
def closing(worker: User) -> str:
    """The page on which an enrolment is closed."""
    person = PersonFactory(team=worker.memberships.get().team, reference="A10000")
    spell = PhaseSpellFactory(enrolment=EnrolmentFactory(person=person))
    return f"/enrolments/{spell.enrolment_id}/close/"


@pytest.fixture
def referring(worker: User) -> str:
    """The page on which a housing referral is begun."""
    PersonFactory(team=worker.memberships.get().team, reference="A20000")
    return "/housing/people/A20000/referrals/new/"


@pytest.fixture(params=["closing", "referring"])
def address(request: pytest.FixtureRequest) -> str:
    """One form of the cases, one of the housing app."""
    found: str = request.getfixturevalue(request.param)
    return found


def kept_in(page: Page) -> str:
    """Everything that lies in the browser."""
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_a_lost_session_loses_no_text_even_when_the_user_signs_in_in_the_same_tab(
    phone: Page, login: Login, worker: User, address: str, problems: list[str]
) -> None:
    login(phone, worker)
    phone.goto(address)
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    phone.locator("textarea").fill(SECRET)
    state_is(phone, "lost")
    phone.locator(".action-bar [type=submit]").click()
    expect(phone.locator("textarea")).to_have_value(SECRET)
    expect(phone.locator(STATE)).to_have_attribute("data-state", "lost")
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto("/account/login/")
    login(phone, worker)
    phone.goto(address)
    expect(phone.locator("textarea")).to_have_value(SECRET)
    expect(phone.get_by_role("button", name="Begynd forfra")).to_be_visible()
    problems.clear()


def test_text_typed_without_connection_in_a_closed_tab_comes_back_and_cannot_be_read_meanwhile(
    phone: Page, login: Login, worker: User, closing: str, problems: list[str]
) -> None:
    login(phone, worker)
    phone.goto(closing)
    phone.context.set_offline(True)
    phone.locator("textarea").fill(SECRET)
    state_is(phone, "failed")
    phone.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('draft:'))")
    expect(phone.locator("[data-draft-locked]")).to_be_visible()
    assert ["kælder" in kept_in(phone), worker.email in kept_in(phone)] == [False, False]
    again = phone.context.new_page()
    phone.close()
    again.context.set_offline(False)

    login(again, staff())
    again.goto("/my-day/")
    assert "draft:" in kept_in(again)
    login(again, worker)
    again.goto("/my-day/")
    expect(again.locator("[data-drafts]")).to_contain_text("Afslutning af et forløb, der ikke er færdig")
    again.get_by_role("link", name="Gør det færdigt").click()
    expect(again.locator("textarea")).to_have_value(SECRET)
    assert "draft:" not in kept_in(again)
    problems.clear()


def test_what_the_server_has_lies_nowhere_in_the_browser(phone: Page, login: Login, worker: User) -> None:
    login(phone, worker)
    phone.goto(FORM)
    phone.locator("textarea").fill(SECRET)
    state_is(phone, "saved")
    assert "draft:" not in kept_in(phone)


# Two windows


@pytest.fixture
def two_windows(phone: Page, login: Login, worker: User) -> tuple[Page, Page]:
    """The same form open twice, with something newer written in the second."""
    login(phone, worker)
    other = phone.context.new_page()
    for page in (phone, other):
        page.goto(FORM)
    other.locator("textarea").fill("Skrevet i det andet vindue")
    state_is(other, "saved")
    phone.locator("textarea").fill("Skrevet i det første vindue")
    state_is(phone, "conflict")
    return phone, other


def notes() -> list[str]:
    return [draft.fields["note"] for draft in Draft.objects.all()]


def test_a_second_window_says_that_there_is_another_text_and_takes_it(
    two_windows: tuple[Page, Page], problems: list[str]
) -> None:
    first, _other = two_windows
    assert notes() == ["Skrevet i det andet vindue"]
    first.locator(".action-bar [type=submit]").click()
    expect(first.locator("textarea")).to_have_value("Skrevet i det første vindue")
    first.get_by_role("button", name="Vis den anden tekst").click()
    expect(first.locator("textarea")).to_have_value("Skrevet i det andet vindue")
    problems.clear()


def test_a_second_window_keeps_its_own_text_when_the_user_says_so(
    two_windows: tuple[Page, Page], problems: list[str]
) -> None:
    first, other = two_windows
    first.get_by_role("button", name="Behold det, der står her").click()
    state_is(first, "saved")
    assert notes() == ["Skrevet i det første vindue"]
    other.locator("textarea").fill("Og videre i det andet")
    state_is(other, "conflict")
    problems.clear()


# Back


def test_back_and_save_makes_no_second_contact(
    phone: Page, login: Login, worker: User, clock: time_machine.Traveller
) -> None:
    """Nor a question: the time that the page was drawn with stays, though it is drawn anew later."""
    PersonFactory(team=worker.memberships.get().team, reference="A10000")
    login(phone, worker)
    phone.goto(f"{FORM}?person=A10000")
    for text in ("Møde", "Truffet"):
        phone.locator("label", has_text=text).first.click()
    phone.locator("textarea").fill("Aftalte tirsdag")
    phone.get_by_role("button", name="Gem kontakt").click()
    expect(phone.locator(".alert-success")).to_contain_text("Kontakten er gemt.")
    clock.move_to(NOW + timedelta(minutes=3))
    phone.go_back()
    expect(phone.get_by_label("kl.")).to_have_value("10.00")
    for text in ("Møde", "Truffet"):
        phone.locator("label", has_text=text).first.click()
    phone.locator("textarea").fill("Aftalte tirsdag")
    phone.get_by_role("button", name="Gem kontakt").click()
    expect(phone.locator("main")).to_contain_text("allerede gemt")
    assert Contact.objects.count() == 1
