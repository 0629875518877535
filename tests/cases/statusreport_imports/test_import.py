"""A project's spreadsheet is taken over: every bad row is told, all rows or the valid ones, nothing twice."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.audit.models import AuditEvent
from cases.enrolments.models import Enrolment, PhaseSpell
from cases.people.models import Person
from cases.statusreport_imports.actions import AT_ONCE
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreports.actions import set_participation
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import PhaseTemplateFactory, ProgrammeFactory, TeamFactory, UserFactory, works_in

pytestmark = pytest.mark.django_db

HEADING = ["enrolment", "started_on", "report_on", "report_kind", "housing_now"]
FIRST = ["7", "01-02-2024", "05-02-2024", "start", "ikke_egen_bolig"]
SECOND = ["7", "01-02-2024", "05-05-2024", "quarterly", "almen"]


@pytest.fixture
def programme():
    programme = ProgrammeFactory(code="indsats")
    works_in(TeamFactory(), programme)
    return programme


class Said:
    """What the command wrote, and whether it added anything."""

    def __init__(self, out, err, refused=""):
        self.out, self.err, self.refused = out.getvalue(), err.getvalue(), refused


@pytest.fixture
def take_over(programme, tmp_path):
    def run(rows, heading=HEADING, *, delimiter=";", encoding="utf-8", **options):
        path, out, err = tmp_path / "reports.csv", StringIO(), StringIO()
        text = StringIO()
        csv.writer(text, delimiter=delimiter).writerows([heading, *rows])
        path.write_bytes(text.getvalue().encode(encoding))
        try:
            call_command("import_reports", str(path), programme="indsats", stdout=out, stderr=err, **options)
        except CommandError as error:
            return Said(out, err, str(error))
        return Said(out, err)

    return run


def test_a_course_its_young_person_and_its_reports_are_added(take_over, programme):
    PhaseTemplateFactory(programme=programme, position=1)
    heading = [*HEADING, "person", "birth_date", "gender", "municipality", "organisation", "age_at_start"]
    facts = ["P1", "03-04-2003", "Kvinde", "Høje-Taastrup", "Enhed Nord", "20"]
    said = take_over([FIRST + facts, SECOND + facts], heading)
    assert said.out.startswith("1 courses and 2 reports added, 0 reports known before, 0 rows refused")
    enrolment = Enrolment.objects.get()
    person = enrolment.person
    assert (person.alias, person.birth_date, person.gender) == ("P1", date(2003, 4, 3), "woman")
    assert (person.acting_municipality, person.first_met_on) == ("0169", date(2024, 2, 1))
    assert (enrolment.start, enrolment.end, enrolment.is_imported, enrolment.screening) == (
        date(2024, 2, 1),
        None,
        True,
        None,
    )
    imported = enrolment.imported
    assert (imported.file_key, imported.unit, imported.age_given) == ("7", "Enhed Nord", 20)
    assert PhaseSpell.objects.get().start == enrolment.start
    assert [report.answers for report in enrolment.status_reports.order_by("report_on")] == [
        {"housing_now": "ikke_egen_bolig"},
        {"housing_now": "almen"},
    ]
    batch = ReportImport.objects.get()
    assert (batch.courses, batch.reports, batch.known, batch.refused) == (1, 2, 0, 0)
    assert AuditEvent.objects.filter(person=person, action="created").exists()


def test_the_programme_asks_from_then_on_what_the_file_has(take_over, programme):
    take_over([FIRST])
    assert [item.code for item in programme.questionnaires.get().asked] == ["housing_now"]


def test_a_closing_row_closes_the_course_in_a_second_file_too(take_over, programme):
    PhaseTemplateFactory(programme=programme, position=1)
    take_over([FIRST])
    assert Enrolment.objects.get().end is None
    heading = [*HEADING, "ended_on", "closing_why"]
    said = take_over(
        [[*FIRST, "", ""], ["7", "01-02-2024", "01-03-2024", "closing", "almen", "01-03-2024", "flyttet|doed"]],
        heading,
    )
    assert said.out.startswith("0 courses and 1 reports added, 1 reports known before")
    enrolment = Enrolment.objects.get()
    assert (enrolment.end, enrolment.closing_reasons) == (date(2024, 3, 2), ["moved", "death"])
    assert PhaseSpell.objects.get().end == date(2024, 3, 2)


def test_two_courses_of_one_young_person_are_of_one(take_over):
    heading = [*HEADING, "person", "ended_on"]
    take_over([[*FIRST, "P1", "01-03-2024"], ["8", "01-05-2024", "02-05-2024", "start", "almen", "P1", ""]], heading)
    assert Person.objects.count() == 1
    assert ImportedEnrolment.objects.count() == 2
    take_over([["9", "01-06-2025", "02-06-2025", "start", "almen", "P2", ""]], heading)
    assert Person.objects.count() == 2


def test_nothing_is_added_while_a_row_is_wrong_and_every_fault_is_told(take_over):
    bad = [
        ["8", "01-02-2024", "05-02-2023", "start", "almen"],
        ["", "01-02-2024", "i går", "start", "palads"],
        ["9", "01-02-2024", "05-02-2024", "ugentlig", "almen"],
    ]
    said = take_over([FIRST, *bad])
    assert "Nothing was added" in said.refused
    assert not Person.objects.exists()
    assert not StatusReport.objects.exists()
    for told in ("Række 3, report_on: Forløbet var ikke begyndt", "Række 4, enrolment: Det mangler", "Række 4, report_on",
                 "Række 4, housing_now", "Række 5, report_kind"):  # fmt: skip
        assert told in said.err
    assert "1 courses and 1 reports added" in said.out
    assert "3 rows refused" in said.out


def test_the_valid_rows_alone_when_asked(take_over):
    said = take_over([FIRST, ["8", "", "05-02-2024", "start", "almen"]], only_valid=True)
    assert (said.refused, StatusReport.objects.count()) == ("", 1)
    assert "Række 3, started_on: Det mangler" in said.err
    assert ReportImport.objects.get().refused == 1


def test_a_trial_adds_nothing(take_over):
    said = take_over([FIRST, SECOND], dry_run=True)
    assert said.out.startswith("1 courses and 2 reports would be added")
    assert not Enrolment.objects.exists()
    assert not ReportImport.objects.exists()


def test_the_same_row_twice_is_one_and_another_answer_is_a_fault(take_over):
    assert take_over([FIRST, FIRST]).out.startswith("1 courses and 1 reports added, 1 reports known before")
    said = take_over([[*FIRST[:4], "almen"]])
    assert "Række 2, report_on: Der er allerede en indberetning" in said.err
    assert StatusReport.objects.get().answers == {"housing_now": "ikke_egen_bolig"}


def test_rows_of_a_course_that_say_otherwise_about_it_are_told(take_over):
    said = take_over([FIRST, ["7", "02-02-2024", "05-05-2024", "quarterly", "almen"]])
    assert "Række 3, started_on: En anden række" in said.err
    assert not StatusReport.objects.exists()


def test_what_is_no_answer_is_told_at_its_column(take_over):
    heading = [*HEADING, "nights.gade", "nights.herberg", "nights.familie_venner"]
    said = take_over([[*FIRST, "90", "10", "0"]], heading)
    assert "Række 2, nights.gade: Tilsammen er det mere end 93" in said.err


def test_blank_unknown_and_not_asked_are_kept_apart(take_over):
    heading = [*HEADING, "income", "plan_141", "visits", "why_no_home", "domains.alkohol"]
    take_over([[*FIRST[:4], "almen", "", "VED IKKE", "", "", "-"]], heading)
    assert StatusReport.objects.get().answers == {
        "housing_now": "almen",
        "income": None,
        "plan_141": "ved_ikke",
        "domains.alkohol": None,
    }


def test_a_messy_sheet_is_read_all_the_same(take_over):
    heading = ["Forløbsnr.", "Start dato", "Dato", "Indberetning", "Hvilken bolig har borgeren nu?", "Bemærkning"]
    rows = [
        ["7", "1. februar 2024", "2024-02-05", "Opstart", "har ikke egen bolig", "hele familien"],
        ["7", "2024-02-01", "05/05-2024", "KVARTAL", "Lejlighed i privat udlejning", ""],
        ["", "", "", "", "", ""],
        ["8", "45323", "5.2.24", "start", "v.i.", "x"],
    ]
    said = take_over(rows, heading, encoding="cp1252")
    assert (said.refused, "Columns not read: Bemærkning" in said.err) == ("", True)
    assert [(report.report_on, report.answers["housing_now"]) for report in StatusReport.objects.order_by("pk")] == [
        (date(2024, 2, 5), "ikke_egen_bolig"),
        (date(2024, 5, 5), "privat_lejlighed"),
        (date(2024, 2, 5), "ved_ikke"),
    ]
    assert {enrolment.start for enrolment in Enrolment.objects.all()} == {date(2024, 2, 1)}


def test_contradictions_are_told_and_refuse_nothing(take_over):
    said = take_over([[*FIRST, "egen_bolig"]], [*HEADING, "slept"])
    assert "1 × Borgeren har ikke egen bolig, men har sovet i egen bolig" in said.err
    assert StatusReport.objects.exists()


def test_needed_columns_and_a_team_are_asked_for(take_over, programme):
    assert "started_on" in take_over([["7", "almen"]], ["enrolment", "housing_now"]).refused
    programme.teams.update(is_active=False)
    assert "Intet team" in take_over([FIRST]).refused


def test_more_reports_than_are_written_at_once_are_all_written(take_over, monkeypatch):
    """Three of two at once: a full piece, and what is left."""
    assert AT_ONCE > 1
    monkeypatch.setattr("cases.statusreport_imports.actions.AT_ONCE", 2)
    take_over([FIRST, SECOND, ["7", "01-02-2024", "05-08-2024", "quarterly", "almen"]])
    assert StatusReport.objects.count() == 3


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_whoever_does_not_take_part_gets_no_reports_from_a_file_either(take_over, state):
    take_over([FIRST])
    enrolment = Enrolment.objects.get()
    set_participation(by=UserFactory(), at=NOW, enrolment=enrolment, state=state, on=TODAY)
    said = take_over([FIRST, SECOND])
    assert "Række 3, enrolment: Den unge deltager ikke i dokumentationen" in said.err
    assert StatusReport.objects.count() == 1
