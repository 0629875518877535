"""The main menu shows what the role may open, and where the user is."""

import pytest

from cases.shell import navigation
from cases.shell.navigation import NavEntry, NavLink
from cases.staff.models import User

LEAD = "lead@example.org"


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries instead of the apps' own."""
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(NavEntry("mfa_index", "Two steps", "lock", visible=bool, order=20))
    navigation.register(
        NavEntry("account_email", "E-mail", "email", visible=lambda user: user.email == LEAD, order=10)
    )


def links(path: str, email: str) -> list[NavLink]:
    return navigation.links(User(email=email), path)


@pytest.mark.usefixtures("menu")
def test_the_menu_is_in_order_and_marks_the_page_that_the_path_lies_under() -> None:
    assert links("/account/2fa/totp/activate/", LEAD) == [
        NavLink("/account/email/", "E-mail", "email", current=False),
        NavLink("/account/2fa/", "Two steps", "lock", current=True),
    ]


@pytest.mark.usefixtures("menu")
def test_an_entry_that_the_role_may_not_open_is_left_out() -> None:
    assert links("/", "other@example.org") == [NavLink("/account/2fa/", "Two steps", "lock", current=False)]
