"""The contracts of import-linter in pyproject.toml are kept, and each is broken by a fault of its kind."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import APPS, ROOT, imports, parse, python_files

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
# What has no layers inside, or is no room.
WITHOUT_LAYERS = {"api", "apps", "classification", "core", "demo", "management", "menu", "templatetags", "urls"}


def linted(folder: Path) -> str:
    """What import-linter says of a checkout; empty when all contracts are kept."""
    done = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_every_contract_is_kept():
    assert linted(ROOT) == ""


def contract(key: str) -> dict[str, list[str]]:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    found: dict[str, list[str]] = next(one for one in said if one["id"] == key)
    return found


def test_the_contracts_about_all_rooms_name_each():
    """A room left out of one would be free of it."""
    rooms = {f"{app}.{room}" for app in APPS for room in contract(f"rooms-{app}")["layers"]}
    layered = {room for room in rooms if room.partition(".")[2] not in WITHOUT_LAYERS}
    assert set(contract("layers")["containers"]) == layered
    packages = {room for room in rooms if (ROOT / room.replace(".", "/")).is_dir()}
    assert set(contract("models")["source_modules"]) == packages


def past_the_door(tree: ast.AST) -> set[str]:
    """The modules of the launcher that a script imports; import-linter reads packages alone."""
    inside = {f"config.local.{path.stem}" for path in (ROOT / "config" / "local").glob("*.py")}
    return inside & {module for module, _line in imports(tree)}


def test_scripts_use_the_door_of_the_launcher_too():
    assert past_the_door(parse(Path("manage.py"))) == set()
    assert past_the_door(ast.parse("from config.local.places import Places")) == {"config.local.places"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, where a fault can be planted."""
    root = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", root)
    for path in python_files(*APPS, "config"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, root / path)
    return root


@pytest.mark.parametrize(
    ("path", "source", "name"),
    [
        ("cases/contacts/views.py", "from housing.stays.models import Stay", "An app uses those below it"),
        ("cases/staff/models.py", "import config.celery", "An app uses those below it"),
        ("cases/people/models.py", "from cases.contacts.codes import CONTACT_KINDS", "A room of cases"),
        ("cases/unheard_of.py", "", "A room of cases"),
        ("housing/stays/models.py", "from housing.offers.models import Offer", "A room of housing"),
        ("housing/unheard_of.py", "", "A room of housing"),
        ("reporting/tables/columns.py", "from reporting.runs.codes import RunState", "A room of reporting"),
        ("reporting/unheard_of.py", "", "A room of reporting"),
        ("cases/contacts/models.py", "from cases.contacts.forms import KEYS", "Inside a room"),
        ("cases/contacts/views.py", "from cases.models import Person", "A model is imported from its room"),
        ("housing/stays/actions.py", "from cases.models import Person", "A model is imported from its room"),
        ("housing/stays/actions.py", "from housing.models import Stay", "A model is imported from its room"),
        ("reporting/runs/actions.py", "from reporting.models import ReportRun", "A model is imported from its room"),
        ("config/texts/messages.py", "from config.web import urls", "The rooms of config"),
        ("config/new.py", "", "The rooms of config"),
        ("config/local/places.py", "from config.local.locks import locked", "The modules of config.local"),
        ("config/local/launcher.py", "from config.local.commands import call", "The modules of config.local"),
        ("config/local/new.py", "", "The modules of config.local"),
        ("config/check.py", "from config.local.places import Places", "Other code imports config.local itself"),
        ("config/local/places.py", "from config.env import ROOT", "Only config.local.application knows"),
        ("config/local/application.py", "from cases.staff.models import User", "Only config.local.application knows"),
        ("config/local/services.py", "from django.conf import settings", "Only config.local.application knows"),
    ],
)
def test_a_planted_fault_breaks_its_contract(copy, path, source, name):
    file = copy / path
    before = file.read_text() if file.exists() else None
    file.write_text(f"{before or ''}\n{source}\n")
    try:
        said = linted(copy)
    finally:
        file.unlink() if before is None else file.write_text(before)
    broken = [line for line in said.splitlines() if " BROKEN" in line]
    assert any(line.startswith(name) for line in broken), said
