"""No address, no field and no parameter answers with a fault, whatever is sent: a wrong value is an answer, not a crash.

Fields are read from the forms as the pages show them, parameters from the pages' filter forms and the views' own code,
so that a new one is tried without being named here. Nothing of a request stays: each is rolled back.
"""

import inspect
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from rest_framework.throttling import UserRateThrottle

from cases.staff.codes import Role
from cases.staff.models import User
from cases.staff.policy import may
from tests.architecture.inhabited import World, inhabited
from tests.bare import Bare

pytestmark = pytest.mark.django_db

FAULT = 500
TRIES = 2  # records of one kind, as long as the first is not one that the page shows
DIGITS = "9" * 5000
TEXTS = (f"\x00💥\u202e' \"<b>&;{{% {DIGITS}",)
NUMBERS = ("100000000000000000000", "1e400", "NaN", "-٣")
DAYS = ("01.01.0001", "31.12.9999", "99.99.9999")
MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59", "2025-03-30T02:30")
BY_TYPE = {"day": (*DAYS, *TEXTS), "moment": (*MOMENTS, *TEXTS), "number": (*NUMBERS, *TEXTS), "hidden": (DIGITS,)}
# What a parameter is given that a view may take for a number, a day or a key.
WRONG = (NUMBERS[0], "x💥")
# Bytes that are no UTF-8 (half of a surrogate pair, spelt out and as such), a field sent twice, a name that no form has.
RAW = b"%ED%A0%80=%ED%A0%80&q=%ED%A0%80&people=%00&version=&version=1&next=%00&on=%00&csrfmiddlewaretoken=%00&raw=\xed\xa0\x80"
FORM = "application/x-www-form-urlencoded"
# What a page sends along by script, with values of no page.
HEADERS = {
    "HX-Request": "true", "HX-Current-URL": "http://[", "HX-Target": "\ud7ff", "HX-Trigger-Name": "💥", "HX-Boosted": "x",
    "Draft-Owner": "é", "X-Request-ID": "é" * 64, "Accept-Language": "da;q=nan,\x80", "Referer": "http://[",
}  # fmt: skip
READS = re.compile(r"""\.GET(?:\.get(?:list)?\(|\[)["'](\w+)["']""")
# Answers of a view that a role does not get through to, or that takes the other method alone.
REFUSALS = {302, 403, 404, 405}
# Some of the filters that must be met, and how many kinds of forms at the least.
SWEPT = {
    "cases": {("person_list", "worker"), ("contacts-list", "kind")},
    "housing": {("referrals", "page")},
    "reporting": {("exports", "form")},
}
FILLED = {"cases": 55, "housing": 32, "reporting": 4}
# Together they may do everything; a lead may do all that the caseworkers may.
EVERYTHING = (Role.LEAD, Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR)


@dataclass
class Form:
    """A form of a page: where it is sent to, and each field's type and first value."""

    action: str
    method: str
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.select = path, list[Form](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a field with its type and, of several values, the first that is chosen or not empty."""
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(
                Form(at.get("action") or at.get("hx-post") or self.path, at.get("method", "get").lower())
            )
        elif not self.found:
            return
        elif tag == "select":
            self.select = at.get("name", "")
            self._keep(self.select, "select", "")
        elif tag == "option":
            self._keep(self.select, "select", at.get("value", ""))
        elif tag in {"input", "textarea"} and at.get("type") != "submit":
            marks = {"data-now": "moment", "data-day": "day", "data-number": "number"}
            kind = next((kind for mark, kind in marks.items() if mark in at), at.get("type", "text"))
            self._keep(at.get("name", ""), kind, at.get("value", ""))

    def _keep(self, name: str, kind: str, value: str) -> None:
        fields = self.found[-1].fields
        if name and name != "csrfmiddlewaretoken" and not fields.get(name, ("", ""))[1]:
            fields[name] = (kind, value)


def forms_of(client: Client, path: str) -> list[Form] | None:
    """The forms of a page, none of what is no page, and nothing where the user is refused."""
    with rolled_back():
        response = client.get(path)
    if response.status_code != 200:
        return None
    if "html" not in response.headers.get("Content-Type", ""):
        return []
    page = Forms(path)
    page.feed(response.content.decode())
    return page.found


class rolled_back(transaction.Atomic):  # noqa: N801  read like the function it stands for
    """What happens inside did not happen."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *error: Any) -> None:  # noqa: PYI036  passed on as it came
        transaction.set_rollback(True)
        super().__exit__(*error)


class Sweep:
    """Sends requests and keeps those that were answered with a fault, each with what was raised."""

    def __init__(self, client: Client) -> None:
        self.client, self.faults = client, dict[str, str]()

    def send(self, what: str, request: Callable[[], Any]) -> int:
        raised: list[str] = []
        note = partial(self._note, raised)
        got_request_exception.connect(note)
        try:
            with rolled_back():
                response = request()
                if response.streaming:
                    list(response)
        finally:
            got_request_exception.disconnect(note)
        if response.status_code >= FAULT:
            self.faults.setdefault(" ".join(raised) or "no exception", what)
        return int(response.status_code)

    @staticmethod
    def _note(raised: list[str], **_: Any) -> None:
        error = sys.exc_info()[1]
        frames = inspect.getinnerframes(error.__traceback__, 0) if error and error.__traceback__ else []
        ours = [
            f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames if "venv" not in frame.filename
        ]
        raised.append(f"{type(error).__name__}: {str(error)[:80]} in {' '.join(ours[-2:])}")

    def get(self, path: str, query: dict[str, Any]) -> int:
        return self.send(f"GET {path} {str(query)[:80]}", lambda: self.client.get(path, query))

    def post(self, path: str, data: dict[str, Any]) -> int:
        return self.send(f"POST {path} {str(data)[:200]}", lambda: self.client.post(path, data))

    def raw(self, path: str, body: bytes, kind: str, **headers: str) -> int:
        what = f"POST {path} {body[:40]!r} {list(headers)}"
        return self.send(what, lambda: self.client.post(path, body, content_type=kind, headers=headers))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(UserRateThrottle, "allow_request", lambda *_: True)
    return inhabited()


@pytest.fixture
def sweep() -> Sweep:
    return Sweep(Bare())


def parameters(view: Any, forms: list[Form]) -> set[str]:
    """What a page reads from the address: its filter forms, its view's module, and for the API its filters."""
    names = {name for form in forms if form.method == "get" for name in form.fields}
    names |= _read_by(view.__module__)
    filters = getattr(getattr(view, "cls", None), "filterset_class", None)
    return names | (set(filters.base_filters) | {"page", "page_size"} if filters else set())


@cache
def _read_by(module: str) -> set[str]:
    return set(READS.findall(inspect.getsource(sys.modules[module])))


def open_to(user: User, world: World) -> Iterator[tuple[str, str, Any]]:
    """The addresses whose rights let the user through to the view: `test_urls` sweeps those that do not."""
    for name, path, view in world.paths():
        rights = getattr(getattr(view, "cls", view), "rights", ())
        if not rights or any(may(user, right) for right in rights):
            yield name, path, view


def app_of(view: Any) -> str:
    """The app that answers; what is put together in `config`, and the pages of others, count as the first."""
    app = str(view.__module__).split(".")[0]
    return app if app in SWEPT else "cases"


def new_kinds(forms: list[Form], known: set[tuple[str, tuple[str, ...]]]) -> Iterator[Form]:
    """The forms of ours that change something and are of no kind known yet; then they are known."""
    for form in forms:
        target = urlsplit(form.action).path
        kind = (re.sub(r"\d+|[0-9a-f-]{36}", "", target), tuple(form.fields))
        if form.method == "post" and kind not in known and not target.startswith("/account/"):
            known.add(kind)
            yield form


def values(form: Form) -> Iterator[dict[str, Any]]:
    """The form as the page shows it, with one field after the other replaced; then all of them at once."""
    shown = {name: value for name, (_kind, value) in form.fields.items()}
    for name, (kind, _value) in form.fields.items():
        for bad in BY_TYPE.get(kind, TEXTS):
            yield shown | {name: bad}
    yield shown | {name: ["a", "\x00"] for name in form.fields}
    yield {}


def test_no_address_is_a_fault(world, sweep):
    """Wrong values for everything a view reads, and bytes that are no form, at every address.

    For each role, until the view has answered it with more than a refusal: another role may get to other lines of it.
    """
    assert world.missing() == set()
    for role in EVERYTHING:
        sweep.client.force_login(world.users[role])
        tried, answered = Counter[str](), set[str]()
        for name, path, view in open_to(world.users[role], world):
            if name not in answered and tried[name] < TRIES:
                tried[name] += 1
                codes = {
                    sweep.get(path, dict.fromkeys(parameters(view, []), "-1\x00")),
                    sweep.raw(path, RAW, FORM),
                    sweep.raw(path, RAW, FORM, **HEADERS),
                }
                answered |= {name} if codes - REFUSALS else set()
    assert sweep.faults == {}


@pytest.mark.parametrize("app", ["cases", "housing", "reporting"])
def test_no_parameter_and_no_field_is_a_fault(world, sweep, app):
    """Every filter of every page and list, and every form, each kind of it once: one field after the other.

    Each role opens all its pages: what another one is shown on the same page may have more fields.
    """
    filtered, filled = set[tuple[str, str]](), set[tuple[str, tuple[str, ...]]]()
    for role in EVERYTHING:
        sweep.client.force_login(world.users[role])
        done = set[tuple[str, str]]()
        for name, path, view in open_to(world.users[role], world):
            if app_of(view) != app:
                continue
            forms = forms_of(sweep.client, path)
            for parameter in {one for one in parameters(view, forms or []) if (name, one) not in done}:
                done.add((name, parameter))
                for bad in WRONG:
                    sweep.get(path, {parameter: bad})
            for form in new_kinds(forms or [], filled):
                for data in values(form):
                    sweep.post(form.action, data)
        filtered |= done
    assert sweep.faults == {}
    assert SWEPT[app] <= filtered
    assert len({target for target, _fields in filled}) >= FILLED[app]


def test_no_draft_is_a_fault(world, sweep):
    """What a script may save as typed text comes back into the form, and onto My day."""
    user = world.users[Role.CASEWORKER]
    sweep.client.force_login(user)
    bodies = [b"", b"[", b"[" * 60_000, b'{"fields":[]}', b'{"fields":{"a":{}}}', b'{"fields":{"a":NaN}}', b"\xff"]
    bodies += [b'{"fields":{},"version":%s}' % version for version in (b"1e400", b"-1", b"[]", b'"x"')]
    for body in bodies:
        assert sweep.raw("/drafts/cases-contact-create/", body, "application/json") == 400
    kept = '{"fields":{"people":"\\u0000","kind":["\\ud800"],"minutes":"x","happened_at":"x","client_key":"x","scope":"x"}}'
    for key, page in {
        "cases-contact-create": "/contacts/new/",
        "cases-contact-create:A10000": "/contacts/new/?person=A10000",
        "cases-handover-create": "/my-day/",
        "cases-handover-create:A10000": "/people/A10000/handovers/new/",
        "cases-contact-change:99999999999999999999": "/my-day/",
        "cases-contact-change": "/my-day/",
    }.items():
        with rolled_back():
            assert sweep.client.post(f"/drafts/{key}/", kept, content_type="application/json").status_code == 204
            assert sweep.get(page, {}) == 200
            assert sweep.get("/my-day/", {}) == 200
    assert sweep.faults == {}


def test_no_body_is_a_fault_of_the_api(world, sweep):
    sweep.client.force_login(world.users[Role.CASEWORKER])
    good = '"happened_at":"2025-06-02T10:00Z","kind":"meeting","outcome":"reached"'
    bodies = [
        "[" * 100_000,
        "null",
        f'{{"people":["\\u0000"],{good}}}',
        f'{{"people":["A10000","A10000"],{good}}}',
        f'{{"people":["A10000"],"note":"\\u0000",{good}}}',
        f'{{"people":["A10000"],"note":"\\ud800",{good}}}',
        f'{{"people":[{{}},[],null,1e400,100000000000000000000],{good}}}',
        f'{{"people":["A10000"],"minutes":100000000000000000000,{good}}}',
        f'{{"people":["A10000"],"minutes":NaN,{good}}}',
        f'{{"people":["A10000"],{good.replace("2025-06-02T10:00Z", "0001-01-01T00:00:00+14:00")}}}',
        f'{{"people":["A10000"],{good.replace("2025-06-02T10:00Z", "0001-01-01T00:00:00")}}}',
        f'{{"people":["A10000"],{good.replace("2025-06-02T10:00Z", "9999-12-31T23:59:59-12:00")}}}',
    ]
    for body in bodies:
        sweep.raw("/api/v1/contacts/", body.encode(), "application/json")
    assert sweep.faults == {}


def test_a_time_at_the_beginning_of_the_calendar_leaves_every_page_readable(world, sweep):
    """What is taken as a contact's time can be read back: a year typed with two digits must not close a page for good."""
    sweep.client.force_login(world.users[Role.CASEWORKER])
    fields = {"people": "A10000", "kind": "meeting", "outcome": "reached"}
    for moment in MOMENTS:
        with rolled_back():
            sweep.client.post("/contacts/new/", fields | {"happened_at": moment})
            assert sweep.get("/people/A10000/", {}) == 200
    assert sweep.faults == {}


def test_a_planted_fault_is_found(sweep, settings):
    """A view that reads a number where text was sent is named by what it raised."""
    settings.ROOT_URLCONF = "tests.architecture.faulty"
    sweep.get("/page/", {"page": "\x00"})
    assert [fault.split(":")[0] for fault in sweep.faults] == ["ValueError"]
