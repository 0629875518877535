"""What every answer tells the browser under the settings of production."""

import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings

from tests.factories.cases import UserFactory, staff

pytestmark = pytest.mark.django_db

# What belongs to the machine the test runs on.
OF_THE_MACHINE = {"DATABASES", "CACHES", "STORAGES", "LOGGING", "EMAIL_CONFIG", "REQUIRE_MFA", "SESSION_COOKIE_NAME"}
ENVIRONMENT = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "hjemvej.example",
    "CPR_KEYS": "RGVtby1rZXktb25seS1mb3ItaW52ZW50ZWQtZGF0YSE=",
    "CPR_HASH_KEY": "test",
    "DATABASE_URL": "postgres://nobody@127.0.0.1/nothing",
    "EMAIL_URL": "consolemail://",
    "EMAIL_FROM": "hjemvej@example.org",
}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The settings of production, in force except for the machine's own services."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    module = importlib.reload(importlib.import_module("config.settings.prod"))
    changed = {
        name: getattr(module, name)
        for name in dir(module)
        if name.isupper() and name not in OF_THE_MACHINE and not name.startswith("EMAIL_")
    }
    changed["EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
    with override_settings(**changed):
        yield module


@pytest.fixture
def visitor(production: ModuleType) -> Client:
    return Client(headers={"host": "hjemvej.example"}, REMOTE_ADDR="10.9.0.1")


def get(client: Client, path: str) -> Any:
    return client.get(path, secure=True, headers={"host": "hjemvej.example"})


def test_the_headers_of_every_answer(visitor):
    headers = get(visitor, "/account/login/").headers
    assert sorted(headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/nowhere/", "/administration/"])
def test_an_answer_that_refuses_carries_them_too(visitor, path):
    visitor.force_login(UserFactory())
    headers = get(visitor, path).headers
    assert "Content-Security-Policy" in headers
    assert headers["Strict-Transport-Security"]


def test_an_unencrypted_request_is_led_to_the_encrypted_page(visitor):
    answer = visitor.get("/account/login/", headers={"host": "hjemvej.example"})
    assert (answer.status_code, answer["Location"]) == (301, "https://hjemvej.example/account/login/")


def test_a_strange_host_is_refused(visitor):
    assert visitor.get("/account/login/", secure=True, headers={"host": "evil.example"}).status_code == 400


def test_cookies_travel_encrypted_only_and_are_closed_to_scripts(visitor):
    UserFactory(email="cookie@example.org", password="en lang sætning om havet")
    page = visitor.post(
        "/account/login/",
        {"login": "cookie@example.org", "password": "en lang sætning om havet"},
        secure=True,
        headers={"host": "hjemvej.example"},
    )
    session = page.cookies[django_settings.SESSION_COOKIE_NAME]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")
    assert page.cookies[django_settings.LANGUAGE_COOKIE_NAME]["secure"]
    login = get(Client(), "/account/login/")
    assert login.cookies["csrftoken"]["secure"]


def test_a_signed_in_users_pages_are_kept_nowhere(visitor):
    visitor.force_login(staff())
    assert get(visitor, "/my-day/")["Cache-Control"] == "private, no-store"


def test_every_role_needs_a_second_factor_in_production(production):
    roles = {"caseworker", "authority", "lead", "partner", "evaluator", "administrator"}
    assert set(production.REQUIRE_MFA) == roles


def test_the_organisations_own_login_is_set_up_by_environment(monkeypatch):
    server = "https://login.example/realms/kk"
    for name, value in {
        "OIDC_SERVER_URL": server,
        "OIDC_CLIENT_ID": "hjemvej",
        "OIDC_CLIENT_SECRET": "hemmelig",
        "OIDC_NAME": "Københavns Kommune",
    }.items():
        monkeypatch.setenv(name, value)
    login = importlib.reload(importlib.import_module("config.settings.login"))
    app = login.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    assert (app["name"], app["client_id"], app["settings"]["server_url"]) == ("Københavns Kommune", "hjemvej", server)
    assert login.OIDC_ORIGIN == "https://login.example"
    base = importlib.reload(importlib.import_module("config.settings.base"))
    assert base.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'", "https://login.example"]
    monkeypatch.undo()
    for name in ("login", "base"):
        importlib.reload(importlib.import_module(f"config.settings.{name}"))
