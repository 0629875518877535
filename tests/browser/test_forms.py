"""Forms in a real browser: days are typed the Danish way whatever the browser speaks, and all forms lie alike."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from cases.contacts.models import Contact
from cases.drafts.models import Draft
from cases.staff.models import User
from tests.browser.axe import assert_accessible
from tests.browser.conftest import Login
from tests.factories.cases import EnrolmentFactory, MembershipFactory, PersonFactory, PhaseSpellFactory

FORM = "/contacts/new/?person=A10000"
PANEL = "(panel => [panel.getBoundingClientRect().left, panel.getBoundingClientRect().width])"


@pytest.fixture
def worker(live_server: object) -> User:
    user: User = MembershipFactory().user
    PersonFactory(team=user.memberships.get().team, reference="A10000")
    return user


def save(page: Page) -> Contact:
    for text in ("Møde", "Truffet"):
        page.locator("label", has_text=text).first.click()
    page.get_by_role("button", name="Gem kontakt").click()
    expect(page.locator(".alert-success")).to_contain_text("Kontakten er gemt.")
    return Contact.objects.get()


def test_a_day_is_typed_day_first_in_a_browser_that_writes_the_month_first(
    american: Page, login: Login, worker: User
) -> None:
    """The 3rd of May; in the order of the browser it would be the 5th of March."""
    login(american, worker)
    american.goto(FORM)
    expect(american.get_by_label("Hvornår")).to_have_value("04.06.2025")
    expect(american.locator("main")).to_contain_text("dag.måned.år")
    assert american.get_by_label("Hvornår").get_attribute("inputmode") == "numeric"
    american.get_by_label("Hvornår").fill("3/5-25")
    american.get_by_label("kl.").fill("1405")
    assert save(american).happened_at == datetime(2025, 5, 3, 12, 5, tzinfo=UTC)


def test_a_day_is_picked_in_the_calendar_and_written_as_it_is_typed(
    american: Page, login: Login, worker: User
) -> None:
    login(american, worker)
    american.goto(FORM)
    american.get_by_label("Hvornår").fill("3.5.2025")
    american.get_by_role("button", name="Vælg i en kalender").click()
    calendar = american.locator(".day-calendar")
    expect(calendar).to_have_value("2025-05-03")
    assert_accessible(american)
    calendar.fill("2025-05-12")
    expect(american.get_by_label("Hvornår")).to_have_value("12.05.2025")
    expect(american.locator("[data-draft-state]")).to_have_attribute("data-state", "saved", timeout=15_000)
    assert [draft.fields["happened_at"] for draft in Draft.objects.all()] == ["12.05.2025"]
    assert save(american).happened_at.date() == datetime(2025, 5, 12, tzinfo=UTC).date()


def test_a_draft_gives_back_the_day_and_the_time_and_what_cannot_be_read(
    american: Page, login: Login, worker: User
) -> None:
    login(american, worker)
    american.goto(FORM)
    american.get_by_label("Hvornår").fill("i går")
    american.get_by_label("kl.").fill("9.15")
    expect(american.locator("[data-draft-state]")).to_have_attribute("data-state", "saved", timeout=15_000)
    american.reload()
    expect(american.get_by_label("Hvornår")).to_have_value("i går")
    expect(american.get_by_label("kl.")).to_have_value("09.15")
    for text in ("Møde", "Truffet"):
        american.locator("label", has_text=text).first.click()
    american.get_by_role("button", name="Gem kontakt").click()
    expect(american.locator(".form-errors")).to_contain_text("Skriv datoen som dag.måned.år, for eksempel 26.11.2026.")
    expect(american.get_by_label("Hvornår")).to_have_value("i går")


def test_every_form_begins_at_the_same_edge_and_is_as_wide(page: Page, login: Login, worker: User) -> None:
    enrolment = EnrolmentFactory(person=PersonFactory(team=worker.memberships.get().team, reference="A10001"))
    PhaseSpellFactory(enrolment=enrolment)
    login(page, worker)
    paths = [
        "/contacts/new/",
        "/people/new/",
        "/people/new/met/",
        "/people/A10000/change/",
        "/people/A10000/handovers/new/",
        "/housing/people/A10000/referrals/new/",
        "/housing/people/A10000/stays/new/",
        f"/enrolments/{enrolment.pk}/phase/",
    ]
    found = set()
    for path in paths:
        page.goto(path)
        edge = page.locator("h1").bounding_box()
        assert edge
        left, width = page.locator(".panel").first.evaluate(PANEL)
        found.add((round(edge["x"]), round(left), round(width)))
    assert len(found) == 1, found


@pytest.mark.parametrize("width", [390, 700, 900, 1100, 1280])
def test_what_is_done_with_the_filters_stands_beside_the_last_of_them(
    page: Page, login: Login, worker: User, width: int
) -> None:
    login(page, worker)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/people/?sort=contact")
    if width < 768:
        page.locator("summary", has_text=re.compile("^Filtre")).click()
    choice, button = (
        page.locator(".filters-end .form-select").bounding_box(),
        page.get_by_role("button", name="Vis", exact=True).bounding_box(),
    )
    assert choice
    assert button
    assert abs((choice["y"] + choice["height"]) - (button["y"] + button["height"])) < 8
    assert choice["x"] + choice["width"] <= button["x"]
