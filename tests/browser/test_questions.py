"""A lead writes a question, and a young person answers on the worker's phone with the case shut away."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from cases.drafts.models import Draft
from cases.enrolments.models import Enrolment
from cases.questionnaires.queries import current
from cases.staff.codes import Role
from cases.staff.models import User
from cases.statusreports.models import StatusReport
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.factories.cases import EnrolmentFactory, MembershipFactory, PersonFactory, staff, works_in
from tests.factories.statusreports import asks

ASKED = ("housing_now", "income", "who5")


@pytest.fixture
def worker(live_server: object) -> User:
    user: User = MembershipFactory().user
    return user


@pytest.fixture
def enrolment(worker: User) -> Enrolment:
    person = PersonFactory(team=worker.memberships.get().team, first_name="Zara")
    enrolment: Enrolment = EnrolmentFactory(person=person, start=date(2025, 1, 15))
    asks(enrolment.programme, *ASKED)
    works_in(person.team, enrolment.programme)
    return enrolment


def test_a_lead_writes_a_question_sees_it_and_saves_it(page: Page, login: Login, enrolment: Enrolment) -> None:
    lead = staff(Role.LEAD, team=enrolment.person.team)
    login(page, lead)
    page.goto(f"/programmes/{enrolment.programme.code}/questions/")
    assert_accessible(page)
    page.get_by_role("link", name="Nyt spørgsmål").click()
    page.get_by_label("Spørgsmål på dansk").fill("Har den unge en hund?")
    page.get_by_label("Ét svar").check()
    for number, text in enumerate(("Ja", "Nej")):
        page.locator(f"[name='choices.{number}.da']").fill(text)
    page.get_by_label("Ved hver indberetning").check()
    page.get_by_text("Hvilken bolig har borgeren nu?").first.click()
    page.get_by_label("Har ikke egen bolig").check()
    page.get_by_role("button", name="Vis, hvordan det ser ud").click()
    preview = page.locator(".question-preview")
    expect(preview.get_by_text("Har den unge en hund?").first).to_be_visible()
    expect(preview.get_by_label("Nej", exact=True)).to_be_disabled()
    assert_accessible(page)
    page.get_by_role("button", name="Gem spørgsmålet").click()
    expect(page.locator(".alert-success")).to_contain_text("Spørgsmålet er tilføjet")
    questionnaire = current(enrolment.programme)
    assert questionnaire is not None
    assert questionnaire.asked[-1].asked_if == {"item": "housing_now", "in": ["ikke_egen_bolig"]}


def test_the_page_of_a_question_fits_a_phone(phone: Page, login: Login, enrolment: Enrolment) -> None:
    login(phone, staff(Role.LEAD, team=enrolment.person.team))
    for rest in ("", "new/", "order/", "take-in/"):
        phone.goto(f"/programmes/{enrolment.programme.code}/questions/{rest}")
        assert_fits(phone)
        assert_accessible(phone)


def _hand_in(phone: Page, login: Login, worker: User, form: str) -> None:
    """The worker finds the answers in the form, changes one of them, and hands in."""
    login(phone, worker)
    phone.goto(form)
    expect(phone.locator("[data-key='who5.q3'] [data-own-changed]")).to_be_hidden()
    phone.locator("[name='who5.q3']").fill("5")
    expect(phone.locator("[data-key='who5.q3'] [data-own-changed]")).to_be_visible()
    expect(phone.locator("[data-topic-progress=own]")).to_have_text("5 af 5")
    phone.get_by_role("button", name="Næste ubesvarede").click()
    expect(phone.locator("[data-key='housing_now'] input").first).to_be_focused()
    phone.get_by_role("button", name="Aflever indberetningen").click()
    expect(phone.locator(".alert-success")).to_contain_text("Indberetningen er gemt.")


def test_the_young_person_answers_and_reaches_nothing_of_the_case(
    phone: Page, login: Login, worker: User, enrolment: Enrolment
) -> None:
    login(phone, worker)
    form = f"/enrolments/{enrolment.pk}/status-reports/quarterly/"
    other = phone.context.new_page()
    other.goto(f"/people/{enrolment.person.reference}/")
    phone.goto(form)
    phone.locator("[data-key='income'] summary").click()
    phone.locator("[name='comment-income']").fill("Venter på svar")
    phone.get_by_role("button", name="Lad den unge svare på denne telefon").click()
    expect(phone.locator("h1")).to_have_text("Dine egne svar")
    assert_fits(phone)
    assert_accessible(phone)
    expect(phone.get_by_text("Zara")).to_have_count(0)
    expect(other.locator("main")).to_be_hidden()  # the other tab is covered
    address = phone.url
    phone.go_back()
    expect(phone.locator("[name=login]")).to_be_visible()
    phone.goto(f"/people/{enrolment.person.reference}/")
    expect(phone.locator("[name=login]")).to_be_visible()
    phone.goto(address)
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_text("I have felt cheerful and in good spirits")).to_be_visible()
    for number in range(1, 6):
        phone.locator(f"[name='who5.q{number}'][value='3'] + label").click()
    phone.get_by_role("button", name="I am done").click()
    expect(phone.locator("h1")).to_have_text("Thank you")
    assert_accessible(phone)
    phone.get_by_role("link", name="Log in and go on").click()
    expect(phone.locator("[name=login]")).to_be_visible()
    assert Draft.objects.get().fields["comment-income"] == "Venter på svar"
    _hand_in(phone, login, worker, form)
    report = StatusReport.objects.get()
    assert (report.origins["who5.q3"], report.origins["who5.q1"]) == ("young_person_changed", "young_person")
    assert report.comments == {"income": "Venter på svar"}
