"""A table in each form says the same: to programs, in a spreadsheet, in a workbook, on paper."""

import csv
import io
import json

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from cases.questionnaires.definition import Text
from reporting.outcomes.declarations import TABLES
from reporting.sheets.writing import FORMS
from reporting.tabulation.grid import Facts, laid_out
from reporting.tabulation.results import Row, TableResult
from reporting.tabulation.tabulating import tabulate
from tests.reporting.outcomes.test_printed_tables import retention_5_1
from tests.reporting.tabulation.questions import ITEMS, population

pytestmark = pytest.mark.rule

FACTS = Facts("act", "2025-06-04", "2025-06-04T10:00:00+02:00")
YOUNG, OLDER = [104, 31, 107, 32, 30, 9, 13, 4, 17, 5, 94, 28], [527, 66, 175, 22, 40, 5, 17, 2, 23, 3, 61, 8]


@pytest.fixture(scope="module")
def retention():
    return tabulate(TABLES["retention"], population(retention_5_1()), ITEMS, by="age")


def write(result, form):
    return FORMS[form](result, FACTS, "da")


def paired(rows):
    """Counts and shares of the two columns, in the order of the printed table."""
    young = [int(value) for row in rows for value in row[1:3]]
    older = [int(value) for row in rows for value in row[3:5]]
    return young, older


def test_programs_read_every_figure_and_what_it_was_made_from(retention):
    said = json.loads(write(retention, "json"))
    assert said["about"] == {
        "programme": "act",
        "as_of": "2025-06-04",
        "made_at": "2025-06-04T10:00:00+02:00",
        "made_by": "",
    }
    assert [row["percent"] for row in said["columns"][0]["rows"]] == YOUNG[1::2]


def test_a_csv_has_the_figures_and_below_them_what_stands_around(retention):
    rows = list(csv.reader(io.StringIO(write(retention, "csv").decode())))
    assert paired(rows[1:7]) == (YOUNG, OLDER)
    assert rows[7] == []
    assert ["n", "1138"] in rows[8:]
    assert ["Indsats", "act"] in rows[8:]


def test_a_workbook_has_numbers_as_numbers(retention):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(write(retention, "xlsx"))).get_sheet_by_index(0).to_python()
    assert paired(sheet[3:9]) == (YOUNG, OLDER)
    assert all(isinstance(cell, float | int) for row in sheet[3:9] for cell in row[1:5])


def test_paper_says_the_same_with_its_title_as_the_title_of_the_document(retention):
    reader = PdfReader(io.BytesIO(write(retention, "pdf")))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert reader.metadata.title == retention.title.da
    assert "527 66" in " ".join(text.split())
    assert "Arbejdstal" in text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_table_gives_the_same_bytes(retention, form):
    assert write(retention, form) == write(retention, form)


def test_no_cell_of_a_spreadsheet_is_a_formula():
    text = Text("=HYPERLINK()", "=HYPERLINK()")
    result = TableResult("x", text, text, 1, 0, (), (Row("a", text, 1, 100),))
    assert b"\n'=HYPERLINK" in FORMS["csv"](result, FACTS, "da")
    book = CalamineWorkbook.from_filelike(io.BytesIO(FORMS["xlsx"](result, FACTS, "da"))).get_sheet_by_index(0)
    assert book.to_python()[0][0] == "=HYPERLINK()"


def test_rows_with_a_base_of_their_own_show_it():
    courses = retention_5_1()[:50]
    result = tabulate(TABLES["problems"], population(courses), ITEMS)
    headings = laid_out(result, "en").headings
    assert "n" in headings
    assert any("procent" in heading for heading in headings[4:])
