"""One row of a file becomes a course and a report, or everything that is wrong with it."""

from datetime import date

import pytest

from cases.core.errors import Refused
from cases.questionnaires.definition import Item
from cases.questionnaires.library import edition
from cases.statusreport_imports.cells import readers
from cases.statusreport_imports.files import wanted
from cases.statusreport_imports.queries import Plan
from cases.statusreport_imports.rules import CourseFacts, Fault, ReportRow, read_row
from tests.clock import TODAY

pytestmark = pytest.mark.rule

ITEMS = [Item.of(code, "2013", raw) for code, raw in edition("2013").items()]
METHODS = Item.of("methods", "2022-youth", edition("2022-youth")["methods"])
ROW = {"enrolment": "7", "started_on": "2024-02-01", "report_on": "2024-02-05", "report_kind": "start"}


def read(**cells):
    cells = ROW | cells
    return read_row(4, cells, readers(cells, [*ITEMS, METHODS], today=TODAY), today=TODAY)


def test_a_row_is_a_course_and_a_report():
    row = read(gender="K", age_at_start="19", municipality="751", ended_on="2024-03-01", income="løn")
    assert row == ReportRow(
        4,
        CourseFacts("7", date(2024, 2, 1), date(2024, 3, 1), age=19, gender="woman", municipality="0751"),
        "start",
        date(2024, 2, 5),
        {"income": "loen"},
    )


def test_every_fault_of_a_row_is_told():
    faults = read(enrolment=" ", report_kind="ugentlig", gender="?!", income="guld")
    assert [(fault.row, fault.column) for fault in faults] == [
        (4, "report_kind"),
        (4, "gender"),
        (4, "income"),
        (4, "enrolment"),
    ]
    assert str(faults[-1]) == "Række 4, enrolment: Det mangler."


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"ended_on": "2024-01-31"}, "ended_on"),
        ({"report_on": "2024-01-31"}, "report_on"),
        ({"report_on": "2025-06-05"}, "report_on"),
        ({"ended_on": "2025-06-05"}, "started_on"),
        ({"birth_date": "2024-02-02"}, "birth_date"),
    ],
)
def test_days_that_cannot_stand_together_are_told(cells, column):
    assert [fault.column for fault in read(**cells)] == [column]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("cti", [{"code": "cti", "from": None, "to": None}]),
        ("CTI: 2024-01-01..", [{"code": "cti", "from": "2024-01-01", "to": None}]),
        (
            "cti:01-01-2024..30-09-2024|icm",
            [{"code": "cti", "from": "2024-01-01", "to": "2024-09-30"}, {"code": "icm", "from": None, "to": None}],
        ),
    ],
)
def test_an_event_may_have_its_days(cell, expected):
    assert read(methods=cell).answers == {"methods": expected}


@pytest.mark.parametrize("cell", ["ved ikke", "Ved ikke", "VED IKKE", "v.i.", "don't know"])
def test_ved_ikke_is_read_in_many_spellings(cell):
    row = read(housing_now=cell, **{"nights.gade": cell, "domains.hash": cell})
    assert set(row.answers.values()) == {"ved_ikke"}


def test_a_number_that_a_spreadsheet_made_decimal_is_the_number():
    assert read(enrolment="17.0").course.key == "17"
    assert read(enrolment="17.5").course.key == "17.5"


def test_what_one_row_leaves_open_another_may_say():
    first, second = CourseFacts("7", date(2024, 2, 1)), CourseFacts("7", date(2024, 2, 1), date(2024, 3, 1), age=19)
    assert first.with_more(second) == second
    assert second.with_more(first) == second
    with pytest.raises(Refused) as refused:
        second.with_more(CourseFacts("7", date(2024, 2, 1), age=20))
    assert refused.value.field == "age_at_start"


def test_a_row_with_two_faults_is_one_row():
    assert Plan(faults=[Fault(2, "a", ""), Fault(2, "b", ""), Fault(3, "a", "")]).refused == 2


def test_every_key_can_be_a_column_and_needed_ones_are_known():
    columns = {one.name: one for one in wanted(ITEMS)}
    assert {key for item in ITEMS for key in item.keys} < columns.keys()
    assert [name for name, one in columns.items() if one.is_needed] == [*ROW]
    assert len(columns) == len(wanted(ITEMS))


@pytest.mark.parametrize("written", ["6103044233", "610304-4233"])
@pytest.mark.parametrize("column", ["enrolment", "person"])
def test_a_cpr_number_is_no_number_of_a_course_or_a_young_person(column, written):
    [fault] = read(**{column: written})
    assert (fault.column, "CPR-nummer" in fault.message, "6103" in fault.message) == (column, True, False)


def test_a_formula_is_no_number_of_a_course():
    assert [fault.column for fault in read(enrolment="=A1+1")] == ["enrolment"]


@pytest.mark.parametrize("day", [date(1899, 12, 30), date(9999, 12, 31)])
def test_a_day_of_a_workbook_that_nobody_can_have_meant(day):
    assert [fault.column for fault in read(started_on=day)] == ["started_on"]
