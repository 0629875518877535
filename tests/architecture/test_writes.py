"""Every write is an action: nothing else saves, creates, changes or deletes rows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import APPS, parse, python_files

WRITERS = {
    "save",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "delete",
    "acreate",
    "asave",
    "adelete",
    "set_password",
}
# What may write besides actions, each for a reason.
ALLOWED = {
    "cases/audit/trail.py": "writes audit rows, called inside actions and after a read",
}
# `update` is also a method of dict and of hashes: it is a write only on a queryset.
QUERY_STARTS = {"objects", "filter", "exclude", "all", "visible_to", "select_for_update", "_default_manager"}


def writes(path: Path, tree: ast.AST) -> Iterator[str]:
    """Calls that change rows."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        on_query = any(isinstance(part, ast.Attribute) and part.attr in QUERY_STARTS for part in ast.walk(node.func))
        if name in WRITERS or (name in {"update", "aupdate"} and on_query):
            yield f"{path}:{node.lineno} {name}"


def atomic_faults(path: Path, tree: ast.Module) -> Iterator[str]:
    """Public actions are one transaction, say who acts, and take keywords only."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if not any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list):
            yield f"{path}:{node.lineno} {node.name} is not atomic"
        if node.args.args or node.args.posonlyargs:
            yield f"{path}:{node.lineno} {node.name} takes positional arguments"
        keywords = {argument.arg for argument in node.args.kwonlyargs}
        if not keywords & {"by", "at"}:
            yield f"{path}:{node.lineno} {node.name} does not say who or when"


def actions() -> Iterator[Path]:
    for path in python_files(*APPS):
        if path.parts[1] == "actions" and path.name not in {"__init__.py", "writing.py"}:
            yield path


def test_only_actions_write():
    outside = [path for path in python_files(*APPS) if path.parts[1] != "actions" and str(path) not in ALLOWED]
    assert [fault for path in outside for fault in writes(path, parse(path))] == []


def test_every_exception_is_still_needed():
    assert [path for path in ALLOWED if not list(writes(Path(path), parse(Path(path))))] == []


def test_every_action_is_atomic_and_says_who():
    found = list(actions())
    assert found
    assert [fault for path in found for fault in atomic_faults(path, parse(path))] == []


@pytest.mark.parametrize(
    "source",
    [
        "person.save()",
        "Person.objects.create(name='x')",
        "Person.objects.filter(pk=1).update(name='x')",
        "Person.objects.visible_to(user).delete()",
        "user.set_password('x')",
    ],
)
def test_a_planted_write_is_found(source):
    assert len(list(writes(Path("cases/views/x.py"), ast.parse(source)))) == 1


def test_a_dictionary_update_is_no_write():
    assert list(writes(Path("cases/views/x.py"), ast.parse("context.update(a=1)"))) == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("def act(*, by, at): ...", 1),
        ("@transaction.atomic\ndef act(person, *, by, at): ...", 1),
        ("@transaction.atomic\ndef act(*, person): ...", 1),
        ("@transaction.atomic\ndef act(*, by, at, person): ...", 0),
    ],
)
def test_a_planted_action_fault_is_found(source, faults):
    assert len(list(atomic_faults(Path("cases/actions/x.py"), ast.parse(source)))) == faults
