"""A code is written down once, in its list: elsewhere it is compared by the name it has there."""

import ast
import re
from collections.abc import Collection, Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest
from django.db.models import Choices

from cases.core.codes import CodeList
from tests.architecture.source import APPS, ROOT, layer, modules, parse, python_files, tracked

FILTERS = {"filter", "exclude", "get", "Q", "When", "get_or_create", "update_or_create"}
# What is shown of a record's code, and a literal; components have states of their own.
IN_TEMPLATE = re.compile(
    r"\.(?:state|outcome|kind|event|role|basis|status|type|function)\s*(?:==|!=)\s*[\"'](\w+)[\"']"
)
NAMED = re.compile(r"\.(?:States|Outcomes)\.(\w+)")
COMPONENTS = ("templates/components/", "templates/django/", "templates/allauth/", "templates/account/")


def lists(app: str) -> Iterator[type[Choices] | CodeList]:
    """The code lists and enums of an app."""
    for name in modules("codes"):
        if name.startswith(f"{app}."):
            for value in vars(import_module(name)).values():
                if isinstance(value, CodeList) or (isinstance(value, type) and issubclass(value, Choices)):
                    yield value


def codes_of(app: str) -> set[str]:
    return {str(one.value if isinstance(one, Enum) else one.code) for each in lists(app) for one in each} - {""}


def written(node: ast.expr) -> Iterator[ast.Constant]:
    """The text, or the texts of a collection that is written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for element in node.elts:
            yield from written(element)


def sides(node: ast.Compare) -> Iterator[ast.expr]:
    """What is compared. A text that is looked for in a mapping is no code but a key of it."""
    operands = [node.left, *node.comparators]
    for op, left, right in zip(node.ops, operands, operands[1:], strict=False):
        if isinstance(op, ast.Eq | ast.NotEq):
            yield left
        if isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            yield right


def compared(node: ast.AST) -> Iterator[ast.expr]:
    """What a node of the tree compares something with."""
    if isinstance(node, ast.Compare):
        yield from sides(node)
    elif isinstance(node, ast.MatchValue):
        yield node.value
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in FILTERS:
        yield from (keyword.value for keyword in node.keywords)


def faults(path: Path, tree: ast.AST, codes: Collection[str]) -> list[str]:
    """Where a code is compared as a text."""
    texts = [text for node in ast.walk(tree) for side in compared(node) for text in written(side)]
    return [f"{path}:{text.lineno} {text.value!s}" for text in texts if text.value in codes]


@pytest.mark.parametrize("app", APPS)
def test_no_code_is_compared_as_a_text(app):
    codes = codes_of(app)
    paths = [path for path in python_files(app) if layer(path) != "codes"]
    assert (len(codes) > 10, len(paths) > 20) == (True, True)
    assert [fault for path in paths for fault in faults(path, parse(path), codes)] == []


def test_no_template_compares_a_code_as_a_text():
    codes = set().union(*map(codes_of, APPS))
    pages = [path for path in tracked() if path.suffix == ".html" and not str(path).startswith(COMPONENTS)]
    assert len(pages) > 50
    texts = {str(path): (ROOT / path).read_text() for path in pages}
    assert {path: found for path, text in texts.items() if (found := set(IN_TEMPLATE.findall(text)) & codes)} == {}


def test_every_name_of_a_state_in_a_template_is_one():
    """A template would be silent about a name that is none."""
    names = {one.name for app in APPS for each in lists(app) if isinstance(each, type) for one in each}
    pages = [path for path in tracked() if path.suffix == ".html"]
    named = {name for path in pages for name in NAMED.findall((ROOT / path).read_text())}
    assert named
    assert named - names == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('if handover.state == "draft": pass', ["draft"]),
        ('if "draft" != handover.state: pass', ["draft"]),
        ('ours = handover.state in {"draft", "sent"}', ["draft", "sent"]),
        ('rows = rows.filter(state="sent")', ["sent"]),
        ('rows = rows.filter(Q(state__in=["sent"]))', ["sent"]),
        ('match state:\n    case "sent": pass', ["sent"]),
        ('if "draft" in chosen: pass', []),
        ("if handover.state == HandoverState.DRAFT: pass", []),
        ('self.fields["draft"].required = field == "other"', []),
        ('raise Refused(text, field="draft")', []),
    ],
)
def test_a_planted_comparison_is_found(source, found):
    assert (
        sorted(text.rpartition(" ")[2] for text in faults(Path("x.py"), ast.parse(source), {"draft", "sent"})) == found
    )


def test_a_planted_comparison_in_a_template_is_found():
    assert IN_TEMPLATE.findall(
        '{% if row.state == "draft" and kind == "norm" %}{% elif a.b.outcome != \'sent\' %}'
    ) == [
        "draft",
        "sent",
    ]
