"""A function reads the clock once: read twice, a request at midnight would ask for one day and save another."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import APPS, parse, python_files

READS = {"now", "localdate", "localtime"}


def second_reads(path: Path, tree: ast.AST) -> Iterator[str]:
    """Functions in which `timezone.now()` and the like, given nothing, stand more than once."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            reads = [
                node.lineno for node in ast.walk(function) if isinstance(node, ast.Call) and _reads_the_clock(node)
            ]
            if len(reads) > 1:
                yield f"{path}:{reads[1]} {function.name} reads the clock again"


def _reads_the_clock(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in READS
        and ast.unparse(node.func.value) == "timezone"
        and not node.args
    )


def test_nothing_reads_the_clock_twice():
    """Views read it for what they call; what else reads it, a panel or a form, is asked too."""
    files = list(python_files(*APPS))
    assert len(files) > 100
    assert [fault for path in files for fault in second_reads(path, parse(path))] == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("def view():\n    today = timezone.localdate()\n    act(at=timezone.now())\n", 1),
        ("def view():\n    now = timezone.now()\n    today = timezone.localdate(now)\n", 0),
    ],
)
def test_a_planted_second_read_is_found(source, faults):
    assert len(list(second_reads(Path("x.py"), ast.parse(source)))) == faults
