"""Nobody's answer silently takes the place of another's: what an edit overwrites is compared with what its page showed.

An action that gives a locked record a value of the user's takes the version of the page, and locks with it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import parse
from tests.architecture.test_writes import actions

# Who acts and when is no answer of the user's.
NO_ANSWER = {"by", "at"}
# What takes no version, each for a reason.
ALLOWED = {
    "set_language": "the user's own choice, made anew in every window",
    "withdraw_contact": "refused where it was withdrawn already; what was entered stays",
    "send_back": "refused where the request was answered already",
}


def faults(path: Path, tree: ast.Module) -> Iterator[str]:
    """Actions that overwrite what stands without asking what it was."""
    for action in tree.body:
        if isinstance(action, ast.FunctionDef) and not action.name.startswith("_"):
            answers = {argument.arg for argument in action.args.kwonlyargs} - NO_ANSWER
            found = sorted(_locked_without_version(action) & _given(action, answers))
            yield from (f"{path} {action.name} overwrites {name}" for name in found)


def _locked_without_version(action: ast.FunctionDef) -> set[str]:
    """The names of what was locked as it stands, whatever the page showed."""
    found: set[str] = set()
    for node in ast.walk(action):
        if not isinstance(node, ast.Assign):
            continue
        for target, value in _pairs(node):
            if isinstance(value, ast.Call) and "lock" in ast.unparse(value.func) and not _has_version(value):
                found |= {name.id for name in ast.walk(target) if isinstance(name, ast.Name)}
    return found


def _has_version(call: ast.Call) -> bool:
    return any(keyword.arg == "version" for keyword in call.keywords)


def _given(action: ast.FunctionDef, answers: set[str]) -> set[str]:
    """The names whose attributes are given something that depends on an answer."""
    derived, given = set(answers), set()
    for node in ast.walk(action):
        for target, value in _pairs(node) if isinstance(node, ast.Assign) else ():
            depends = bool(derived & {name.id for name in ast.walk(value) if isinstance(name, ast.Name)})
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and depends:
                given.add(target.value.id)
            elif isinstance(target, ast.Name) and depends and "lock" not in ast.unparse(value):
                derived.add(target.id)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"setattr", "put"}:
            given.add(ast.unparse(node.args[0]))
    return given


def _pairs(assign: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target with its own value, where several are assigned at once."""
    for target in assign.targets:
        if isinstance(target, ast.Tuple) and isinstance(assign.value, ast.Tuple):
            yield from zip(target.elts, assign.value.elts, strict=True)
        else:
            yield target, assign.value


def found() -> list[str]:
    return [fault for path in actions() for fault in faults(path, parse(path))]


def test_every_edit_takes_the_version_of_its_page():
    assert [fault for fault in found() if fault.split()[1] not in ALLOWED] == []


def test_every_exception_is_still_needed():
    assert set(ALLOWED) - {fault.split()[1] for fault in found()} == set()


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("row = lock(row)\n    row.name = name", 1),
        ("row = lock(row)\n    row.name = name.strip()", 1),
        ("row = lock(row)\n    day = plain(name)\n    row.name = day if True else None", 1),
        ("row, name = lock(row), check(name)\n    row.name, row.other = None, name", 1),
        ("row = lock(row)\n    for one in FIELDS:\n        setattr(row, one, name)", 1),
        ("row = lock(row)\n    put(row, changes)", 1),
        ("row = _locked(row)\n    row.name = name", 1),
        ("row = lock(row, version=version)\n    row.name = name", 0),
        ("row = lock(row)\n    row.changed_by, row.at = by, at", 0),
        ("row = lock(row)\n    row.is_active = False", 0),
        ("row = lock(row)\n    new = Row(of=row)\n    new.name = name", 0),
    ],
)
def test_a_planted_edit_is_found(body, count):
    source = f"def act(*, by, at, row, name):\n    {body}"
    assert len(list(faults(Path("cases/actions/x.py"), ast.parse(source)))) == count
