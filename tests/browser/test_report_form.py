"""A status report filled in on a phone: what is asked, hidden, told, taken over and kept."""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.drafts.models import Draft
from cases.enrolments.models import Enrolment
from cases.staff.models import User
from cases.statusreports.models import StatusReport
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.browser.test_narrow import CUT, LOW
from tests.clock import TODAY
from tests.factories.cases import EnrolmentFactory, MembershipFactory, PersonFactory
from tests.factories.statusreports import asks, reported

ASKED = ("housing_now", "slept", "nights", "why_no_home", "waiting_list", "income", "domains", "who5")


@pytest.fixture
def worker(live_server: object) -> User:
    user: User = MembershipFactory().user
    return user


@pytest.fixture
def enrolment(worker: User) -> Enrolment:
    person = PersonFactory(team=worker.memberships.get().team)
    enrolment: Enrolment = EnrolmentFactory(person=person, start=date(2025, 1, 15))
    asks(enrolment.programme, *ASKED)
    reported(enrolment, worker, answers={"housing_now": "almen", "income": "loen", "slept": ["gaden", "hotel"]})
    return enrolment


def line(page: Page, key: str) -> Locator:
    return page.locator(f'[data-key="{key}"]')


def block(page: Page, code: str) -> Locator:
    return page.locator(f'[data-item="{code}"]')


def choose(page: Page, key: str, text: str) -> None:
    line(page, key).locator("label", has_text=text).first.click()


def opened(page: Page, login: Login, worker: User, enrolment: Enrolment, kind: str = "quarterly") -> None:
    login(page, worker)
    page.goto(f"/enrolments/{enrolment.pk}/status-reports/{kind}/")
    expect(page.locator("h1")).to_contain_text("Indberetning")


def test_a_report_is_filled_in_on_a_phone(phone: Page, login: Login, worker: User, enrolment: Enrolment) -> None:
    opened(phone, login, worker, enrolment)
    for code in ("why_no_home", "waiting_list"):
        expect(block(phone, code)).to_be_hidden()
    choose(phone, "housing_now", "Har ikke egen bolig")
    for code in ("why_no_home", "waiting_list"):
        expect(block(phone, code)).to_be_visible()
    choose(phone, "waiting_list", "Almen ungdomsbolig")
    choose(phone, "waiting_list", "Ikke skrevet op")
    expect(line(phone, "waiting_list").locator(":checked")).to_have_count(1)
    choose(phone, "slept", "Egen bolig")
    warning = block(phone, "slept").get_by_role("status")
    expect(warning).to_contain_text("Er det rigtigt?")
    choose(phone, "housing_now", "Almen bolig")
    expect(warning).to_be_hidden()
    expect(block(phone, "why_no_home")).to_be_hidden()
    choose(phone, "housing_now", "Har ikke egen bolig")
    warning.get_by_text("Ja, det er rigtigt").click()
    choose(phone, "income", "Uændret")
    expect(line(phone, "income").get_by_label("Løn", exact=True)).to_be_checked()
    line(phone, "nights.gade").get_by_role("textbox").first.fill("12")
    choose(phone, "nights.herberg", "Ved ikke")
    line(phone, "nights.gade").locator("summary").click()
    line(phone, "nights.gade").get_by_role("textbox").last.fill("Mest i marts")
    assert_fits(phone)
    phone.get_by_role("button", name="Aflever indberetningen").click()
    expect(phone.locator(".alert-success")).to_contain_text("Indberetningen er gemt.")
    report = StatusReport.objects.latest("pk")
    told = {key: report.answers[key] for key in ("housing_now", "slept", "waiting_list", "income", "nights.gade")}
    assert told == {
        "housing_now": "ikke_egen_bolig",
        "slept": ["egen_bolig"],
        "waiting_list": ["ikke_skrevet_op"],
        "income": "loen",
        "nights.gade": 12,
    }
    assert (report.report_on, report.answers["nights.herberg"]) == (TODAY, "ved_ikke")
    assert (report.origins, report.comments) == ({"income": "unchanged"}, {"nights.gade": "Mest i marts"})
    assert not Draft.objects.exists()


def test_an_answer_taken_over_and_changed_is_an_answer_of_its_own(
    phone: Page, login: Login, worker: User, enrolment: Enrolment
) -> None:
    opened(phone, login, worker, enrolment)
    choose(phone, "slept", "Uændret")
    expect(line(phone, "slept").get_by_label("Gaden", exact=True)).to_be_checked()
    choose(phone, "slept", "Hospital")
    expect(line(phone, "slept").locator("[name=unchanged]")).not_to_be_checked()
    choose(phone, "income", "Uændret")
    line(phone, "income").get_by_role("button", name="Ryd svaret").click()
    expect(line(phone, "income").locator(":checked")).to_have_count(0)
    phone.get_by_role("button", name="Aflever indberetningen").click()
    expect(phone.locator(".alert-success")).to_be_visible()
    report = StatusReport.objects.latest("pk")
    assert (report.answers["slept"], report.answers["income"]) == (["gaden", "hotel", "hospital"], None)
    assert report.origins == {}


def test_what_is_typed_is_kept_and_put_back(phone: Page, login: Login, worker: User, enrolment: Enrolment) -> None:
    opened(phone, login, worker, enrolment)
    choose(phone, "housing_now", "Har ikke egen bolig")
    choose(phone, "why_no_home", "Står på venteliste")
    choose(phone, "income", "Uændret")
    expect(phone.locator("[data-draft-state]")).to_contain_text("Gemt")
    phone.reload()
    expect(block(phone, "why_no_home")).to_be_visible()
    expect(line(phone, "why_no_home").get_by_label("Står på venteliste")).to_be_checked()
    expect(line(phone, "income").locator("[name=unchanged]")).to_be_checked()


def test_more_lines_of_what_took_place(phone: Page, login: Login, worker: User, enrolment: Enrolment) -> None:
    asks(enrolment.programme, "methods", edition="2022-youth")
    opened(phone, login, worker, enrolment)
    phone.get_by_role("button", name="En linje mere").click()
    third = line(phone, "methods").locator("[data-event]").nth(2)
    third.get_by_label("Hvad").select_option("cti")
    third.get_by_label("Fra", exact=True).fill("1.3.2025")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")  # the bar lies under the form, over none of it
    assert_accessible(phone)
    phone.get_by_role("button", name="Aflever indberetningen").click()
    expect(phone.locator(".alert-success")).to_be_visible()
    assert StatusReport.objects.latest("pk").answers["methods"] == [{"code": "cti", "from": "2025-03-01", "to": None}]


@pytest.mark.parametrize("edition", ["2013", "2022-youth"])
def test_every_question_fits_a_phone_and_a_thumb(
    phone: Page, login: Login, worker: User, enrolment: Enrolment, edition: str
) -> None:
    asks(enrolment.programme, edition=edition)
    opened(phone, login, worker, enrolment)
    phone.evaluate("document.querySelectorAll('details:not(.menu)').forEach((part) => { part.open = true; })")
    phone.evaluate("document.querySelectorAll('[data-item]').forEach((part) => { part.hidden = false; })")
    assert_fits(phone)
    assert phone.evaluate(CUT) == []
    assert phone.evaluate(LOW) == []
    assert_accessible(phone)
