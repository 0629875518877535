"""On paper: everything that is known, who printed it and when, nothing for pressing; and nothing before it is logged."""

import re
from io import BytesIO
from unicodedata import normalize

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect
from pypdf import PdfReader

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.people.models import Person
from cases.programmes.models import PhaseStep
from cases.staff.codes import Role
from cases.staff.models import User
from tests.architecture.inhabited import inhabited
from tests.browser.conftest import Login
from tests.clock import NOW
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    PhaseStepFactory,
    staff,
)

SENTENCES = [f"Sætning {number} om værelset på Nørrebro og aftalen med æøå." for number in range(1, 61)]
FACTS = {
    "first_name": "Åse-Margrethe Benedikte Charlotte",
    "last_name": "Østergaard-Kristoffersen Ængelholm",
    "also_known_as": "Aseø, Magga, Lille Å, Søster Æble, kendt på Hovedbanegården som Den Lange med den grønne hue",
    "email": "aase-margrethe.benedikte.charlotte.oestergaard-kristoffersen@meget-lang-adresse.example.org",
    "phone": "+45 12 34 56 78",
}
# What is for pressing, but for where the page lies.
PRESSED = ":is(nav:not(.breadcrumbs, .chips), button, .button, a[href*='/aside/']):visible"
A4_BETWEEN_MARGINS: ViewportSize = {"width": 680, "height": 1000}  # 180 mm, at 96 dots to the inch
# What of the content is wider than the sheet, or hides some of what is in it.
CUT = """() => [...document.querySelectorAll("main *, .print-head *")].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || one.closest("svg, .sr-only")) return false;
  const hides = (side) => getComputedStyle(one)[`overflow${side}`] !== "visible";
  return box.right > innerWidth + 1
    || (hides("X") && one.scrollWidth > one.clientWidth + 1)
    || (hides("Y") && one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 200))"""


@pytest.fixture
def worker(live_server: object) -> User:
    return staff(Role.CASEWORKER, name="Sofie Lund")


@pytest.fixture
def person(worker: User) -> Person:
    team = worker.memberships.get().team
    person: Person = PersonFactory(team=team, reference="U00042", **FACTS)
    enrolment = EnrolmentFactory(person=person, team=team)
    spell = PhaseSpellFactory(enrolment=enrolment)
    PhaseStepFactory(phase=spell.phase)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    ContactFactory(by=worker, people=[person], happened_at=NOW, registered_at=NOW, note=" ".join(SENTENCES))
    return person


def sheets(page: Page) -> list[str]:
    """What each sheet says when the page is printed as it stands, in one line each, letters joined by the font apart."""
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in reader.pages]


def printed() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=AuditAction.PRINTED))


def missing(texts: list[str], paper: str) -> list[str]:
    """Which of the texts the paper lacks; a line ends where the sheet does, so spaces are not looked at."""
    together = paper.replace(" ", "")
    return [text for text in texts if text.replace(" ", "") not in together]


def test_the_page_of_a_young_person_is_on_paper_in_full(
    page: Page, login: Login, worker: User, person: Person
) -> None:
    login(page, worker)
    page.goto(reverse("cases:person", args=["U00042"]))
    first, *others = sheets(page)
    paper = " ".join([first, *others])
    step = PhaseStep.objects.get()
    assert missing([*FACTS.values(), *SENTENCES, "U00042", step.text_da], paper) == []
    assert re.search(r"Udskrevet 04\.06\.2025 kl\. 10\.00 af Sofie Lund", first)
    for number, sheet in enumerate([first, *others], 1):
        assert "Udskrevet 04.06.2025" in sheet
        assert "Indeholder fortrolige personoplysninger" in sheet
        assert f"{number} / {len(others) + 1}" in sheet
    for pressed in (
        "Min dag",
        "Log ud",
        "Registrér kontakt",
        "Udskriv ",
        "Gå til indholdet",
        "Skift fase",
        "Alle unge",
    ):
        assert pressed not in paper
    [event] = [event for event in printed() if event.person]
    assert (event.person, event.by, event.target_id) == (person, worker, str(person.pk))


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("gone", ["connection", "login"])
def test_what_cannot_be_logged_is_not_printed(
    page: Page, login: Login, worker: User, problems: list[str], gone: str
) -> None:
    login(page, worker)
    page.goto(reverse("cases:person", args=["U00042"]))
    if gone == "connection":
        page.context.set_offline(True)
    else:
        page.context.clear_cookies()
    [paper] = sheets(page)
    assert "Siden er ikke udskrevet" in paper
    assert [text for text in [*FACTS.values(), *SENTENCES] if text in paper] == []
    assert printed() == []
    problems.clear()


def test_the_button_prints(page: Page, login: Login, worker: User) -> None:
    """Headless, the browser prints nothing: that it was asked to is all that can be seen."""
    login(page, worker)
    page.add_init_script("window.print = () => { window.asked = true; }")
    page.goto(reverse("cases:my_day"))
    page.get_by_role("button", name="Udskriv").click()
    assert page.evaluate("window.asked")


@pytest.mark.usefixtures("person")
def test_what_a_search_found_is_logged_with_the_page(page: Page, login: Login, worker: User) -> None:
    login(page, worker)
    page.goto(reverse("cases:person_list"))
    page.get_by_role("searchbox").fill("Østergaard")
    expect(page.locator("#hits")).to_contain_text("U00042")
    sheets(page)
    assert {event.facts.get("criteria") for event in printed()} == {None, "Østergaard"}


def test_a_list_has_its_head_on_every_sheet(page: Page, login: Login, worker: User) -> None:
    team = worker.memberships.get().team
    for number in range(40):
        PersonFactory(team=team, first_name=f"Ung{number}", last_name="Prøve")
    login(page, worker)
    page.goto(reverse("cases:person_list"))
    papers = sheets(page)
    assert len(papers) > 1
    assert [paper for paper in papers if "Indsats og fase" not in paper] == []


def test_nothing_is_cut_on_any_page_that_is_printed(page: Page, login: Login, live_server: object) -> None:
    world = inhabited()
    Person.objects.update(also_known_as=FACTS["also_known_as"], email=FACTS["email"])
    page.set_viewport_size(A4_BETWEEN_MARGINS)
    page.emulate_media(media="print", color_scheme="dark")
    names = {
        Role.LEAD: {
            "board", "contact", "course", "handover", "handovers", "my_day", "person", "person_list", "programme_history",
            "referral", "referrals", "run", "runs", "screening_create", "stays", "support", "support_cases",
        },
        Role.PARTNER: {"inbox", "inbox_handover"},
    }  # fmt: skip
    for role, wanted in names.items():
        login(page, world.users[role])
        paths: dict[str, str] = {}
        for name, path, _view in world.paths():
            if name in wanted - paths.keys() and "/api/" not in path and page.request.get(path, timeout=60_000).ok:
                paths[name] = path
        assert set(paths) == wanted
        for path in paths.values():
            page.goto(path)
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            expect(page.locator("#print-line")).to_have_text(re.compile("^Udskrevet"))
            expect(page.locator("h1:visible")).to_have_count(1)
            expect(page.locator(PRESSED), path).to_have_count(0)
            assert page.evaluate(CUT) == [], path
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
