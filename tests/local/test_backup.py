"""The commands of docs/operations.md: a backup restored elsewhere holds the same rows."""

import sys

import pytest

from config.env import ROOT
from tests.local.conftest import execute

pytestmark = pytest.mark.services

LETTERS = "CREATE TABLE letters AS SELECT 'Ærø, ' || chr(34) || chr(10) || 'Ålekisten' AS place"
ROWS = "SELECT md5(string_agg(place, ',')), (SELECT count(*) FROM django_migrations) FROM letters"
TABLES = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
CONSTRAINTS = (
    "SELECT md5(string_agg(concat(conrelid::regclass, conname, contype), ',' ORDER BY conrelid::regclass::text, conname))"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
)


EXEC = ".venv/bin/python -m config.local exec -- "


def facts(data) -> list[str]:
    done = execute(data, "psql", "-At", "-c", ROWS, "-c", TABLES, "-c", CONSTRAINTS)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def command(line: str) -> list[str]:
    """A documented command without what starts it."""
    text = (ROOT / "docs" / "operations.md").read_text()
    found = next(row for row in text.splitlines() if row.startswith(EXEC + line))
    return found.removeprefix(EXEC).split()


def test_backup_and_restore_as_documented(data, other_data, tmp_path):
    dump = str(tmp_path / "hjemvej.dump")
    assert execute(data, sys.executable, "manage.py", "migrate", "-v0").returncode == 0
    assert execute(data, "psql", "-qc", LETTERS).returncode == 0
    before = facts(data)
    saved = execute(data, *[part.replace("hjemvej.dump", dump) for part in command("pg_dump")])
    assert (saved.returncode, saved.stderr) == (0, "")
    restored = execute(other_data, *[part.replace("hjemvej.dump", dump) for part in command("pg_restore")])
    assert (restored.returncode, restored.stderr) == (0, "")
    assert int(before[1]) > 40
    assert facts(other_data) == before
