"""A page gone back to: what was typed is there, belongs to whom it belonged to, and is not saved over anything newer."""

import pytest
from playwright.sync_api import Page, Route, expect

from cases.contacts.models import Contact
from cases.people.models import Person
from cases.staff.models import User
from cases.teams.models import Team
from tests.browser.conftest import Login
from tests.clock import TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
)

NAMES = ("Anna", "Bilal", "Carla", "Ditte")


@pytest.fixture
def worker(live_server: object) -> User:
    user: User = MembershipFactory().user
    return user


@pytest.fixture
def team(worker: User) -> Team:
    team: Team = worker.memberships.get().team  # type: ignore[assignment]  # a caseworker's role has one
    return team


@pytest.fixture
def followed(worker: User, team: Team) -> list[Person]:
    """Four young people of the worker's, in the order of the contact form."""
    people: list[Person] = [PersonFactory(team=team, first_name=name, last_name="") for name in NAMES]
    for person in people:
        enrolment = EnrolmentFactory(person=person, team=team)
        PhaseSpellFactory(enrolment=enrolment)
        AssignmentFactory(enrolment=enrolment, worker=worker)
    return people


def ticked(page: Page) -> list[str]:
    """Names of those ticked in the form of a contact."""
    return [box.inner_text() for box in page.locator("div:has(> [name=people]:checked)").all()]


def test_a_tick_stays_with_the_young_person_when_the_list_stands_in_another_order(
    phone: Page, login: Login, worker: User, followed: list[Person]
) -> None:
    """The draft puts the ticked one first; by its place the tick would be the next one's."""
    login(phone, worker)
    phone.goto("/contacts/new/")
    phone.locator("label", has_text="Carla").click()
    expect(phone.locator("[data-draft-state]")).to_have_attribute("data-state", "saved", timeout=15_000)
    phone.goto(f"/people/{followed[0].reference}/")
    phone.go_back()
    expect(phone.locator("div:has(> [name=people])").first).to_have_text("Carla")
    assert ticked(phone) == ["Carla"]


def test_a_tick_stays_with_the_young_person_when_the_list_has_changed_since_it_was_saved(
    phone: Page, login: Login, worker: User, followed: list[Person]
) -> None:
    login(phone, worker)
    phone.goto("/contacts/new/")
    for text in ("Bilal", "Møde", "Truffet"):
        phone.locator("label", has_text=text).first.click()
    phone.get_by_role("button", name="Gem kontakt").click()
    expect(phone.locator(".alert-success")).to_contain_text("Kontakten er gemt.")
    Person.objects.filter(pk=followed[0].pk).update(sort_name="zz")
    phone.go_back()
    expect(phone.locator("textarea")).to_be_visible()
    assert ticked(phone) == ["Bilal"]
    phone.get_by_role("button", name="Gem kontakt").click()
    expect(phone.locator("main")).to_contain_text("allerede gemt")
    assert Contact.objects.count() == 1


def test_back_and_save_does_not_change_the_phase_again(page: Page, login: Login, worker: User, team: Team) -> None:
    """The choices are those without the phase of now: by its place the answer would be a phase nobody chose."""
    enrolment = EnrolmentFactory(person=PersonFactory(team=team), team=team)
    phases = [PhaseTemplateFactory(programme=enrolment.programme, position=n) for n in (1, 2, 3)]
    PhaseSpellFactory(enrolment=enrolment, phase=phases[0])
    login(page, worker)
    page.goto(f"/enrolments/{enrolment.pk}/phase/")
    page.locator("label", has_text=phases[1].name_da).click()
    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".alert-success")).to_contain_text("Fasen er skiftet.")
    page.go_back()
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("main")).not_to_contain_text("Fasen er skiftet.")
    expect(page.locator(".form-error, .alert").first).to_be_visible()
    spells = enrolment.phase_spells.order_by("start")
    assert [spell.phase for spell in spells] == phases[:2]


def test_what_somebody_else_saved_meanwhile_is_shown_beside_what_was_typed(
    page: Page, login: Login, worker: User, team: Team
) -> None:
    """The page is drawn anew with their version, and what was typed on the one before stands in it."""
    person = PersonFactory(team=team, reference="A10000", alias="Prik", first_met_on=TODAY)
    login(page, worker)
    page.goto("/people/A10000/change/")
    page.get_by_label("Kaldes").fill("Mit navn")
    page.goto("/my-day/")
    Person.objects.filter(pk=person.pk).update(alias="Deres navn", version=person.version + 1)
    page.go_back()
    expect(page.get_by_label("Kaldes")).to_have_value("Mit navn")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("main")).to_contain_text("Deres navn")
    assert Person.objects.get().alias == "Deres navn"


def test_what_is_ticked_before_the_scripts_have_come_stays(
    page: Page, login: Login, worker: User, followed: list[Person]
) -> None:
    """On a slow phone the form can be written in while the scripts are still on their way."""
    login(page, worker)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/cases/back*.js", hold)
    page.goto("/contacts/new/", wait_until="commit")
    page.get_by_label(NAMES[1]).check()
    [script] = waiting
    script.continue_()
    page.wait_for_load_state("load")
    expect(page.get_by_label(NAMES[1])).to_be_checked()
    assert ticked(page) == [NAMES[1]]
