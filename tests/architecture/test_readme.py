"""What the documents tell people to type exists, and the files they point at are there."""

import re

import pytest
from django.core.management import get_commands

from config.env import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def unknown_commands(text: str) -> list[str]:
    """Commands in code passages that this project does not have."""
    code = "\n".join(CODE.findall(text))
    faults = [f"make {name}" for name in re.findall(r"\bmake ([a-z]+)", code) if name not in TARGETS]
    faults += [f"manage.py {name}" for name in re.findall(r"manage\.py ([a-z_]+)", code) if name not in get_commands()]
    modules = re.findall(r"python -m ((?:config|tests)[a-z_.]*)", code)
    return faults + [f"python -m {name}" for name in modules if not module_exists(name)]


def module_exists(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()


def broken_links(folder, text: str) -> list[str]:
    return [
        target
        for target in LINK.findall(text)
        if "://" not in target and not target.startswith("mailto:") and not (folder / target).exists()
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_and_links_lead_somewhere(path):
    text = path.read_text()
    assert unknown_commands(text) == []
    assert broken_links(path.parent, text) == []


def test_readme_begins_with_the_two_commands():
    commands = re.findall(r"\bmake ([a-z]+)", "\n".join(CODE.findall((ROOT / "README.md").read_text())))
    assert commands[:2] == ["run", "test"]


def test_planted_faults_are_found():
    assert unknown_commands("`make coffee`, `manage.py brew`, `python -m config.kettle`") == [
        "make coffee",
        "manage.py brew",
        "python -m config.kettle",
    ]
    assert broken_links(ROOT, "[gone](docs/gone.md) [here](Makefile)") == ["docs/gone.md"]
