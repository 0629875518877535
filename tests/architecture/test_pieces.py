"""A piece of a page goes to HTMX alone: whoever comes to its address otherwise gets a whole page, with a way on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import APPS, ROOT, layer, parse, python_files

WHOLE = "{% extends"


def is_piece(template: str) -> bool:
    """Whether the template is none that stands in the frame of every page."""
    return not (ROOT / "templates" / template).read_text(encoding="utf-8").startswith(WHOLE)


def faults(path: Path, tree: ast.Module) -> Iterator[str]:
    """Views that answer with a piece, and never ask who calls."""
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        asks = any(isinstance(node, ast.Attribute) and node.attr == "htmx" for node in ast.walk(function))
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            named = [one.value for one in call.args[1:2] if isinstance(one, ast.Constant)]
            if ast.unparse(call.func) == "render" and named and is_piece(str(named[0])) and not asks:
                yield f"{path} {function.name} answers with {named[0]!r}"


def test_no_page_is_a_piece():
    views = [path for path in python_files(*APPS) if layer(path) == "views"]
    assert len(views) > 20
    assert [fault for path in views for fault in faults(path, parse(path))] == []


@pytest.mark.parametrize("asks", [True, False])
def test_a_planted_view_is_found(asks):
    guard = "    if not request.htmx:\n        return redirect('x')\n" if asks else ""
    source = f"def rules(request):\n{guard}    return render(request, 'cases/intake/rules.html', {{}})"
    assert len(list(faults(Path("x.py"), ast.parse(source)))) == (0 if asks else 1)
