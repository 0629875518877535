"""The settings of production: nothing secret has a default, every safeguard is on, every variable is documented."""

import ast
import os
import re
import subprocess
import sys

import pytest

from config.check import production
from config.env import ROOT
from tests.architecture.source import parse

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
GIVEN_BY_MAKE = {"MAKELEVEL"}


def production_value(expression: str, tmp_path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """What an expression on the settings of production gives, in a process of its own."""
    own = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    env = own | production(str(tmp_path)) | {"DATABASE_URL": "postgres:///x", "REDIS_URL": "redis://x"} | changes
    code = f"from django.conf import settings; print([{expression}])"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={name: value for name, value in env.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "CPR_KEYS", "CPR_HASH_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "EMAIL_FROM"]
)
def test_production_does_not_start_without(name, tmp_path):
    done = production_value("settings.DEBUG", tmp_path, **{name: None})
    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr


def test_production_is_no_demo_and_shows_no_faults(tmp_path):
    assert production_value("settings.DEBUG, settings.DEMO", tmp_path).stdout == "[False, False]\n"


def test_cookies_and_transport_are_secure(tmp_path):
    names = (
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_CONTENT_TYPE_NOSNIFF",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    )
    expression = ", ".join(f"settings.{name}" for name in names)
    assert production_value(expression, tmp_path).stdout == f"{[True] * len(names)}\n"
    assert production_value("settings.SECURE_HSTS_SECONDS >= 31_536_000", tmp_path).stdout == "[True]\n"


def variables(tree: ast.AST) -> set[str]:
    """The names of environment variables that a file reads, through `env` or `os.environ`."""
    found = set()
    for node in ast.walk(tree):
        key: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args:
            source = ast.unparse(node.func)
            if re.fullmatch(r"(config\.)?env(\.\w+)?|(os\.)?environ\.(get|setdefault)|os\.getenv", source):
                key = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.add(key.value)
    return found


def documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)`", OPERATIONS, re.MULTILINE))


def test_every_variable_is_in_the_table_and_the_table_names_no_other():
    read = set()
    for app in ("cases", "config", "housing", "reporting"):
        for path in (ROOT / app).rglob("*.py"):
            read |= variables(parse(path))
    assert read - GIVEN_BY_MAKE == documented()


def test_a_planted_variable_is_found():
    assert variables(ast.parse('env.str("NEW_ONE"); os.environ["OTHER"]; env("THIRD")')) == {
        "NEW_ONE",
        "OTHER",
        "THIRD",
    }
