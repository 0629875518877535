"""What one came for comes first: the rest is folded away, one press off, and open where there is room or no script."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.contacts.models import Contact
from cases.people.models import Person
from cases.shell.gallery_views import TEXT
from cases.staff.models import User
from cases.teams.models import Team
from tests.browser.chromium import PHONE
from tests.browser.conftest import Login
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    PhaseTemplateFactory,
    TeamFactory,
    staff,
)

MORE = "Vis hele notatet"
# What is on paper is logged first: see `test_print.py`.
LOGGED = "document.body.toggleAttribute('data-logged', true)"
SCREENS = 1.5


@pytest.fixture
def team(live_server: object) -> Team:
    made: Team = TeamFactory()
    return made


@pytest.fixture
def worker(team: Team) -> User:
    return staff(team=team)


def followed(worker: User, team: Team, first_name: str) -> Person:
    """A young person of the worker, in a phase of six steps."""
    person: Person = PersonFactory(team=team, first_name=first_name, last_name="Holm", phone="00 00 00 01")
    enrolment = EnrolmentFactory(person=person)
    phase = PhaseTemplateFactory(programme=enrolment.programme)
    PhaseSpellFactory(enrolment=enrolment, phase=phase)
    for _ in range(6):
        PhaseStepFactory(phase=phase)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    return person


def test_on_a_phone_the_time_line_of_a_young_person_is_not_far(
    phone: Page, login: Login, worker: User, team: Team
) -> None:
    login(phone, worker)
    phone.goto(f"/people/{followed(worker, team, 'Aya').reference}/")
    box = phone.locator("#timeline").bounding_box()
    assert box
    assert box["y"] < SCREENS * PHONE["height"]
    expect(phone.get_by_role("link", name="00 00 00 01").first).to_be_in_viewport()
    for summary, inside in (("Oplysninger, bolig", "CPR-nummer"), ("Øvrige trin", "Skift fase")):
        expect(phone.get_by_text(inside)).not_to_be_visible()
        phone.locator("summary", has_text=summary).click()
        expect(phone.get_by_text(inside)).to_be_visible()


def test_on_a_desk_and_on_paper_nothing_of_it_is_folded(page: Page, login: Login, worker: User, team: Team) -> None:
    login(page, worker)
    page.goto(f"/people/{followed(worker, team, 'Aya').reference}/")
    page.evaluate(LOGGED)
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        for text in ("CPR-nummer", "Øvrige trin", "Medarbejdere"):
            expect(page.locator("dt, h3").get_by_text(text, exact=True)).to_be_visible()
        expect(page.locator(".fold-narrow > summary").first).not_to_be_visible()


def test_a_contact_opened_for_one_takes_others_from_the_fold(
    phone: Page, login: Login, worker: User, team: Team
) -> None:
    aya, bo = followed(worker, team, "Aya"), followed(worker, team, "Bo")
    zoe = PersonFactory(team=team, first_name="Zoe", last_name="Lund")
    login(phone, worker)
    phone.goto(f"/contacts/new/?person={aya.reference}")
    who = phone.get_by_role("group", name="Hvem")
    expect(who.get_by_label("Aya Holm")).to_be_checked()
    expect(who.get_by_label("Bo Holm")).not_to_be_visible()
    who.get_by_text("Flere unge var med").click()
    who.get_by_label("Bo Holm").check()
    who.get_by_label("Tilføj en anden ung").fill("zoe")
    who.get_by_label("Zoe Lund").check()
    phone.get_by_role("group", name="Type").get_by_label("Møde", exact=True).check()
    phone.get_by_label("Truffet").check()
    phone.get_by_role("button", name="Gem kontakt").click()
    expect(phone.get_by_text("Kontakten er gemt.")).to_be_visible()
    assert set(Contact.objects.get().people.all()) == {aya, bo, zoe}


def test_a_long_note_shows_its_beginning_and_all_of_it_when_asked(
    phone: Page, login: Login, worker: User, team: Team
) -> None:
    person = followed(worker, team, "Aya")
    long, short = (ContactFactory(by=worker, people=[person], note=note) for note in (TEXT, "Kort."))
    login(phone, worker)
    for address in (f"/people/{person.reference}/", f"/contacts/{long.pk}/"):
        phone.goto(address)
        button, note = phone.get_by_role("button", name=MORE), phone.locator(".note", has_text="Mødtes på")
        expect(button).to_have_count(1)
        expect(button).to_have_attribute("aria-expanded", "false")
        folded = note.bounding_box()
        phone.evaluate(LOGGED)
        phone.emulate_media(media="print")
        printed = note.bounding_box()
        phone.emulate_media(media="screen")
        button.press("Enter")
        whole = note.bounding_box()
        assert folded
        assert printed
        assert whole
        assert folded["height"] < whole["height"] / 2
        assert printed["height"] > folded["height"] * 2
        expect(phone.get_by_role("button", name="Vis mindre")).to_have_attribute("aria-expanded", "true")
    phone.goto(f"/contacts/{short.pk}/")
    expect(phone.get_by_role("button", name=MORE)).to_have_count(0)


def test_without_a_script_the_whole_note_is_there(
    chromium: Browser, live_server: LiveServer, login: Login, worker: User, team: Team
) -> None:
    contact = ContactFactory(by=worker, people=[followed(worker, team, "Aya")], note=TEXT)
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    login(page, worker)
    page.goto(f"/contacts/{contact.pk}/")
    expect(page.locator(".note")).to_have_class("note")
    context.close()
