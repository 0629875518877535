"""The repository as data: what the architecture tests read."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cases", "housing", "reporting")
# Folders that are a layer of their app.
LAYERED = {"api", "demo", "management", "templatetags"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git knows of or would add, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return tuple(sorted(Path(name) for name in names.split("\0") if name and (ROOT / name).is_file()))


def python_files(*tops: str) -> Iterator[Path]:
    """Our Python files under the given top folders; migrations are generated and left out."""
    for path in tracked():
        if path.suffix == ".py" and path.parts[0] in tops and "migrations" not in path.parts:
            yield path


def parse(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), str(path))


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every imported module with its line, inline imports and those for type checking included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield ".relative", node.lineno


def layer(path: Path) -> str:
    """The layer of a module: how its name ends, or what its folder is."""
    return path.parts[1] if path.parts[1] in LAYERED else path.stem.rpartition("_")[2]


def modules(name: str) -> tuple[str, ...]:
    """The modules of a layer in all apps, as they are imported."""
    found = [path for path in python_files(*APPS) if layer(path) == name and path.name != "__init__.py"]
    return tuple(".".join(path.with_suffix("").parts) for path in found)
