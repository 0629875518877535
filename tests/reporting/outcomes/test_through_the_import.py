"""The published tables again, this time from a spreadsheet: imported, kept, read, and made into files by the command.

The cohorts are those of `test_printed_tables`, which compares every cell with what was printed. Here each table must say
the same of the imported courses, so that nothing is lost or changed on the way.
"""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.core.municipalities import MUNICIPALITIES
from cases.statusreports.models import StatusReport
from reporting.outcomes.declarations import TABLES
from reporting.presets.actions import load_preset
from reporting.presets.programmes import S1, S4
from reporting.tabulation.results import as_json
from reporting.tabulation.tabulating import tabulate
from tests.clock import NOW, TODAY
from tests.reporting.outcomes import test_printed_tables as printed
from tests.reporting.outcomes.test_keys import KEYS
from tests.reporting.tabulation.questions import ITEMS, course, population

pytestmark = pytest.mark.django_db

CODES = {str(code.label): code.code for code in MUNICIPALITIES}


def written(courses, path: Path) -> Path:
    """The courses as a spreadsheet: one row for each report, days as Danes write them."""
    keys = sorted({key for one in courses for report in one.reports for key in report.answers})
    heading = [
        "enrolment",
        "started_on",
        "birth_date",
        "age_at_start",
        "municipality",
        "report_on",
        "report_kind",
        *keys,
    ]
    out = StringIO()
    sheet = csv.writer(out, delimiter=";")
    sheet.writerow(heading)
    for number, one in enumerate(courses):
        born = f"{one.birth_date:%d-%m-%Y}" if one.birth_date else ""
        town = one.municipality if one.municipality in CODES else ""
        facts = [number, f"{one.start:%d-%m-%Y}", born, one.age_given or "", town]
        for report in one.reports:
            answers = [as_cell(report.answers.get(key)) for key in keys]
            sheet.writerow([*facts, f"{report.on:%d.%m.%Y}", report.kind, *answers])
    path.write_text(out.getvalue(), encoding="cp1252")
    return path


def as_cell(value):
    if isinstance(value, list):
        return "|".join(value)
    return {None: "", True: "x"}.get(value, value) if not isinstance(value, int) or value is True else value


def imported(courses, code, tmp_path):
    said = StringIO()
    call_command(
        "import_reports",
        str(written(courses, tmp_path / "reports.csv")),
        programme=code,
        stdout=said,
        stderr=StringIO(),
    )
    return said.getvalue()


def reported(key, code, tmp_path, **asked):
    out = tmp_path / f"{key}.json"
    call_command("report", key, programme=code, form="json", out=str(out), as_of=TODAY, **asked)
    return json.loads(out.read_text())


def plain(key, courses, **asked):
    """The same straight from the facts, without the import."""
    return json.loads(
        json.dumps(as_json(tabulate(TABLES[key], population(courses), ITEMS, as_of=TODAY, **asked), "da"))
    )


def figures(said):
    """Every figure with its key, and no words: those of the programme are not those of the plain items."""
    if isinstance(said, list):
        return [figures(one) for one in said]
    if isinstance(said, dict):
        return {name: figures(value) for name, value in said.items() if name not in WORDS}
    return said


WORDS = {"title", "base", "label", "notes", "self_check", "exclusions", "about"}


def assert_same(key, courses, code, tmp_path, **asked):
    ours, theirs = reported(key, code, tmp_path, **asked), plain(key, courses, **asked)
    assert figures(ours) == figures(theirs)
    return ours


@pytest.fixture
def programmes():
    load_preset(at=NOW, code=S4)


def test_retention_by_age(programmes, tmp_path):
    courses = printed.retention_5_1()
    assert imported(courses, "act", tmp_path).startswith("1138 courses and 2306 reports added")
    ours = assert_same("retention", courses, "act", tmp_path, by="age")
    assert [[row["percent"] for row in column["rows"]] for column in ours["columns"]] == [
        [31, 32, 9, 4, 5, 28],
        [66, 22, 5, 2, 3, 8],
    ]
    for age in ("youth", "adult"):
        assert_same("retention", courses, "act", tmp_path, age=age)
    assert_same("funnel", courses, "act", tmp_path)
    assert_same("housing_three_way", courses, "act", tmp_path, at="latest")


def assessed():
    """1,475 assessments with the housing of table 9-1, of which 199 and 1,194 slept as in 9-3, and 1,077 discharges."""
    counts, _shares = printed.HOUSING["assessment", 1475]
    homes = [row for row, times in zip(printed.ROWS_9_1, counts, strict=True) for _ in range(times)]
    slept = {
        own: iter(printed.spread_out(list(ITEMS["slept"].choices), shares, n))
        for own, (n, shares) in printed.SLEPT.items()
    }
    incomes = [28, 57, 1001, 13, 249, 14, 28, 57, 28]
    income = [row for row, times in zip(ITEMS["income"].printed(), incomes, strict=True) for _ in range(times)]
    left_counts, _shares = printed.HOUSING["discharge", 1077]
    left = [row for row, times in zip(printed.ROWS_9_1, left_counts, strict=True) for _ in range(times)]
    why = iter(printed.spread_out(list(ITEMS["why_no_home"].choices), [19, 23, 7, 46, 15, 9, 19], 381))
    own = {"almen", "privat_udlejning", "par_107", "par_108", "faellesskab", "skaev", "eget"}
    courses = []
    for place, home in enumerate(homes):
        kind = "own_home" if home in own else "not_own_home" if home == "ikke_egen_bolig" else ""
        reports = [
            {
                "housing_now": printed.ANSWERS.get(home, [home])[0],
                "income": income[place],
                "slept": next(slept[kind]) if kind else ["andet"],
            }
        ]
        if place < len(left):
            after = left[place]
            reports.append({"housing_now": printed.ANSWERS.get(after, [after])[-1]})
            if after == "ikke_egen_bolig":
                reports[-1]["why_no_home"] = next(why)
        courses.append(course(*reports, kinds=["assessment", "discharge"][: len(reports)]))
    return courses


def test_assessment_and_discharge(programmes, tmp_path):
    courses = assessed()
    imported(courses, "udredning", tmp_path)
    for at, n in (("assessment", 1475), ("discharge", 1077)):
        ours = reported("housing", "udredning", tmp_path, at=at)
        counts, shares = printed.HOUSING[at, n]
        assert ours["n"] == n
        assert [row["count"] for row in ours["rows"]] == counts
        assert [row["percent"] for row in ours["rows"]] == shares
        assert [row["key"] for row in ours["rows"]] == printed.ROWS_9_1
    slept = reported("slept", "udredning", tmp_path, at="assessment")
    found = {column["key"]: (column["n"], [row["percent"] for row in column["rows"]]) for column in slept["columns"]}
    assert {key: found[key] for key in printed.SLEPT} == printed.SLEPT
    why = reported("why_no_home", "udredning", tmp_path, at="discharge")
    assert (why["n"], [row["percent"] for row in why["rows"]]) == (381, [19, 23, 7, 46, 15, 9, 19])
    income = reported("income", "udredning", tmp_path, at="assessment")
    assert [row["percent"] for row in income["rows"]] == [2, 4, 68, 1, 17, 1, 2, 4, 2]


def test_support_by_municipality(programmes, tmp_path):
    courses = [
        printed.support_9_11(place, unit) for unit in range(8) for place in range(printed.COUNTS_9_11["n"][unit])
    ]
    imported(courses, "udredning", tmp_path)
    ours = reported("recommended_attached", "udredning", tmp_path)
    columns = {column["label"]: [row["percent"] for row in column["rows"]] for column in ours["columns"]}
    whole = [row["percent"] for row in ours["rows"]]
    for place, shares in enumerate(printed.PRINTED_9_11.values()):
        assert [*(columns[name][place] for name in printed.MUNICIPALITIES), whole[place]] == shares


def test_release(programmes, tmp_path):
    counts, shares = printed.HOUSING["release", 114]
    homes = [row for row, times in zip(printed.ROWS_9_1, counts, strict=True) for _ in range(times)]
    started = {"par_83": 1, "par_85": 20, "efterforsorg_110": 1, "par_99": 8, "modtager_ikke": 77, "ved_ikke": 7}
    services = [code for code, times in started.items() for _ in range(times)]
    courses = [
        course({"housing_now": printed.ANSWERS.get(home, [home])[0], "services_started": [service]}, kinds=["release"])
        for home, service in zip(homes, services, strict=True)
    ]
    imported(courses, "loesladelse", tmp_path)
    housing = reported("housing", "loesladelse", tmp_path, at="release")
    assert [row["percent"] for row in housing["rows"]] == shares
    services_started = reported("services_started", "loesladelse", tmp_path)
    assert [row["percent"] for row in services_started["rows"]] == [1, 18, 1, 7, 68, 6]


def test_problems_of_the_young(programmes, tmp_path):
    courses = [
        course({"domains.hash": "1" if n < 240 else "0", "domains.psykisk": "3" if n < 357 else "0"}, age_given=20)
        for n in range(452)
    ]
    courses += [course({"domains.hash": "1", "domains.psykisk": "1"}, age_given=25) for _ in range(9)]
    imported(courses, "icm", tmp_path)
    ours = assert_same("problems", courses, "icm", tmp_path, age="youth")
    shares = {row["key"]: row["percent"] for row in ours["rows"]}
    assert (ours["n"], shares["hash"], shares["psykisk"]) == (452, 53, 79)


def test_the_same_file_twice_adds_nothing(programmes, tmp_path):
    courses = printed.retention_5_1()[:20]
    imported(courses, "cti", tmp_path)
    before = StatusReport.objects.count()
    assert imported(courses, "cti", tmp_path).startswith(
        f"0 courses and 0 reports added, {before} reports known before"
    )
    assert StatusReport.objects.count() == before


def test_a_youth_programme_names_its_own_age(tmp_path):
    load_preset(at=NOW, code=S1)
    imported(
        [course({"housing_now": "delebolig"}, age_given=17), course({"housing_now": "kollegium"}, age_given=24)],
        "unge-i-hjemloeshed",
        tmp_path,
    )
    ours = reported("housing", "unge-i-hjemloeshed", tmp_path, age="youth")
    assert {row["key"]: row["count"] for row in ours["rows"] if row["count"]} == {"privat_udlejning": 1}
    assert percents_of(reported("housing", "unge-i-hjemloeshed", tmp_path)) == {
        "privat_udlejning": 50,
        "faellesskab": 50,
    }


def percents_of(ours):
    return {row["key"]: row["percent"] for row in ours["rows"] if row["count"]}


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "pdf"])
def test_every_table_is_written_in_every_form(programmes, tmp_path, form):
    imported(printed.retention_5_1()[:60], "act", tmp_path)
    for key in KEYS:
        call_command("report", key, programme="act", form=form, out=str(tmp_path / f"{key}.{form}"), as_of=TODAY)
        assert (tmp_path / f"{key}.{form}").stat().st_size > 100


def test_what_is_not_offered_is_said(programmes, tmp_path):
    for asked, said in (({"at": "release"}, "latest"), ({"by": "colour"}, "age")):
        with pytest.raises(CommandError, match=said):
            reported("income" if "by" in asked else "visits", "act", tmp_path, **asked)
    with pytest.raises(CommandError, match="no programme"):
        reported("income", "nothing", tmp_path)


def test_a_table_of_targets_is_refused_where_there_are_none(programmes, tmp_path):
    with pytest.raises(CommandError, match="ikke indtastet noget"):
        reported("homes_against_targets", "icm", tmp_path)


def test_units_are_called_by_their_names(programmes, tmp_path):
    imported([course({"housing_now": "almen"}, municipality="Esbjerg") for _ in range(3)], "act", tmp_path)
    rows = reported("courses_by_unit", "act", tmp_path, by="municipality")["rows"]
    assert [(row["key"], row["label"], row["count"]) for row in rows] == [("0561", "Esbjerg", 3)]


def test_a_programme_is_a_column_of_its_own(programmes, tmp_path):
    imported([course({"housing_now": "almen"}) for _ in range(3)], "act", tmp_path)
    columns = reported("housing", "act", tmp_path, by="programme")["columns"]
    assert [(column["key"], column["label"], column["n"]) for column in columns] == [("act", "ACT", 3)]
