"""Reports from before words were kept: a result as the program of then froze it, taken over by the migration."""

import csv
import io
import json
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils.translation import override

from cases.staff.codes import Role
from reporting.documents.files import FILES
from reporting.documents.presentation import present
from reporting.runs.codes import RunState
from reporting.runs.models import ReportRun
from tests.clock import NOW
from tests.factories.cases import ProgrammeFactory, staff
from tests.factories.reporting import ReportRunFactory
from tests.reporting.chapters.followed import protected

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

MIGRATION: Any = import_module("reporting.migrations.0010_words_kept")
# The report of the demo world, as the last program that kept figures alone had frozen it.
OLD = json.loads(Path(__file__).with_name("version_1.json").read_text(encoding="utf-8"))
FINISHED = NOW + timedelta(days=600)


@pytest.fixture
def old() -> ReportRun:
    run: ReportRun = ReportRunFactory(
        programme=ProgrammeFactory(code="unge", name="Unge på vej", start=date.fromisoformat(OLD["programme_start"])),
        start=date.fromisoformat(OLD["start"]),
        end=date.fromisoformat(OLD["last_day"]) + timedelta(days=1),
        as_of=date.fromisoformat(OLD["as_of"]),
        state=RunState.DONE,
        result=OLD["result"],
        finished_at=FINISHED,
        requested_by=staff(Role.LEAD, name="Ellen Frydendal"),
    )
    return run


def migrate() -> None:
    """Run what the migration runs. The tables are the test's own, so what waits for the end of it is checked first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor(atomic=False) as editor:
        MIGRATION.forwards(apps, editor)


def figures(result: dict[str, Any]) -> dict[tuple[str, str, str, str], Any]:
    """Every figure of a result of either version."""
    if result["version"] == 1:
        tables = [(part["key"], key, rows) for part in result["indicators"] for key, rows in part["tables"].items()]
    else:
        parts = [part for chapter in result["chapters"] for part in chapter["parts"]]
        tables = [(part["key"], table["key"], table["rows"]) for part in parts for table in part["tables"]]
    return {
        (indicator, table, row["code"], measure): (value, row["people"].get(measure))
        for indicator, table, rows in tables
        for row in rows
        for measure, value in row["values"].items()
    }


def test_an_old_report_is_read_with_all_its_figures_and_the_words_of_then(old):
    migrate()
    old.refresh_from_db()
    assert old.result["version"] == 2
    assert figures(old.result) == figures(OLD["result"])
    assert len(figures(OLD["result"])) > 250
    report = present(old)
    assert [one.key for one in report.chapters] == ["target_group", "elements", "courses", "home"]
    assert ("Bestilt af", f"Ellen Frydendal, {old.requested_by.organisation}") in report.facts
    assert ("Definitionernes version", "blev ikke gemt dengang") in report.facts
    assert report.notes[0].startswith("Rapportens ord og navnet på indsatsen blev skrevet ind i den")
    phases = next(table for one, table in report.tables() if (one.key, table.key) == ("phases", "now"))
    assert [row.label for row in phases.rows] == ["Opstart", "Stabilisering", "Udslusning", "I alt"]
    parts = next(table for one, table in report.tables() if (one.key, table.key) == ("screened", "outcome"))
    assert [(row.label, row.parent) for row in parts.rows][:2] == [
        ("Fundet i målgruppen", ""),
        ("I målgruppen", "in_group"),
    ]
    for file in FILES.values():
        assert file.write(report)


def test_small_numbers_of_an_old_report_are_hidden_by_the_protection_of_today(old):
    """Of 293 figures the program of then hid 103 from an evaluator; what a reader could work out takes 104 (ADR 29)."""
    migrate()
    old.refresh_from_db()
    with override("en"):
        text = FILES["csv"].write(protected(old)).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 293
    assert sum(row["Remark"].startswith("hidden") for row in rows) == 104
    assert {row["Programme"] for row in rows} == {"Unge på vej"}


def test_the_database_refuses_to_change_it_again(old):
    migrate()
    with pytest.raises(ProgrammingError, match="cannot be changed"), transaction.atomic():
        ReportRun.objects.filter(pk=old.pk).update(result={"version": 3})


def test_what_was_computed_without_words_is_computed_again(old):
    waiting = ReportRunFactory(state=RunState.RUNNING, parts={"screened": {}}, steps_done=1)
    migrate()
    waiting.refresh_from_db()
    assert (waiting.parts, waiting.steps_done, waiting.state) == ({}, 0, RunState.RUNNING)
