"""Every address refuses an anonymous visitor and a user without rights, with every method."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from tests.architecture.source import APPS, modules
from tests.bare import Bare
from tests.factories.cases import UserFactory

VIEWS = modules("views")
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
    "own_answers": "the young person answers on a phone that nobody is signed in on: the token is the right",
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
    "openid_connect_login": "signing in through the municipality",
    "openid_connect_callback": "signing in through the municipality, coming back",
    "socialaccount_login_cancelled": "signing in through the municipality, broken off",
    "socialaccount_login_error": "signing in through the municipality, failed",
    "socialaccount_signup": "says that accounts are made by an administrator",
}
# What a signed-in user without any role may still reach: the own account, and pages that hold no one's data.
OWN = ("/account/", "/session/", "/static/")
OWN_NAMES = {"home", "gallery", "schema", "docs", "nowhere"}
# A named part of an address that is written as a regular expression.
GROUP = re.compile(r"\(\?P<\w+>([^)]*)\)")
SENT_AWAY = {302, 401, 405}
REFUSED = {403, 405}


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
    return GROUP.sub(lambda found: next(one for one in SAMPLES.values() if re.fullmatch(found[1], one)), text)


def _converter_names(text: str, name: str) -> list[str]:
    return [part.split("<")[-1] for part in text.split(f":{name}>")[:-1]]


def every() -> list[tuple[str, str]]:
    return sorted({(name, path) for name, path, _ in addresses(get_resolver().url_patterns)})


def refusal(client: Client, name: str, path: str, method: str, allowed: set[int]) -> str | None:
    """What is wrong with the answer, or nothing. A redirect counts as a refusal only towards the sign-in page."""
    response = getattr(client, method)(path)
    code = response.status_code
    if code in allowed and (code != 302 or "/account/login" in response["Location"]):
        return None
    return f"{method} {path} ({name}) answers {code} {response.headers.get('Location', '')}".rstrip()


def faults(client: Client, addresses: list[tuple[str, str]], allowed: set[int]) -> list[str]:
    answers = (refusal(client, name, path, method, allowed) for name, path in addresses for method in METHODS)
    return [answer for answer in answers if answer]


def guarded() -> list[tuple[str, str]]:
    """What asks for a right."""
    return [
        (name, path)
        for name, path in every()
        if name not in OPEN and name not in OWN_NAMES and not path.startswith(OWN)
    ]


@pytest.mark.django_db
def test_an_anonymous_visitor_is_refused_everywhere():
    private = [(name, path) for name, path in every() if name and name not in OPEN]
    assert len(private) > 130
    assert faults(Bare(), private, SENT_AWAY) == []


@pytest.mark.django_db
def test_a_user_without_rights_is_refused_everywhere():
    """Before anything is looked for: a record that is not there is told from one out of reach by no one."""
    client = Bare()
    client.force_login(UserFactory())
    assert len(guarded()) > 110
    assert faults(client, guarded(), REFUSED) == []


def test_every_address_has_a_name():
    assert [path for name, path in every() if not name and not path.startswith(OWN)] == []


def views_of_ours() -> set[str]:
    """The modules of the views of our apps that an address leads to."""
    found = {view.__module__ for _name, _path, view in addresses(get_resolver().url_patterns)}
    return {module for module in found if module.partition(".")[0] in APPS}


def test_every_view_of_ours_stands_where_views_are_looked_at():
    """The checks of views and of rights read the modules of these layers: a view elsewhere would be free of them."""
    assert len(views_of_ours() & set(VIEWS)) > 20
    assert views_of_ours() - {*VIEWS, *modules("api")} == set()


def test_every_view_of_ours_names_its_rights():
    ours = [
        (name, path)
        for name, path, view in addresses(get_resolver().url_patterns)
        if getattr(view, "__module__", "") in VIEWS and not hasattr(view, "rights")
    ]
    assert [name for name, path in ours if name not in {*OWN_NAMES, *OPEN} and not path.startswith(OWN)] == []


@pytest.mark.django_db
def test_a_planted_open_view_is_found(client):
    """The sign-in page answers an anonymous visitor: were it not on the list, the sweep would name it."""
    assert faults(client, [("account_login", "/account/login/")], SENT_AWAY)[0] == (
        "get /account/login/ (account_login) answers 200"
    )


@pytest.mark.django_db
def test_planted_views_without_rights_are_found(client, settings):
    """One that asks only for a sign-in, one that looks for the record before it asks for the right."""
    settings.ROOT_URLCONF = "tests.architecture.faulty"
    client.force_login(UserFactory())
    found = [fault for fault in faults(client, guarded(), REFUSED) if fault.startswith("get ")]
    assert found == [
        "get /late/1/ (late) answers 404",
        "get /page/ (page) answers 200",
        "get /signed-in/ (signed-in) answers 200",
    ]
