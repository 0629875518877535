"""The directions: from app to app, from room to room, and inside them from views down to codes.

The orders of apps and rooms stand in `pyproject.toml` as contracts of import-linter (`test_contracts.py`); what it
cannot say is asked here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import APPS, ROOT, imports, layer, parse, python_files, tracked

# Lowest first. A module may import from its own layer and from those before it, whatever the room.
LAYERS = (
    {"codes"},
    {"rules"},
    {"models"},
    {"queries"},
    {"actions"},
    {"forms"},
    {"views", "api", "panels", "tasks", "templatetags", "demo"},
    {"urls", "apps", "management"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
GENERAL = "cases.pages."  # what every form and view is made of, used by them and by what is named here
USES_GENERAL = {"cases/handovers/queries.py"}  # says what differs as a form does
# The templates that all apps share stand below them.
BELOW = {"shared": (), "cases": (), "housing": ("cases",), "reporting": ("housing", "cases")}
# Which app a tag library is of; `{% load %}` names it alone.
LIBRARIES = {path.stem: path.parts[0] for path in python_files(*APPS) if path.parts[1] == "templatetags"}
PURE = ("django.db", "django.utils.timezone", "django.http", "django.conf")


def layer_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Imports of a higher layer, of any room or app."""
    own = RANK.get(layer(path))
    if own is None:
        return
    for module, line in imports(tree):
        is_known = module.startswith(GENERAL) and str(path) in USES_GENERAL
        if module.split(".")[0] in APPS and _rank(module) > own and not is_known:
            yield f"{path}:{line} imports {module}"


def _rank(module: str) -> int:
    """The layer of a module by its dotted name; what is no layer stands below them all."""
    if module.startswith(GENERAL):
        return RANK["forms"]
    path = Path(module.replace(".", "/")).with_suffix(".py")
    return RANK.get(layer(path), -1) if len(path.parts) > 1 and (ROOT / path).is_file() else -1


def purity_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Rules know no database, no request and no clock."""
    if layer(path) != "rules":
        return
    for module, line in imports(tree):
        if module.startswith(PURE):
            yield f"{path}:{line} imports {module}"
    yield from clock_faults(path, tree)


def clock_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Rules and actions are told what time it is."""
    if layer(path) not in {"rules", "actions"}:
        return
    for node in ast.walk(tree):
        reads = isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
        asks = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("localdate") and not node.args
        if isinstance(node, ast.expr) and (reads or asks):
            yield f"{path}:{node.lineno} reads the clock"


def right_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Actions do not ask which page may be opened: views do, before they call one."""
    if layer(path) != "actions":
        return
    for module, line in imports(tree):
        if module.startswith("cases.staff.gate"):
            yield f"{path}:{line} imports {module}"


def model_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Models do not save themselves, and nothing happens by signal: every write is an action."""
    for module, line in imports(tree):
        if module.startswith(("django.db.models.signals", "django.dispatch")):
            yield f"{path}:{line} imports {module}"
    if layer(path) != "models":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "clean"}:
            yield f"{path}:{node.lineno} defines {node.name}"


def inline_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Imports stand at the top of the file, where a reader sees them; relative ones are not used."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield f"{path}:{inner.lineno} imports inside a function"
    for module, line in imports(tree):
        if module == ".relative":
            yield f"{path}:{line} uses a relative import"


def template_faults(path: Path, text: str) -> Iterator[str]:
    """A template of one app uses no template, tag library or address of an app above it."""
    app = path.parts[1] if path.parts[1] in APPS else "shared"
    used = re.findall(r"{%\s*(?:extends|include)\s+[\"'](\w+)/", text)
    used += re.findall(r"{%\s*url\s+[\"'](\w+):", text)
    for names in re.findall(r"{%\s*load\s+([^%]*)%}", text):
        used += [LIBRARIES[name] for name in names.split() if name in LIBRARIES]
    for other in used:
        if other in APPS and other != app and other not in BELOW[app]:
            yield f"{path} uses {other}"


CHECKS = (layer_faults, purity_faults, clock_faults, right_faults, model_faults, inline_faults)


@pytest.mark.parametrize("check", CHECKS)
def test_every_module_keeps_the_direction(check):
    assert [fault for path in python_files(*APPS) for fault in check(path, parse(path))] == []


def test_every_template_keeps_the_direction():
    pages = [path for path in tracked() if path.parts[0] == "templates" and path.suffix == ".html"]
    assert pages
    assert [fault for path in pages for fault in template_faults(path, (ROOT / path).read_text())] == []


def test_every_layer_is_there():
    """A layer that no module is in would be asked about in vain."""
    assert set(RANK) - {layer(path) for path in python_files(*APPS)} == set()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("cases/contacts/views.py", "views"),
        ("cases/contacts/made_for_views.py", "views"),
        ("housing/overview/panels.py", "panels"),
        ("cases/api/views.py", "api"),
        ("housing/demo/homes.py", "demo"),
        ("cases/urls.py", "urls"),
    ],
)
def test_the_layer_of_a_module(path, name):
    assert (layer(Path(path)), (ROOT / path).is_file()) == (name, True)


@pytest.mark.parametrize(
    ("check", "path", "source"),
    [
        (layer_faults, "cases/contacts/models.py", "from cases.people import views"),
        (layer_faults, "cases/contacts/rules.py", "from cases.people.models import Person"),
        (layer_faults, "housing/stays/models.py", "from cases.contacts import views"),
        (layer_faults, "reporting/runs/rules.py", "from cases.people.models import Person"),
        (layer_faults, "cases/contacts/models.py", "from cases.pages.widgets import MomentField"),
        (layer_faults, "cases/contacts/actions.py", "from cases.pages.forms import refusals"),
        (purity_faults, "cases/contacts/rules.py", "from django.db import models"),
        (purity_faults, "housing/stays/rules.py", "from datetime import date\nread = date.today"),
        (clock_faults, "cases/contacts/actions.py", "read = timezone.now()"),
        (clock_faults, "cases/contacts/actions.py", "read = timezone.localdate()"),
        (right_faults, "cases/contacts/actions.py", "from cases.staff.gate import needs"),
        (model_faults, "cases/contacts/models.py", "class Contact:\n    def save(self): ..."),
        (model_faults, "cases/contacts/views.py", "from django.db.models.signals import post_save"),
        (model_faults, "cases/contacts/models.py", "from django.dispatch import receiver"),
        (inline_faults, "cases/contacts/views.py", "def f():\n    from cases.people.models import Person"),
        (inline_faults, "cases/contacts/views.py", "from .models import Person"),
    ],
)
def test_a_planted_fault_is_found(check, path, source):
    assert len(list(check(Path(path), ast.parse(source)))) >= 1


@pytest.mark.parametrize(
    ("page", "text", "app"),
    [
        ("cases/x.html", '{% include "housing/panel.html" %}', "housing"),
        ("cases/x.html", "{% url 'reporting:run_list' %}", "reporting"),
        ("components/x.html", '{% include "cases/panel.html" %}', "cases"),
        ("base.html", "{% url 'cases:my_day' %}", "cases"),
        ("base.html", "{% load humanize ui %}", "cases"),
    ],
)
def test_a_planted_template_fault_is_found(page, text, app):
    path = Path("templates") / page
    assert list(template_faults(path, text)) == [f"{path} uses {app}"]
