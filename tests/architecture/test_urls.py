"""Every address refuses an anonymous visitor and a user without rights, with every method."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from tests.factories.cases import UserFactory

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
SAMPLES = {
    IntConverter: "1",
    SlugConverter: "sample",
    StringConverter: "sample",
    UUIDConverter: "00000000-0000-0000-0000-000000000000",
}
# Open to everyone, each for a reason.
OPEN = {
    "healthz": "load balancers",
    "readyz": "load balancers",
    "set_language": "the sign-in page too is in two languages",
    "account_login": "signing in",
    "account_logout": "signing out twice does no harm",
    "account_signup": "says that accounts are made by an administrator",
    "account_inactive": "says that the account is closed",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_email_verification_sent": "part of signing in",
    "account_confirm_email": "part of signing in",
    "mfa_authenticate": "the second step of signing in",
    "mfa_login_webauthn": "the second step of signing in",
    "socialaccount_login_cancelled": "signing in through the municipality, broken off",
    "socialaccount_login_error": "signing in through the municipality, failed",
    "socialaccount_signup": "says that accounts are made by an administrator",
}
# What a signed-in user without any role may still reach: the own account, and pages that hold no one's data.
OWN = ("/account/", "/session/", "/static/")
OWN_NAMES = {"home", "gallery", "schema", "docs", "swagger-script"}
REFUSED = {302, 401, 403, 404, 405}


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str, object]]:
    """Every address of the resolver as (name, sample path, view)."""
    for entry in patterns:
        path = prefix + _sample(entry)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, path)
        else:
            yield entry.name or "", "/" + path, entry.callback


def _sample(entry: URLPattern | URLResolver) -> str:
    text = str(entry.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
    for name, converter in entry.pattern.converters.items():
        sample = next((value for kind, value in SAMPLES.items() if type(converter) is kind), "sample")
        for spelling in {f"<{name}>", *(f"<{kind}:{name}>" for kind in _converter_names(text, name))}:
            text = text.replace(spelling, sample)
    return text


def _converter_names(text: str, name: str) -> list[str]:
    return [part.split("<")[-1] for part in text.split(f":{name}>")[:-1]]


ALL = sorted({(name, path) for name, path, _ in addresses(get_resolver().url_patterns) if "(?P" not in path})


def refusal(client: Client, name: str, path: str, method: str) -> str | None:
    """What is wrong with the answer, or nothing. A redirect counts as a refusal only towards the sign-in page."""
    response = getattr(client, method)(path)
    code = response.status_code
    if (
        code == 302
        and "/account/login" not in response["Location"]
        and "/account/reauthenticate" not in response["Location"]
    ):
        return f"{method} {path} ({name}) redirects to {response['Location']}"
    return None if code in REFUSED else f"{method} {path} ({name}) answers {code}"


def faults(client: Client, addresses: list[tuple[str, str]]) -> list[str]:
    answers = (refusal(client, name, path, method) for name, path in addresses for method in METHODS)
    return [answer for answer in answers if answer]


@pytest.mark.django_db
def test_an_anonymous_visitor_is_refused_everywhere(client):
    guarded = [(name, path) for name, path in ALL if name and name not in OPEN]
    assert len(guarded) > 100
    assert faults(client, guarded) == []


@pytest.mark.django_db
def test_a_user_without_rights_is_refused_everywhere(client):
    client.force_login(UserFactory())
    guarded = [
        (name, path) for name, path in ALL if name not in OPEN and name not in OWN_NAMES and not path.startswith(OWN)
    ]
    assert len(guarded) > 100
    assert faults(client, guarded) == []


def test_every_address_has_a_name():
    assert [path for name, path in ALL if not name and not path.startswith(OWN)] == []


def test_every_view_of_ours_names_its_rights():
    ours = [
        (name, path)
        for name, path, view in addresses(get_resolver().url_patterns)
        if getattr(view, "__module__", "").startswith(("cases.views", "housing.views", "reporting.views"))
        and not hasattr(view, "rights")
    ]
    assert [name for name, path in ours if name not in {*OWN_NAMES, *OPEN} and not path.startswith(OWN)] == []


@pytest.mark.django_db
def test_a_planted_open_view_is_found(client):
    """The sign-in page answers an anonymous visitor: were it not on the list, the sweep would name it."""
    assert (
        refusal(client, "account_login", "/account/login/", "get") == "get /account/login/ (account_login) answers 200"
    )
