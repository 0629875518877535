"""A spreadsheet as a project has kept it for two years: everything that is wrong with it, row by row, and nothing else.

Days in several ways, a heading in two rows with merged cells, ved ikke in five spellings, blanks, rows that stand twice.
"""

from datetime import date

import pytest

from cases.import_pages.queries import preview_of
from cases.statusreports.models import StatusReport
from tests.cases.imports.made import error, serial, sheet, xlsx

from .conftest import csv_of

pytestmark = pytest.mark.django_db

NIGHTS = "Nætter i hjemløshed de sidste tre måneder"
UPPER = ["Projekt Ungebo 2023-2024"]
GROUPS = ["Forløb", "", "Indberetning", "", "Bolig", NIGHTS, "", "", "Bemærkning"]
BELOW = ["Nr.", "Start", "Dato", "Slags", "Hvilken bolig har borgeren nu?", "På gaden", "På herberg",
         "Hos familie eller venner", ""]  # fmt: skip
MERGED = ["A2:B2", "C2:D2", "F2:H2"]
FEBRUARY = serial(45323)  # 1 February 2024
ROWS = [
    ["1", FEBRUARY, serial(45327), "Opstart", "Almen bolig", 0, 0, 0, "Zqhemmelig"],
    ["1", "1. feb. 2024", "2024-05-05", "KVARTAL", "1. Almen bolig", "ved ikke", "Ved  ikke.", "V.I.", ""],
    ["1", "01/02-2024", "5.8.24", "kvartal", "VEDIKKE", "jeg ved ikke", "0", "-", ""],
    [],
    ["1", "01/02-2024", "5.8.24", "kvartal", "VEDIKKE", "jeg ved ikke", "0", "-", "stod her allerede"],
    ["2", "", "05-02-2024", "Opstart", "Almen bolig", "", "", "", ""],
    ["", "2024-02-01", "05-02-2024", "Opstart", "Almen bolig", "", "", "", ""],
    ["3", "2024-02-30", "i går", "Opstart", "", "", "", "", ""],
    ["3", "10-12-05", "05-02-2024", "Ugentlig", "Palads", "mange", "", "", ""],
    ["4", "2024-02-01", "05-02-2023", "Opstart", "Almen boilg", 400, "", "", ""],
    ["5", "2024-02-01", "05-02-2024", "Opstart", error("#REF!"), 60, 30, 10, ""],
    ["5", "2024-02-01", serial(45296), "Kvartal", "Skæv bolig", serial(45298), "", "", ""],
    ["1", "2024-02-01", "2024-05-05", "Kvartal", "Skæv bolig", "ved ikke", "ved ikke", "ved ikke", ""],
    ["1", "2024-02-02", "2024-11-05", "Kvartal", "Skæv bolig", "", "", "", ""],
    ["6", "2024-02-01", "2031-01-01", "Opstart", "Almen bolig", "", "", "", ""],
    ["7", "2024-02-01", "2024-02-05", "Opfølgning", "Almen bolig", "", "", "", ""],
]


def faults_of(way):
    return [(row, column, value) for row, column, value, _said in preview_of(way.file).faults]


def proposed(way):
    """As the page proposes the columns, with those that are needed chosen by hand."""
    form = way.client.get(way.url("columns/")).context["form"]
    taken = [field.initial for field in form]
    return ["enrolment", "started_on", "report_on", "report_kind", *taken[4:]]


def test_every_fault_of_a_messy_workbook_is_told_at_its_row_and_column(way):
    made = sheet([UPPER, GROUPS, BELOW, *ROWS], MERGED)
    way.upload(xlsx({"Ark1": made}), "Ungebo.xlsx")
    way.choose(proposed(way))
    way.work()
    assert faults_of(way) == [
        (9, "Start", ""),
        (10, "Forløb Nr.", ""),
        (11, "Start", "2024-02-30"),
        (11, "Dato", "i går"),
        (12, "Start", "10-12-05"),
        (12, "Slags", "Ugentlig"),
        (12, "Hvilken bolig har borgeren nu?", "Palads"),
        (12, f"{NIGHTS} På gaden", "mange"),
        (13, "Hvilken bolig har borgeren nu?", "Almen boilg"),
        (14, "Hvilken bolig har borgeren nu?", "#REF!"),
        (15, f"{NIGHTS} På gaden", "07-01-2024"),
        (16, "Dato", "2024-05-05"),
        (17, "Start", "2024-02-02"),
        (18, "Dato", "2031-01-01"),
        (19, "Dato", "2024-02-05"),
    ]


def test_the_rows_that_are_right_come_in(way):
    made = sheet([UPPER, GROUPS, BELOW, *ROWS], MERGED)
    way.upload(xlsx({"Ark1": made}), "Ungebo.xlsx")
    way.choose(proposed(way))
    way.work()
    way.take("valid")
    gade, herberg, venner = "nights.gade", "nights.herberg", "nights.familie_venner"
    unknown = {gade: "ved_ikke", herberg: "ved_ikke", venner: "ved_ikke"}
    assert [(report.report_on, report.answers) for report in StatusReport.objects.order_by("report_on")] == [
        (date(2024, 2, 5), {"housing_now": "almen", gade: 0, herberg: 0, venner: 0}),
        (date(2024, 5, 5), {"housing_now": "almen"} | unknown),
        (date(2024, 8, 5), {"housing_now": "ved_ikke", gade: "ved_ikke", herberg: 0, venner: None}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-16"])
def test_the_same_faults_however_the_letters_are_written(way, encoding):
    rows = [
        ["1", "01-02-2024", "05-02-2024", "Opstart", "Skæv bolig", "blåbær"],
        ["2", "", "ø", "Opstart", "På gaden", ""],
    ]
    preview = way.look(csv_of(*rows, encoding=encoding)).context["preview"]
    assert [tuple(one[:3]) for one in preview.faults] == [
        (3, "Dato", "ø"),
        (3, "Hvilken bolig har borgeren nu?", "På gaden"),
        (3, "Startdato", ""),
    ]
    assert preview.reports == 1
