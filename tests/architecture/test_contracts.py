"""The contracts of import-linter in pyproject.toml are kept, and each is broken by a fault of its kind."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import APPS, ROOT, imports, parse

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def linted(folder: Path) -> str:
    """What import-linter says of a checkout; empty when all contracts are kept."""
    done = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_every_contract_is_kept():
    assert linted(ROOT) == ""


def past_the_door(tree: ast.AST) -> set[str]:
    """The modules of the launcher that a script imports; import-linter reads packages alone."""
    inside = {f"config.local.{path.stem}" for path in (ROOT / "config" / "local").glob("*.py")}
    return inside & {module for module, _line in imports(tree)}


def test_scripts_use_the_door_of_the_launcher_too():
    assert past_the_door(parse(Path("manage.py"))) == set()
    assert past_the_door(ast.parse("from config.local.places import Places")) == {"config.local.places"}


@pytest.mark.parametrize(
    ("path", "source", "contract"),
    [
        ("config/texts/messages.py", "from config.web import urls", "The rooms of config"),
        ("config/new.py", "", "The rooms of config"),
        ("config/local/places.py", "from config.local.locks import locked", "The modules of config.local"),
        ("config/local/launcher.py", "from config.local.commands import call", "The modules of config.local"),
        ("config/local/new.py", "", "The modules of config.local"),
        ("config/check.py", "from config.local.places import Places", "Other code imports config.local itself"),
        ("config/local/places.py", "from config.env import ROOT", "Only config.local.application knows"),
        ("config/local/application.py", "from cases.models import User", "Only config.local.application knows"),
        ("config/local/services.py", "from django.conf import settings", "Only config.local.application knows"),
    ],
)
def test_a_planted_fault_breaks_its_contract(tmp_path, path, source, contract):
    shutil.copytree(ROOT / "config", tmp_path / "config", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*APPS, "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    with (tmp_path / path).open("a") as file:
        file.write(f"\n{source}\n")
    broken = [line for line in linted(tmp_path).splitlines() if " BROKEN" in line]
    assert any(line.startswith(contract) for line in broken), broken
