"""Rows on a desk: what a row is called has the whole width of the list before it takes a second line."""

import pytest
from playwright.sync_api import Page

from cases.staff.codes import Role
from tests.browser.conftest import Login
from tests.factories.cases import OrganisationFactory, staff
from tests.factories.handovers import handover

LINES = """() => {
  const name = [...document.querySelectorAll("ul.rows > li > div > p:first-child")].at(-1);
  return name.getBoundingClientRect().height / parseFloat(getComputedStyle(name).lineHeight);
}"""


@pytest.mark.usefixtures("live_server")
def test_an_ended_handover_with_a_long_sender_stands_on_one_line(page: Page, login: Login) -> None:
    """A hundred letters: more than the reading width of the standard, less than a desk has room for."""
    house = OrganisationFactory(name="Jobcenteret i byen")
    handover("done", receiver=house, sender=OrganisationFactory(name="Borgercenter Voksne og Unge, " * 3))
    login(page, staff(Role.PARTNER, organisation=house))
    page.goto("/inbox/")
    assert round(page.evaluate(LINES)) == 1
