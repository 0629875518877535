"""The one direction: reporting → housing → cases, and inside an app from views down to rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import APPS, ROOT, imports, parse, python_files, tracked

# Lowest first. A module may import from its own layer and from those before it.
LAYERS = (
    {"enums", "codelists"},
    {"periods", "identity"},
    {"rules"},
    {"models"},
    {
        "access",
        "audit",
        "registry",
        "worklists",
        "boards",
        "classification",
        "disclosure",
        "indicators",
        "tables",
        "csvforms",
    },
    {"actions", "charts", "exports", "documents"},
    {"forms", "serializers"},
    {"views", "api", "tasks", "templatetags", "panels", "demo", "timeline"},
    {"urls", "apps", "management"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
# The templates that all apps share stand below them.
BELOW = {"shared": (), "cases": (), "housing": ("cases",), "reporting": ("housing", "cases")}
# Which app a tag library is of; `{% load %}` names it alone.
LIBRARIES = {path.stem: path.parts[0] for path in python_files(*APPS) if path.parts[1] == "templatetags"}
PURE = ("django.db", "django.utils.timezone", "django.http", "django.conf")


def app_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Imports of an app that stands above, or of `config`, which composes the apps and is known to none."""
    app = path.parts[0]
    for module, line in imports(tree):
        top = module.split(".")[0]
        if top == "config" or (top in APPS and top != app and top not in BELOW[app]):
            yield f"{path}:{line} imports {module}"


def layer_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Imports of a higher layer, of any app; what is in no layer stands above them all."""
    own = path.parts[1].removesuffix(".py")
    if own == "__init__":
        return
    if own not in RANK:
        yield f"{path} is in no layer: give it one in {Path(__file__).name}"
        return
    for module, line in imports(tree):
        parts = module.split(".")
        if parts[0] in APPS and len(parts) > 1 and RANK.get(parts[1], len(LAYERS)) > RANK[own]:
            yield f"{path}:{line} imports {module}"


def purity_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Rules know no database, no request and no clock."""
    if path.parts[1] != "rules":
        return
    for module, line in imports(tree):
        if module.startswith(PURE):
            yield f"{path}:{line} imports {module}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "localdate"}:
            yield f"{path}:{node.lineno} reads the clock"


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


CHECKS = (app_faults, layer_faults, purity_faults, inline_faults)


@pytest.mark.parametrize("check", CHECKS)
def test_every_module_keeps_the_direction(check):
    assert [fault for path in python_files(*APPS) for fault in check(path, parse(path))] == []


def test_every_template_keeps_the_direction():
    pages = [path for path in tracked() if path.parts[0] == "templates" and path.suffix == ".html"]
    assert pages
    assert [fault for path in pages for fault in template_faults(path, (ROOT / path).read_text())] == []


@pytest.mark.parametrize(
    ("check", "path", "source"),
    [
        (app_faults, "cases/views/x.py", "from housing.models import Stay"),
        (app_faults, "housing/rules/x.py", "def f():\n    import reporting.documents.charts"),
        (app_faults, "cases/actions/x.py", "from config.celery import app"),
        (layer_faults, "cases/models/x.py", "from cases.views import contacts"),
        (layer_faults, "cases/rules/x.py", "from cases.models import Person"),
        (layer_faults, "housing/models/x.py", "from cases.views import contacts"),
        (layer_faults, "housing/rules/x.py", "from cases.models import Person"),
        (layer_faults, "housing/rules/x.py", "from cases import actions"),
        (layer_faults, "housing/rules/x.py", "import cases.unknown"),
        (layer_faults, "reporting/indicators/x.py", "from cases.contacts.actions import log_contact"),
        (layer_faults, "cases/unknown/x.py", ""),
        (purity_faults, "cases/rules/x.py", "from django.db import models"),
        (purity_faults, "housing/rules/x.py", "from datetime import date\nread = date.today"),
        (inline_faults, "cases/views/x.py", "def f():\n    from cases.models import Person"),
        (inline_faults, "cases/views/x.py", "from .models import Person"),
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
