"""Every write is an action: nothing else saves, creates, changes or deletes rows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.source import APPS, imports, layer, parse, python_files

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
# How every action saves.
WRITING = "cases.records.actions"
WRITING_FILE = Path(WRITING.replace(".", "/")).with_suffix(".py")
# What may write besides actions, each for a reason.
ALLOWED = {
    "cases/audit/trail.py": "writes audit rows, called inside actions and after a read",
    "reporting/management/commands/demo.py": "empties a demo database, where nobody acts, before it is filled by actions",
}
STATEMENT = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|TRUNCATE|ALTER\s+[A-Z]+)\b")


def _relations() -> Iterator[str]:
    """What our models call the rows that belong to them: sets of those are written by `add` and the like."""
    for model in (model for app in APPS for model in apps.get_app_config(app).get_models()):
        yield from (field.name for field in model._meta.many_to_many)
        yield from (relation.get_accessor_name() or "" for relation in model._meta.related_objects)


RELATIONS = frozenset(_relations())


def writes(path: Path, tree: ast.AST) -> Iterator[str]:
    """Calls and SQL that change rows, and imports of what does."""
    for module, line in imports(tree):
        if module == WRITING:
            yield f"{path}:{line} imports {module}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.search(node.value):
            yield f"{path}:{node.lineno} has SQL that writes"
        if isinstance(node, ast.Call) and _is_write(node):
            yield f"{path}:{node.lineno} {ast.unparse(node.func)}"


def _is_write(call: ast.Call) -> bool:
    """`update` takes keywords only on a queryset (a dictionary is joined with `|`)."""
    match call.func:
        case ast.Name(id="call_command") | ast.Attribute(attr="call_command"):
            return True
        case ast.Attribute(attr="update" | "aupdate", value=changed):
            return bool(call.keywords) and not isinstance(changed, ast.Dict)
        case ast.Attribute(attr="add" | "set" | "remove" | "clear", value=ast.Attribute(attr=relation)):
            return relation in RELATIONS
        case ast.Attribute(attr=name):
            return name in WRITERS
        case _:
            return False


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
        if layer(path) == "actions" and path.name != "__init__.py" and path != WRITING_FILE:
            yield path


def test_only_actions_write():
    outside = [path for path in python_files(*APPS) if layer(path) != "actions" and str(path) not in ALLOWED]
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
        "from cases.records.actions import write",
        "from cases.records import actions",
        "rows.update(name='x')",
        "rows.update(**changes)",
        "person.enrolments.update(end=None)",
        "contact.people.add(person)",
        "person.contacts.set([])",
        "cursor.execute('DELETE FROM cases_person WHERE id = %s', [1])",
        "cursor.execute(f'UPDATE cases_person SET {column} = 1')",
        "STATEMENT = 'WITH rows AS (SELECT 1) INSERT INTO cases_person SELECT * FROM rows'",
        "call_command('flush')",
    ],
)
def test_a_planted_write_is_found(source):
    assert len(list(writes(Path("cases/views/x.py"), ast.parse(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "context.update({'a': 1})",
        "{}.update(a=1)",
        "digest.update(data)",
        "seen.add(person.pk)",
        "cache.set('a', 1)",
        "self.cache.clear()",
        "cursor.execute('SELECT 1')",
        "'Update the page and delete from it'",
    ],
)
def test_what_only_looks_like_a_write_is_none(source):
    assert list(writes(Path("cases/views/x.py"), ast.parse(source))) == []


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
