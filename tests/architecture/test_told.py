"""A form's answers reach an action by name: mypy sees where a field, an argument and a model no longer agree."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import APPS, layer, parse, python_files

TOLD = {"told", "cleaned_data"}


def unnamed(path: Path, tree: ast.AST) -> Iterator[str]:
    """Calls that hand over all that was told in a form in one piece."""
    for call in ast.walk(tree):
        for given in call.keywords if isinstance(call, ast.Call) else ():
            names = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(given.value)}
            if given.arg is None and names & TOLD:
                yield f"{path}:{given.lineno} {ast.unparse(given)}"


def untyped(path: Path, tree: ast.Module) -> Iterator[str]:
    """Actions that take whatever they are given."""
    for action in tree.body:
        if isinstance(action, ast.FunctionDef) and not action.name.startswith("_"):
            rest = action.args.kwarg
            if rest and not (rest.annotation and ast.unparse(rest.annotation).startswith("Unpack[")):
                yield f"{path} {action.name} takes any {rest.arg}"


def files(*layers: str) -> list[Path]:
    return [path for path in python_files(*APPS) if layer(path) in layers]


def test_every_answer_is_named():
    views = files("views")
    assert len(views) > 20
    assert [fault for path in views for fault in unnamed(path, parse(path))] == []


def test_every_action_says_what_it_takes():
    actions = files("actions")
    assert len(actions) > 15
    assert [fault for path in actions for fault in untyped(path, parse(path))] == []


@pytest.mark.parametrize(
    "given", ["**form.cleaned_data", "**told", "**{**told, 'team': 1}", "**dict(form.cleaned_data)"]
)
def test_a_planted_hand_over_is_found(given):
    assert len(list(unnamed(Path("x.py"), ast.parse(f"act(by=user, {given})")))) == 1


def test_what_a_form_gives_by_name_is_left_alone():
    source = "act(by=user, start=told['start'], **form.facts())\nform_page(request, **page)"
    assert list(unnamed(Path("x.py"), ast.parse(source))) == []


@pytest.mark.parametrize(
    ("rest", "faults"), [("**changes: Any", 1), ("**changes", 1), ("**changes: Unpack[TeamChanges]", 0)]
)
def test_a_planted_action_is_found(rest, faults):
    source = f"def change_team(*, by, {rest}): ..."
    assert len(list(untyped(Path("x.py"), ast.parse(source)))) == faults
