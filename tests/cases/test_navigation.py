"""The main menu shows what the role may open, and where the user is."""

from types import SimpleNamespace
from typing import Any

import pytest

from cases.views import navigation
from cases.views.navigation import NavEntry, NavLink


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries instead of the apps' own."""
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(NavEntry("mfa_index", "Two steps", "lock", visible=bool, order=20))
    navigation.register(NavEntry("account_email", "E-mail", "email", visible=lambda user: user.is_lead, order=10))


def links(path: str, *, lead: bool) -> list[NavLink]:
    user: Any = SimpleNamespace(is_lead=lead)
    return navigation.links(user, path)


@pytest.mark.usefixtures("menu")
def test_the_menu_is_in_order_and_marks_the_page_that_the_path_lies_under() -> None:
    assert links("/account/2fa/totp/activate/", lead=True) == [
        NavLink("/account/email/", "E-mail", "email", current=False),
        NavLink("/account/2fa/", "Two steps", "lock", current=True),
    ]


@pytest.mark.usefixtures("menu")
def test_an_entry_that_the_role_may_not_open_is_left_out() -> None:
    assert links("/", lead=False) == [NavLink("/account/2fa/", "Two steps", "lock", current=False)]
