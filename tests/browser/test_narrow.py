"""The narrowest phone with the longest texts: nothing is too wide, no text is cut, what is pressed has room for a thumb.

What is scrolled sideways must say so: a region with a name that takes focus (its shadow is in tables.css).
"""

from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.contacts.models import Contact
from cases.people.models import Person
from cases.programmes.models import PhaseTemplate, Programme
from cases.shell.gallery_views import NAME, TEXT, WORD
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Team
from tests.architecture.inhabited import World, inhabited
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.browser.crawl import Known, walk
from tests.factories.cases import ContactFactory, OrganisationFactory, staff

START = ["/my-day/", "/people/", "/board/", "/inbox/", "/administration/", "/reports/"]
# A lead sees every page that a caseworker or an authority worker has.
ROLES = (Role.LEAD, Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR)
LONG: list[tuple[type[Model], dict[str, str]]] = [
    (Person, {"first_name": NAME, "last_name": "Ø."}),
    (Contact, {"note": TEXT}),
    (User, {"name": NAME}),
    (Organisation, {"name": WORD}),
    (Team, {"name": WORD}),
    (Programme, {"name": WORD}),
    (PhaseTemplate, {"name_da": WORD}),
]
# Text that runs out of its box, and boxes that hide a part of what they hold; text for screen readers alone is one pixel.
CUT = """() => {
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const hides = (element) => getComputedStyle(element).overflowX !== "visible";
  const wide = (element) => element.scrollWidth > element.clientWidth + 1;
  const isMarked = (element) =>
    ["auto", "scroll"].includes(getComputedStyle(element).overflowX) &&
    element.matches("[role=region][tabindex='0']:is([aria-label], [aria-labelledby])");
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && element.clientWidth > 1 && wide(element) && !isMarked(element))
    .filter((element) => hasText(element) || hides(element))
    .filter((element) => !["svg", "TEXTAREA", "SELECT", "INPUT"].includes(element.tagName))
    .filter((element) => element.innerText?.trim())
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.scrollWidth} px of text in ` +
      `${element.clientWidth}: ${element.innerText.slice(0, 40)}`);
}"""

# What is pressed and is lower than a thumb (44 px); a link in the run of a text is as high as the text.
LOW = """() => {
  const isRun = (element) => element.tagName === "A" && getComputedStyle(element).display === "inline";
  const target = (element) => element.closest(".form-group-checkbox, .form-group-radio")?.querySelector("label") ?? element;
  return [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
    .filter((element) => element.checkVisibility() && !element.matches(".skipnav, .day-calendar") && !isRun(element))
    .map((element) => [element, Math.round(target(element).getBoundingClientRect().height)])
    .filter(([, height]) => height < 44)
    .map(([element, height]) => `${height} px: ${element.outerHTML.slice(0, 120)}`);
}"""


def check(page: Page) -> None:
    """Nothing wider than the screen, nothing cut, nothing too low to press; what is folded away is opened for it."""
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((part) => { part.open = true; })")
    assert_fits(page)
    faults: list[str] = page.evaluate(CUT)
    assert faults == [], f"{page.url}\n" + "\n".join(faults)
    low: list[str] = page.evaluate(LOW)
    assert low == [], f"{page.url}\n" + "\n".join(low)


def long_world() -> World:
    """A small world in which everything has the longest name there is."""
    world = inhabited()
    ContactFactory(by=world.users[Role.CASEWORKER], people=[Person.objects.get(reference="A10000")])
    for model, values in LONG:
        model._default_manager.update(**values)
    return world


def test_no_component_is_cut(narrow: Page, login: Login) -> None:
    login(narrow, staff(Role.LEAD, name=NAME))
    narrow.goto("/gallery/")
    check(narrow)
    assert_accessible(narrow)
    narrow.locator("details.menu.shell-phone > summary").click()
    check(narrow)


def test_no_page_is_cut(narrow: Page, login: Login) -> None:
    users = long_world().users
    known, opened = Known(set), list[str]()

    def look(page: Page) -> None:
        opened.append(page.url)
        check(page)

    for role in ROLES:
        narrow.context.clear_cookies()
        login(narrow, users[role])
        before = len(opened)
        assert walk(narrow, START, look, known), role
        assert len(opened) > before, role


def test_a_wide_table_scrolls_where_it_says_so_and_keeps_the_names_of_its_rows(narrow: Page, login: Login) -> None:
    login(narrow, staff(Role.LEAD))
    narrow.goto("/gallery/")
    table = narrow.locator("#chart ~ .chart .table-scroll").last
    name = table.get_by_role("rowheader", name="Opstart")
    before = name.bounding_box()
    table.focus()
    table.evaluate("(region) => { region.scrollLeft = region.scrollWidth; }")
    after = name.bounding_box()
    assert before
    assert after
    assert after["x"] == before["x"]


def test_a_long_choice_is_shown_in_full(narrow: Page, login: Login) -> None:
    """In lines in the list itself; below it in a browser that keeps the list in one line."""
    organisation = OrganisationFactory(name=f"{NAME} {WORD[:40]}")
    login(narrow, staff(Role.ADMINISTRATOR, organisation=organisation))
    narrow.goto(reverse("cases:user_change", args=[User.objects.get().pk]))
    chosen = narrow.get_by_label("Organisation")
    assert chosen.evaluate("(list) => list.clientHeight >= 2 * parseFloat(getComputedStyle(list).lineHeight)")
    below = narrow.locator(".chosen-in-full")
    expect(below).to_have_count(0)
    chosen.evaluate("(list) => { list.style.whiteSpace = 'pre'; dispatchEvent(new Event('resize')); }")
    expect(below).to_have_text(organisation.name)
    assert_fits(narrow)
