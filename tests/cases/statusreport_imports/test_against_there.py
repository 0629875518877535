"""The rows of a file are held against what is there: every row that contradicts it has its fault, and nothing breaks."""

import csv
from datetime import date
from io import StringIO

import pytest

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.enrolments.actions import close
from cases.enrolments.models import Enrolment
from cases.people.models import Person
from cases.questionnaires.actions import load_items
from cases.records.actions import write_all
from cases.statusreport_imports.actions import PlanChanged, import_reports
from cases.statusreport_imports.course_rules import CourseThere, against_there, check_apart
from cases.statusreport_imports.files import read_file
from cases.statusreport_imports.models import ReportImport
from cases.statusreport_imports.queries import items_known, planned
from cases.statusreport_imports.rules import CourseFacts
from cases.statusreports.actions import correct_report, withdraw_report
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import AssignmentFactory, ProgrammeFactory, TeamFactory, UserFactory, works_in

pytestmark = pytest.mark.django_db

HEADING = ["enrolment", "started_on", "report_on", "report_kind", "housing_now", "person", "ended_on"]
FIRST = ["7", "01-02-2024", "05-02-2024", "start", "almen", "P1", ""]
SECOND = ["7", "01-02-2024", "05-05-2024", "quarterly", "skaev", "P1", ""]


@pytest.fixture
def programme():
    programme = ProgrammeFactory(code="indsats")
    works_in(TeamFactory(), programme)
    load_items(by=None, at=NOW)
    return programme


def found_in(programme, rows):
    text = StringIO()
    csv.writer(text, delimiter=";").writerows([HEADING, *rows])
    items = items_known(programme)
    return items, read_file(text.getvalue().encode(), "x.csv", items=items, today=TODAY)


def add(programme, *rows, **how):
    items, found = found_in(programme, rows)
    team = programme.teams.get()
    return import_reports(by=None, at=NOW, programme=programme, team=team, items=items, found=found, **how)


def faults(programme, *rows):
    items, found = found_in(programme, rows)
    return [(fault.row, fault.column, fault.message) for fault in planned(programme, found, items).faults]


def test_a_course_that_began_on_another_day_here(programme):
    add(programme, FIRST)
    other = [*SECOND[:1], "02-02-2024", *SECOND[2:]]
    assert faults(programme, other) == [(2, "started_on", "Her begyndte forløbet 01.02.2024.")]
    assert add(programme, other, only_valid=True).reports == 0


def test_a_course_that_was_closed_on_another_day_here(programme):
    add(programme, FIRST)
    close(by=UserFactory(), at=NOW, enrolment=Enrolment.objects.get(), on=date(2024, 6, 1), reasons=["moved"])
    assert faults(programme, [*SECOND[:6], "01-05-2024"])[0][1:] == (
        "ended_on",
        "Her blev forløbet afsluttet 01.06.2024.",
    )
    assert faults(programme, [*SECOND[:6], "01-06-2024"], SECOND) == []


def test_a_course_that_cannot_be_closed_on_that_day_here(programme):
    add(programme, FIRST)
    AssignmentFactory(enrolment=Enrolment.objects.get(), start=date(2024, 9, 1))
    rows = [[*SECOND[:6], "01-06-2024"]]
    assert [fault[1] for fault in faults(programme, *rows)] == ["ended_on"]
    assert add(programme, *rows, only_valid=True).reports == 0
    assert Enrolment.objects.get().end is None


def test_a_course_that_is_of_another_young_person_here(programme):
    add(programme, FIRST)
    assert faults(programme, [*SECOND[:5], "P2", ""]) == [(2, "person", "Forløbet er her med en anden ung.")]


def test_a_young_person_who_has_another_course_at_that_time(programme):
    add(programme, FIRST)
    other = ["8", "01-03-2024", "05-03-2024", "start", "almen", "P1", ""]
    said = "Den unge har et andet forløb i indsatsen på det tidspunkt."
    assert faults(programme, other) == [(2, "enrolment", said)]
    assert add(programme, other, only_valid=True).reports == 0
    assert faults(programme, [*FIRST[:6], "28-02-2024"], other) == []


def test_two_courses_of_one_young_person_at_one_time_in_one_file(programme):
    rows = FIRST, ["8", "01-03-2024", "05-03-2024", "start", "almen", "P1", ""]
    assert [fault[:2] for fault in faults(programme, *rows)] == [(3, "enrolment")]
    add(programme, *rows, only_valid=True)
    assert (Enrolment.objects.count(), Person.objects.count()) == (1, 1)


def test_an_enrolment_by_hand_counts_as_well(programme):
    add(programme, [*FIRST[:6], "01-03-2024"])
    first = Enrolment.objects.get()
    Enrolment.objects.create(
        person=first.person, programme=programme, team=first.team, start=date(2024, 4, 1), is_imported=True
    )
    assert [
        fault[1] for fault in faults(programme, ["9", "01-05-2024", "05-05-2024", "start", "almen", "P1", ""])
    ] == ["enrolment"]


def test_a_follow_up_of_a_course_that_goes_on(programme):
    assert faults(programme, [*FIRST[:3], "followup", *FIRST[4:]])[0][:2] == (2, "report_on")
    assert faults(programme, [*FIRST[:3], "followup", *FIRST[4:6], "03-02-2024"]) == []


def test_what_was_put_right_or_withdrawn_since_is_known(programme):
    add(programme, FIRST, SECOND)
    first, second = StatusReport.objects.order_by("report_on")
    worker = UserFactory()
    kept = {"comments": {}, "reason": "Forkert"}
    correct_report(by=worker, at=NOW, report=first, answers={"housing_now": "eget"}, **kept)
    withdraw_report(by=worker, at=NOW, report=second, why="Forkert ung")
    plan = add(programme, FIRST, SECOND)
    assert (plan.known, plan.reports, plan.faults) == (2, 0, [])
    assert [fault[1] for fault in faults(programme, [*FIRST[:4], "par_107", *FIRST[5:]])] == ["report_on"]


def test_a_report_before_the_first_one_changes_nothing_of_those_there(programme):
    """Of the second report something more is asked; that it was blank says nothing else."""
    add(programme, FIRST)
    plan = add(programme, [*FIRST[:2], "02-02-2024", *FIRST[3:]], FIRST)
    assert (plan.known, plan.reports, plan.faults) == (1, 1, [])


def test_a_plan_that_was_agreed_on_is_written_and_another_is_not(programme):
    items, found = found_in(programme, [FIRST, SECOND])
    agreed = planned(programme, found, items).fingerprint
    add(programme, FIRST)
    with pytest.raises(PlanChanged) as changed:
        add(programme, FIRST, SECOND, agreed=agreed)
    assert (changed.value.plan.reports, ReportImport.objects.count()) == (1, 1)
    assert add(programme, FIRST, SECOND, agreed=changed.value.plan.fingerprint).reports == 1


def test_rows_that_break_a_rule_of_the_database_are_refused_in_its_words(programme):
    """Whatever the plan does not know: never an error of the database."""
    add(programme, FIRST)
    course = Enrolment.objects.get()
    same = Enrolment(person=course.person, programme=programme, team=course.team, start=TODAY, is_imported=True)
    with pytest.raises(Refused, match="allerede"):
        write_all([same], by=None, at=NOW)


def test_a_course_held_against_what_is_there():
    facts = CourseFacts("7", date(2024, 2, 1), date(2024, 3, 1), person="P1")
    there = CourseThere(date(2024, 2, 1), None, "P1", date(2024, 2, 1))
    assert list(against_there(facts, there)) == []
    taken = [Period(date(2024, 1, 1), date(2024, 2, 1))]
    assert list(check_apart(facts, taken)) == []
    assert len(taken) == 2
    assert [column for column, _said in check_apart(facts, taken)] == ["enrolment"]
