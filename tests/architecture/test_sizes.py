"""Small enough to read: files, functions and views."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import APPS, ROOT, layer, parse, python_files, tracked

FILE_LINES, FUNCTION_LINES, VIEW_LINES = 400, 40, 25
JOURNEY_LINES = 50  # a journey in the browser is one walk, told in one piece
OURS = (".py", ".html", ".js", ".css", ".typ")
GENERATED = {"migrations", "vendor", "fonts"}


def long_file(path: Path, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{path} has {lines} lines"


def long_functions(path: Path, tree: ast.AST) -> Iterator[str]:
    """Functions over their limit. A docstring, decorators and the list of arguments, one a line, do not count."""
    limit = VIEW_LINES if layer(path) == "views" else FUNCTION_LINES
    if path.name.startswith("test_journeys"):
        limit = JOURNEY_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            if lines > limit:
                yield f"{path}:{node.lineno} {node.name} has {lines} lines"


def test_files_are_short():
    files = [path for path in tracked() if path.suffix in OURS and not GENERATED & set(path.parts)]
    assert files
    assert [fault for path in files for fault in long_file(path, (ROOT / path).read_text())] == []


def test_functions_are_short():
    files = list(python_files(*APPS, "config", "tests"))
    assert len(files) > 300
    assert [fault for path in files for fault in long_functions(path, parse(path))] == []


def test_planted_lengths_are_found():
    assert list(long_file(Path("cases/x.py"), "\n" * 401)) == ["cases/x.py has 401 lines"]
    source = 'def f(\n    a,\n    b,\n):\n    """Doc."""\n' + "    pass\n" * 26
    assert list(long_functions(Path("cases/x/rules.py"), ast.parse(source))) == []
    assert list(long_functions(Path("cases/x/views.py"), ast.parse(source))) == ["cases/x/views.py:1 f has 26 lines"]
