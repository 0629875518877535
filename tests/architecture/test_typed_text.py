"""Nothing typed is lost and nothing is made twice: every form with free text keeps a draft, every form has a key.

`test_every_page` asks it of all pages.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cases.drafts.pages import draft_page
from cases.drafts.views import LINE
from tests.architecture.source import APPS, layer, parse, python_files

SILENT = {"hidden", "submit", "button", "search"}
# Buttons: the state of the record alone decides whether they do anything.
WITHOUT_FORM = {"cases/enrolments/views.py complete_step", "cases/enrolments/views.py undo_step"}


@dataclass
class Sent:
    """A form of a page that is sent by POST: its attributes, what is filled in, and which of it holds free text."""

    attributes: dict[str, str]
    names: set[str] = field(default_factory=set)
    filled_in: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)


class Reader(HTMLParser):
    """Collects what is sent by POST, but for searches."""

    def __init__(self) -> None:
        super().__init__()
        self.found, self.open = list[Sent](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = at.get("method") == "post" and at.get("role") != "search"
            self.found += [Sent(at)] if self.open else []
        elif self.open and tag in {"input", "select", "textarea"} and "form" not in at:
            form, name = self.found[-1], at.get("name", "")
            form.names.add(name)
            kind = at.get("type", "text") if tag == "input" else tag
            if kind not in SILENT:
                form.filled_in.add(name)
                is_long = kind == "text" and int(at.get("maxlength") or 0) > LINE
                form.free |= {name} if kind == "textarea" or is_long else set()

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"


ONCE = "/own-answers/"  # its address opens once: what is sent to it again is refused


def sent_from(html: str) -> list[Sent]:
    reader = Reader()
    reader.feed(html)
    return reader.found


def faults(path: str, html: str) -> Iterator[str]:
    """Forms without a draft, with a draft that My day could not open again, without a key, or sent to no address."""
    for form in sent_from(html):
        key = form.attributes.get("data-draft-url", "").removeprefix("/drafts/").removesuffix("/")
        page = draft_page(key)
        if form.free and not key:
            yield f"{path} keeps no draft of {sorted(form.free)}"
        if key and (page is None or page.url(key.partition(":")[2]) != path):
            yield f"{path} keeps a draft that is not registered: {key}"
        if key and "data-draft-state" not in html:
            yield f"{path} does not say whether the draft is kept"
        if form.filled_in and "client_key" not in form.names and not path.startswith(ONCE):
            yield f"{path} has a form without a key: {sorted(form.filled_in)}"
        if not (to := form.attributes.get("action", path)).startswith("/"):
            yield f"{path} sends a form to what is no address: {to}"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (
            '<form method="post"><input type="hidden" name="client_key"><textarea name="note"></textarea></form>',
            "no draft of",
        ),
        ('<form method="post"><input name="client_key"><input name="why" maxlength="500"></form>', "no draft of"),
        ('<form method="post" data-draft-url="/drafts/x-y:1/"><input name="client_key"></form>', "not registered"),
        ('<form method="post" data-draft-url="/drafts/cases-contact-change:1/"></form>', "not registered"),
        ('<form method="post"><input name="start" type="date"></form>', "without a key"),
        ("<form method=\"post\" action=\"('Add', '/new/')\"></form>", "no address"),
    ],
)
def test_a_planted_form_is_found(html, said):
    assert said in next(faults("/page/", html))


@pytest.mark.parametrize(
    "html",
    [
        '<form method="get"><textarea name="note"></textarea></form>',
        '<form method="post" role="search"><input name="q" maxlength="500"></form>',
        '<form method="post"><input type="hidden" name="version"><button type="submit"></button></form>',
        '<form method="post"><input name="client_key"><input name="place" maxlength="200"></form>',
    ],
)
def test_what_needs_neither_is_left_alone(html):
    assert list(faults("/page/", html)) == []


def unasked(path: Path, tree: ast.Module) -> Iterator[str]:
    """Views that run an action on a form without asking `submitted` first."""
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        called = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
        if "refusals" in called and "submitted" not in called:
            yield f"{path} {function.name}"


def test_every_view_asks_before_it_acts():
    views = [path for path in python_files(*APPS) if layer(path) == "views"]
    assert {fault for path in views for fault in unasked(path, parse(path))} == WITHOUT_FORM


def test_a_planted_view_is_found():
    source = "def create(request):\n    if form.is_valid():\n        with refusals(form):\n            act()"
    assert list(unasked(Path("x.py"), ast.parse(source))) == ["x.py create"]
