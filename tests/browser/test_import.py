"""A lead takes a spreadsheet over: uploaded, its columns looked at, a fault seen, the valid rows taken."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.import_pages.models import ImportFile
from cases.import_pages.tasks import work
from cases.staff.codes import Role
from cases.staff.models import User
from cases.statusreports.models import StatusReport
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import Login
from tests.browser.test_narrow import CUT
from tests.factories.cases import ProgrammeFactory, TeamFactory, staff, works_in

ROWS = """Forløb;Startdato;Dato;Indberetning;Hvilken bolig har borgeren nu?;Bemærkninger fra den medarbejder, der kendte den unge
7;01-02-2024;05-02-2024;Opstart;Har ikke egen bolig;Sov hos en ven
7;01-02-2024;05-05-2024;Kvartal;Almen bolig;
8;01-02-2024;i går;Opstart;Palads;
9;01-03-2024;05-03-2024;Opstart;Skæv bolig;
"""


@pytest.fixture
def lead(live_server: object) -> User:
    team = TeamFactory(name="Gadeteamet")
    works_in(team, ProgrammeFactory(code="hjem", name="Hjem til alle"))
    user: User = staff(Role.LEAD, team=team)
    return user


def looked_at(page: Page) -> None:
    """Accessible and no wider than the screen."""
    assert_accessible(page)
    assert_fits(page)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("width", ["phone", "page"])
def test_a_spreadsheet_is_taken_over(
    request: pytest.FixtureRequest, login: Login, lead: User, tmp_path: Path, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    login(page, lead)
    page.goto("/programmes/hjem/")
    page.get_by_role("link", name="Overtag forløb og indberetninger fra et regneark").click()
    expect(page.locator("h1")).to_have_text("Overtagne regneark")
    looked_at(page)
    page.get_by_role("link", name="Overtag et regneark").first.click()
    looked_at(page)
    path = tmp_path / "Vores unge.csv"
    path.write_text(ROWS, encoding="utf-8")
    page.get_by_label("Fil").set_input_files(path)
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("h1")).to_have_text("Filens kolonner")
    expect(page.get_by_label("Startdato")).to_have_value("started_on")
    looked_at(page)
    page.get_by_role("button", name="Gennemgå filen").click()
    expect(page.locator("h1")).to_have_text("Gennemgås")
    looked_at(page)
    work(ImportFile.objects.get().pk)
    expect(page.locator("h1")).to_have_text("Hvad filen vil tilføje")
    expect(page.locator("main")).to_contain_text("Palads")
    looked_at(page)
    page.get_by_label("Kun de rækker, der er i orden").check()
    page.get_by_role("button", name="Overtag", exact=True).click()
    expect(page.locator("h1")).to_have_text("Overtages")
    work(ImportFile.objects.get().pk)
    expect(page.locator("h1")).to_have_text("Overtaget regneark")
    expect(page.locator("main")).to_contain_text("Vores unge.csv")
    looked_at(page)
    assert StatusReport.objects.count() == 3
    page.goto("/programmes/hjem/imports/")
    looked_at(page)
