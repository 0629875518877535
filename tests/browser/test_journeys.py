"""Whole errands, done as people do them: in the browser, by what stands on the screen."""

import sys
import time
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.audit.models import AuditEvent
from cases.contacts.codes import ContactOutcome
from cases.contacts.models import Contact
from cases.handovers.codes import HandoverState
from cases.handovers.models import Handover
from cases.outbox import actions as handovers
from cases.people.models import Person
from cases.staff.codes import Role
from cases.staff.models import User
from cases.teams.models import Team
from housing.referrals.codes import ReferralState
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.browser.shots import log_in
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    HandoverFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    ProgrammeFactory,
    TeamFactory,
    staff,
)
from tests.factories.housing import HousingReferralFactory

THUMB = 44  # px: what a thumb hits on the move
PASSWORD = "correct horse battery"
NOTE = "Mødtes ved Kælderen. Aftalte at ses tirsdag."


@pytest.fixture
def team(live_server: object) -> Team:
    made: Team = TeamFactory(name="Gadeteamet")
    return made


def enrol(team: Team, name: str, *, days: int, worker: User | None = None, **where: Any) -> Person:
    """A young person in a programme, last reached so many days ago."""
    first, last = name.split()
    enrolment = EnrolmentFactory(person=PersonFactory(team=team, first_name=first, last_name=last), **where)
    PhaseSpellFactory(
        enrolment=enrolment,
        phase=enrolment.programme.phases.first() or PhaseTemplateFactory(programme=enrolment.programme),
        target_end=TODAY - timedelta(days=1) if days > 20 else None,
    )
    when = NOW - timedelta(days=days)
    ContactFactory(people=[enrolment.person], happened_at=when, registered_at=when)
    if worker:
        AssignmentFactory(enrolment=enrolment, worker=worker)
    person: Person = enrolment.person
    return person


class Thumb:
    """Taps and counts; refuses what is too small for a thumb."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, target: Locator) -> None:
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= THUMB, f"{target} is {box['width']} by {box['height']} px"
        target.tap()
        self.taps += 1


def fields_of(page: Page) -> set[str]:
    """What the form in the page asks of a person: a moment is asked for in two parts, and a search is not asked for."""
    names: list[str] = page.locator("main form[data-draft-url]").evaluate(
        "form => [...form.elements].filter((one) => one.name && !['hidden', 'search', 'submit'].includes(one.type)).map((one) => one.name)"
    )
    return {name.removesuffix("_time") for name in names}


def test_a_contact_is_logged_on_a_phone_with_one_thumb(phone: Page, login: Login, team: Team) -> None:
    worker = staff(Role.CASEWORKER, team, name="Rikke Relation")
    programme = ProgrammeFactory(name="Hjem til alle")
    for number in range(9):
        enrol(team, f"Anden Nummer{number}", days=number + 1, worker=worker, programme=programme)
    person = enrol(team, "Silas Vester", days=12, worker=worker, programme=programme)
    before = Contact.objects.count()
    login(phone, worker)
    phone.goto("/")
    began, thumb = time.monotonic(), Thumb()

    row = phone.get_by_role("listitem").filter(has_text="Silas Vester")
    thumb.tap(row.get_by_role("link", name="Registrér kontakt"))
    expect(phone.get_by_role("checkbox", name="Silas Vester")).to_be_checked()
    assert len(fields_of(phone)) <= 6
    assert phone.locator("main form[data-draft-url] [type=radio]:checked").count() == 0
    assert_fits(phone)
    thumb.tap(phone.locator("label", has_text="Følgeskab"))
    thumb.tap(phone.locator("label", has_text="Truffet"))
    thumb.tap(phone.locator("textarea"))
    phone.keyboard.type(NOTE)
    thumb.tap(phone.get_by_role("button", name="Gem kontakt"))
    expect(phone.locator(".alert-success")).to_contain_text("Kontakten er gemt.")

    sys.stdout.write(f"\ncontact logged with {thumb.taps} taps in {time.monotonic() - began:.1f} s of steps\n")
    assert thumb.taps <= 6
    assert Contact.objects.count() == before + 1
    contact = Contact.objects.latest("pk")
    assert (contact.by, contact.kind, contact.outcome, contact.minutes, contact.note) == (
        worker,
        "accompaniment",
        ContactOutcome.REACHED,
        None,
        NOTE,
    )
    assert list(contact.people.all()) == [person]
    expect(phone.get_by_role("listitem").filter(has_text="Silas Vester")).to_contain_text("i dag")


def test_a_missing_answer_is_said_and_nothing_typed_is_lost(phone: Page, login: Login, team: Team) -> None:
    worker = staff(Role.CASEWORKER, team)
    person = enrol(team, "Silas Vester", days=3, worker=worker)
    before = Contact.objects.count()
    login(phone, worker)
    phone.goto(f"/contacts/new/?person={person.reference}")
    phone.locator("label", has_text="Følgeskab").tap()
    phone.locator("textarea").fill(NOTE)
    phone.get_by_role("button", name="Gem kontakt").tap()
    expect(phone.locator(".form-errors")).to_be_visible()
    expect(phone.locator("textarea")).to_have_value(NOTE)
    expect(phone.get_by_label("Følgeskab")).to_be_checked()
    expect(phone.get_by_role("checkbox", name="Silas Vester")).to_be_checked()
    assert_accessible(phone)
    assert_fits(phone)
    assert Contact.objects.count() == before


# A number of the board and where it leads: the figure stands in the link.
NUMBERS = """() => [...document.querySelectorAll("main a[href]")]
  .filter((link) => /^(\\/people\\/\\?|\\/housing\\/\\?|\\/handovers\\/\\?)/.test(link.getAttribute("href")))
  .map((link) => [link.getAttribute("href"),
                  parseInt((link.querySelector(".stat-value") ?? link).textContent.trim(), 10)])
  .filter(([_, number]) => !Number.isNaN(number))"""


def rows_of(page: Page) -> int:
    """How many things a list shows, whether it is a table or a list of rows."""
    return page.locator("main table tbody tr, main ul.rows > li").count()


def test_a_lead_follows_every_number_to_its_list_and_on_to_a_person(page: Page, login: Login, team: Team) -> None:
    lead, worker = staff(Role.LEAD, team), staff(Role.CASEWORKER, team, name="Rikke Relation")
    programme = ProgrammeFactory(name="Hjem til alle", quiet_days=14, silent_days=30, capacity=10)
    enrol(team, "Ny Lige", days=1, worker=worker, programme=programme)
    quiet = enrol(team, "Stille Sørensen", days=16, worker=worker, programme=programme)
    silent = enrol(team, "Tavs Østergaard", days=40, programme=programme)
    for person, days in ((quiet, 5), (silent, 200)):
        HousingReferralFactory(
            person=person, state=ReferralState.SUBMITTED, opened_on=TODAY - timedelta(days=days), referred_by=worker
        )
    HandoverFactory(
        person=quiet,
        sender=worker.organisation,
        sent_by=worker,
        state=HandoverState.DRAFT,
        state_since=NOW,
    )
    enrol(TeamFactory(), "Andet Teams", days=90, programme=programme)

    login(page, lead)
    page.goto("/board/")
    numbers: list[tuple[str, int]] = page.evaluate(NUMBERS)
    assert len(numbers) > 12
    assert {number for _, number in numbers} >= {0, 1, 2, 3}
    for address, number in numbers:
        page.goto(address)
        assert (address, rows_of(page)) == (address, number)

    page.goto("/board/")
    page.get_by_role("link", name="Ingen kontakt i 14 dage").click()
    expect(page.locator("#list .filters-count")).to_have_text("2 unge")
    assert page.locator("#list tbody th a").all_inner_texts() == ["Tavs Østergaard", "Stille Sørensen"]
    page.get_by_role("link", name="Stille Sørensen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stille Sørensen")
    assert AuditEvent.objects.filter(by=lead, action="opened", person=quiet).count() == 1


def test_a_partner_takes_over_and_the_sender_sees_the_receipt(
    phone: Page, page: Page, login: Login, team: Team
) -> None:
    sender = staff(Role.CASEWORKER, team, name="Rikke Relation")
    person = enrol(team, "Silas Vester", days=2, worker=sender)
    handover: Handover = HandoverFactory(
        person=person,
        sender=sender.organisation,
        sent_by=sender,
        purpose="community",
        message="Silas vil gerne spille musik.",
        scope=["name"],
        basis="consent",
        basis_detail="Skriftligt",
        shared_until=TODAY + timedelta(days=60),
        state_since=NOW,
    )
    handovers.send(by=sender, at=NOW, handover=handover)
    partner = staff(Role.PARTNER, name="Peter Partner", organisation=handover.receiver)

    login(phone, partner)
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Indbakke")
    expect(phone.locator("main")).not_to_contain_text("Silas")
    phone.locator("main .rows a").tap()
    expect(phone.locator("main")).not_to_contain_text("Silas")
    phone.get_by_role("button", name="Åbn").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Silas Vester")
    expect(phone.locator("main")).to_contain_text("Silas vil gerne spille musik.")
    assert_fits(phone)
    phone.get_by_role("link", name="Sig ja").tap()
    expect(phone.locator("main")).to_contain_text("Silas vil gerne spille musik.")
    assert_fits(phone)
    phone.get_by_role("button", name="Sig ja").tap()
    phone.get_by_role("link", name="Notér den første kontakt").tap()
    phone.get_by_label("Besked til afsenderen").fill("Vi mødtes på caféen.")
    phone.get_by_role("button", name="Gem").tap()
    expect(phone.locator("main")).to_contain_text("Første kontakt er gemt")
    handover.refresh_from_db()
    assert handover.state == HandoverState.FIRST_CONTACT

    login(page, sender)
    page.goto(f"/people/{person.reference}/")
    page.locator("#handovers a.row-name").click()
    receipt = page.locator("section").filter(has=page.get_by_role("heading", name="Kvittering"))
    expect(receipt).not_to_contain_text("Ikke endnu")
    expect(page.locator("main")).to_contain_text("Peter Partner")
    expect(page.locator("main")).to_contain_text("Vi mødtes på caféen.")
    assert_accessible(page)


def test_in_by_password_another_language_and_out_again(page: Page, team: Team, live_server: Any) -> None:
    worker = staff(Role.CASEWORKER, team, name="Rikke Relation")
    enrol(team, "Silas Vester", days=2, worker=worker)
    page.goto("/people/")
    expect(page).to_have_url(f"{live_server.url}/account/login/?next=/people/")
    page.get_by_label("E-mail").fill(worker.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unge")

    page.get_by_role("banner").get_by_text("Rikke Relation").first.click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Young people")
    page.get_by_role("link", name="Silas Vester").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Silas Vester")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.get_by_role("banner").get_by_text("Rikke Relation").first.click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Silas Vester")).to_have_count(0)

    log_in(page, live_server.url, worker.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("My day")
