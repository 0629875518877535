"""Every table of how the young people fare, computed again from the exported files alone; and what they hold else."""

import io
import zipfile
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from django.core.management import call_command
from frictionless import Package

from cases.enrolments.models import Enrolment
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.staff.models import User
from cases.statusreport_imports.files import read_file
from cases.statusreport_imports.queries import items_known
from cases.statusreport_imports.rules import answers_kept
from cases.statusreports.models import Participation, StatusReport
from reporting.csvfiles.codes import ExportForm
from reporting.datasets.package import Export
from reporting.datasets.plan import Plan
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import COURSES, material, table
from reporting.presets.actions import load_preset, people_preset
from reporting.tabulation.results import as_json
from reporting.tabulation.tabulating import NotOffered
from tests.clock import NOW, TODAY
from tests.reporting.recompute.courses import Courses, Found
from tests.reporting.recompute.files import read
from tests.reporting.recompute.outcomes import RECOMPUTED
from tests.reporting.recompute.test_recompute_indicators import chief, exported
from tests.reporting.reported import LATER

pytestmark = pytest.mark.django_db

BREAKDOWNS = ("age", "gender", "start_year", "organisation", "municipality", "own_home", "method")
YOUTH = "unge-i-hjemloeshed"
COLUMN = {"municipality": "acting_municipality"}


@pytest.fixture(scope="module")
def presets(django_db_setup, django_db_blocker) -> Iterator[User]:
    """The programmes of two sources with their invented people, some protected, some of them silent."""
    with django_db_blocker.unblock():
        try:
            for code in ("S1", "S4"):
                load_preset(at=NOW, code=code)
                people_preset(at=NOW, code=code)
            numbers = list(Person.objects.order_by("pk").values_list("pk", flat=True))
            Person.objects.filter(pk__in=numbers[::23]).update(is_restricted=True)
            youth = Enrolment.objects.filter(programme__code=YOUTH).order_by("pk").values_list("person", flat=True)
            Person.objects.filter(pk__in=list(youth)[7::29]).update(has_protected_address=True)
            Participation.objects.bulk_create(
                Participation(
                    enrolment=row, state=("declined", "withdrawn", "consented")[place % 3], told_on=row.start
                )
                for place, row in enumerate(Enrolment.objects.order_by("pk")[3::11])
            )
            yield chief()
        finally:
            call_command("flush", verbosity=0, interactive=False)


# Tables that read the case itself, which are not recomputed here yet; and cells that do.
OF_THE_CASE = {"network_meetings", "continuous_use", "indsluset"}
CASE = "case"


def test_every_table_of_status_reports_is_recomputed():
    assert {key for key, one in TABLES.items() if one.source == COURSES} == RECOMPUTED.keys() | OF_THE_CASE


def stripped(row: dict[str, Any]) -> dict[str, Any]:
    """A row without its words."""
    kept = {key: value for key, value in row.items() if key not in ("key", "label", "sub", "cells")}
    cells = {
        cell["key"]: {key: value for key, value in cell.items() if key not in ("key", "label")}
        for cell in row.get("cells", ())
        if cell["key"] != CASE
    }
    return kept | ({"cells": cells} if cells else {})


def part_of(said: dict[str, Any]) -> tuple[int, int, dict[str, Any]]:
    return (
        said["n"],
        said["blanks"],
        {row["key"]: stripped(row) for row in said["rows"] if row["count"] is not None or row.get("mean")},
    )


def part(found: Found) -> tuple[int, int, dict[str, Any]]:
    return found.n, found.blanks, found.rows


def differences(programme: Programme, content: bytes, *, broken_down: bool = False) -> Iterator[str]:
    """Every part of every table, at every report it may read, that is not the same.

    Broken down, each is asked for in two ways too, the next one in the next two: columns are made alike for all tables.
    """
    by_turns = cycle(BREAKDOWNS)
    courses = Courses.of(read(content), TODAY)
    taking_part = courses.distributed.taking_part
    read_once = material(programme, list(RECOMPUTED), as_of=TODAY)
    for key in RECOMPUTED:
        declaration = TABLES[key]
        for at in declaration.at or ("",):
            for by in ("none", *(islice(by_turns, 2) if broken_down else ())):
                try:
                    said = as_json(table(read_once, key, at=at or None, by=by), "da")
                except NotOffered:
                    continue
                where = f"{programme.code} {key} at={at} by={by}"
                yield from compare(where, said, key, at, by, taking_part, courses.left_out())


def compare(  # noqa: PLR0917  where it is, what the report says, and what it is computed from
    where: str, said: Any, key: str, at: str, by: str, courses: Courses, declined: dict[str, int]
) -> Iterator[str]:
    answered = set(courses.files["item_codes"]["item"]) | {"nights", "who5"}
    if (key, by) == ("courses_by_unit", "municipality") or (said["n"] == 0 and not {*TABLES[key].items} <= answered):
        return  # rows that are no breakdown; a question that was neither asked nor answered
    compute = RECOMPUTED[key]
    found = compute(courses, at)
    if part_of(said) != part(found):
        yield f"{where}: report {part_of(said)}, export {part(found)}"
    out = {one["key"]: one["count"] for one in said["exclusions"]}
    left = declined | {reason: n for reason, n in found.out.items() if n}
    if out != left:
        yield f"{where}: report leaves out {out}, export {left}"
    groups = courses.groups_by(COLUMN.get(by, by), at) if said.get("columns") and by != "none" else {}
    columns = {one["key"]: part_of(one) for one in said.get("columns", ()) if one["key"] != "total"}
    ours = {name: part(compute(courses.only(list(held)), at)) for name, held in groups.items()}
    if columns != ours:
        yield f"{where}: report {columns}, export {ours}"


@pytest.mark.parametrize("code", [YOUTH, "act", "icm", "cti", "opsoegende", "udredning", "loesladelse"])
def test_the_export_tells_every_table_of_the_status_reports(presets, code):
    programme = Programme.objects.get(code=code)
    content, broken_down = exported(programme, presets, LATER), code in (YOUTH, "udredning")
    assert list(differences(programme, content, broken_down=broken_down)) == []


@pytest.mark.parametrize("form", ExportForm)
@pytest.mark.parametrize("deidentified", [True, False])
def test_the_package_with_status_reports_is_valid(*, presets, form, deidentified, tmp_path, monkeypatch):
    """Keys are unique and found where they point to, and every cell holds what its column may hold."""
    plan = Plan(Programme.objects.get(code=YOUTH), form, deidentified, presets)
    with Export(plan, LATER) as export, zipfile.ZipFile(io.BytesIO(b"".join(export.zip()))) as archive:
        archive.extractall(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert Package("datapackage.json").validate().flatten(["rowNumber", "fieldName", "type", "note"]) == []


@pytest.mark.parametrize("code", [YOUTH, "act"])
def test_the_file_of_status_reports_can_be_imported_again(presets, code):
    """Every answer comes back, but the texts, which are in no file; blank, not asked and ved_ikke stay apart."""
    programme = Programme.objects.get(code=code)
    with Export(Plan(programme, ExportForm.MACHINE, deidentified=False, user=presets), LATER) as export:
        content = next(b"".join(content) for name, content in export.files() if name == "status_reports.csv")
    items = items_known(programme)
    found = read_file(content, "status_reports.csv", items=items, today=TODAY)
    assert (found.faults, len(found.rows) > 300) == ([], True)
    reports = StatusReport.objects.of(programme).values_list("enrolment", "kind", "report_on", "answers")
    kept = {f"{enrolment} {kind} {on}": answers for enrolment, kind, on, answers in reports}
    firsts = {
        row.course.key: min(one.on for one in found.rows if one.course.key == row.course.key) for row in found.rows
    }
    states = set()
    for row in found.rows:
        theirs = kept[f"{row.course.key} {row.kind} {row.on}"]
        ours = answers_kept(items, row, is_first=row.on == firsts[row.course.key])
        assert ours == {key: value for key, value in theirs.items() if not key.endswith(".text")}
        states |= {
            "blank" if value is None else "ved_ikke" if value == "ved_ikke" else "" for value in theirs.values()
        }
    assert states == {"blank", "ved_ikke", ""}
