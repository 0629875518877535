"""The compiled requirement files: in step with pyproject.toml, pinned, hashed, and without any address."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config.env import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
BASE = (ROOT / "requirements" / "base.txt").read_text()
DEV = (ROOT / "requirements" / "dev.txt").read_text()
ENTRY = re.compile(r"^([A-Za-z0-9._-]+(?:\[[a-z0-9,-]+\])?==\S+)(.*?)(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL)


def entries(text: str) -> dict[str, tuple[str, str]]:
    """Version and rest of the entry of each package."""
    found: dict[str, tuple[str, str]] = {}
    for match in ENTRY.finditer(text):
        requirement = Requirement(match.group(1))
        found[canonicalize_name(requirement.name)] = (str(requirement.specifier).removeprefix("=="), match.group(2))
    return found


def out_of_step(declared: list[str], text: str) -> list[str]:
    """Declared packages that the compiled file lacks or pins outside their range, and undeclared ones it names."""
    compiled = entries(text)
    direct = {name for name, (_version, rest) in compiled.items() if f"{PROJECT['name']} (pyproject.toml)" in rest}
    wanted = {canonicalize_name(Requirement(line).name): Requirement(line) for line in declared}
    faults = [f"{name} is not declared" for name in sorted(direct - wanted.keys())]
    for name, requirement in wanted.items():
        if name not in direct:
            faults.append(f"{name} is not compiled")
        elif not requirement.specifier.contains(compiled[name][0]):
            faults.append(f"{name} {compiled[name][0]} is outside {requirement.specifier}")
    return faults


def unhashed(text: str) -> list[str]:
    return [name for name, (_version, rest) in entries(text).items() if "--hash=sha256:" not in rest]


def addresses(text: str) -> list[str]:
    return re.findall(
        r"\S*(?:://|--index-url|--find-links|--extra-index-url|(?<!\S)-[fi] )\S*", text.split("\n", 2)[2]
    )


DECLARED = PROJECT["dependencies"]
ALL_DECLARED = [*DECLARED, *PROJECT["optional-dependencies"]["dev"]]


@pytest.mark.parametrize(("declared", "text"), [(DECLARED, BASE), (ALL_DECLARED, DEV)], ids=["base", "dev"])
def test_compiled_files_are_current(declared, text):
    assert out_of_step(declared, text) == []


@pytest.mark.parametrize("text", [BASE, DEV], ids=["base", "dev"])
def test_everything_is_pinned_and_hashed_and_nothing_has_an_address(text):
    assert len(entries(text)) > 40
    assert unhashed(text) == []
    assert addresses(text) == []


def test_both_files_pin_the_same_versions():
    base, dev = entries(BASE), entries(DEV)
    assert {name: dev[name][0] for name in base} == {name: version for name, (version, _rest) in base.items()}


def test_planted_faults_are_found():
    assert out_of_step([*DECLARED, "leftpad>=1"], BASE) == ["leftpad is not compiled"]
    assert out_of_step(DECLARED[1:], BASE) == ["django is not declared"]
    assert out_of_step(["django>=99", *DECLARED[1:]], BASE)[0].endswith("is outside >=99")
    assert unhashed("loose==1.0\n    # via nothing\n") == ["loose"]
    planted = "# one\n# two\n--index-url https://mirror.example/simple\n"
    assert addresses(planted) == ["--index-url", "https://mirror.example/simple"]


BASE_ONLY = """
import sys
from importlib.abc import MetaPathFinder

class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in set(sys.argv[1].split(",")):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Refuse())
import django
django.setup()
import config.celery, config.web.gunicorn, config.local.__main__, config.texts.messages, config.probe, config.web.urls
config.celery.app.loader.import_default_modules()
"""


def without(modules: set[str]) -> str:
    """What goes wrong when the application starts in an environment that lacks these modules."""
    done = subprocess.run(
        [sys.executable, "-c", BASE_ONLY, ",".join(sorted(modules))],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stderr.splitlines()[-1]


def test_the_application_starts_with_the_base_requirements_alone():
    base = set(entries(BASE))
    owners = {name: {canonicalize_name(owner) for owner in owned} for name, owned in packages_distributions().items()}
    needless = {name for name, found in owners.items() if not found & base and name not in {"pip", "setuptools"}}
    assert "pytest" in needless
    assert without(needless) == ""
    assert without({"requests"}).startswith("ModuleNotFoundError: No module named 'requests")
