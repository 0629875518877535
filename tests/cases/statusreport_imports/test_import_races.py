"""Imports beside each other and beside the pages: nothing twice, and nobody waits who has nothing to do with it."""

import csv
from datetime import date
from functools import partial
from io import StringIO

import pytest
from django.db import transaction

from cases.enrolments.models import Enrolment
from cases.people.models import Person
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion
from cases.records.actions import lock
from cases.statusreport_imports import actions
from cases.statusreport_imports.files import read_file
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreport_imports.queries import items_known
from cases.statusreports.actions import set_participation, submit_report
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import ProgrammeFactory, TeamFactory, UserFactory, works_in
from tests.races import at_once, overtaken

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

HEADING = ["enrolment", "started_on", "report_on", "report_kind", "housing_now"]
FIRST = ["7", "01-02-2024", "05-02-2024", "start", "ikke_egen_bolig"]
SECOND = ["7", "01-02-2024", "05-05-2024", "quarterly", "almen"]
OTHER = ["8", "01-02-2024", "06-02-2024", "start", "almen"]


@pytest.fixture
def programme():
    programme = ProgrammeFactory(code="indsats")
    works_in(TeamFactory(), programme)
    load_items(by=None, at=NOW)
    return programme


def reading(programme, *rows):
    """An import of these rows, read and not begun."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows([HEADING, *rows])
    items, team = items_known(programme), programme.teams.get()
    found = read_file(text.getvalue().encode(), "x.csv", items=items, today=TODAY)
    place = {"programme": programme, "team": team, "items": items, "found": found}
    return partial(actions.import_reports, by=None, at=NOW, **place)


def counted():
    return tuple(model.objects.count() for model in (Person, Enrolment, StatusReport, ReportImport))


def test_the_same_file_twice_at_once_adds_nothing_twice(programme):
    """Two connections: the second waits for its turn, and then finds everything known."""
    take_over = reading(programme, FIRST, SECOND, OTHER)
    assert at_once(take_over, take_over) == ["done", "done"]
    assert counted() == (2, 2, 3, 1)


def test_two_files_at_once_with_the_same_course_add_it_once(programme):
    assert at_once(reading(programme, FIRST), reading(programme, FIRST, SECOND)) == ["done", "done"]
    assert counted()[:3] == (1, 1, 2)


def test_the_same_report_on_the_page_and_in_the_file_is_there_once(programme):
    """Two connections: the page's is saved when the file has been read, and the file says otherwise."""
    reading(programme, FIRST)()
    enrolment = Enrolment.objects.get()
    page = {"kind": "quarterly", "on": date(2024, 5, 5), "answers": {"housing_now": "eget"}}
    said = overtaken(
        reading(programme, FIRST, SECOND),
        by=partial(submit_report, by=UserFactory(), at=NOW, enrolment=enrolment, **page),
    )
    assert said == "done"
    assert sorted(report.answers["housing_now"] for report in StatusReport.objects.all()) == [
        "eget",
        "ikke_egen_bolig",
    ]


def test_whoever_withdraws_when_the_file_was_read_gets_no_report_of_it(programme):
    """Two connections: those to whom the file adds something are held, and looked at once more."""
    reading(programme, FIRST)()
    facts = {"by": UserFactory(), "at": NOW, "enrolment": Enrolment.objects.get(), "on": TODAY}
    overtaken(reading(programme, FIRST, SECOND), by=partial(set_participation, state="withdrawn", **facts))
    assert StatusReport.objects.count() == 1


def numbered(number):
    return ImportedEnrolment.objects.get(file_key=number).enrolment


def test_nobody_waits_for_a_file_that_adds_nothing_to_their_young_people(programme):
    """Two connections: course 7 is in the file, and all of it is known; only course 8 is added to."""
    reading(programme, FIRST, OTHER)()
    more = ["8", "01-02-2024", "06-05-2024", "quarterly", "almen"]
    page = {"kind": "quarterly", "on": date(2024, 5, 5), "answers": {"housing_now": "almen"}}
    report = partial(submit_report, by=UserFactory(), at=NOW, enrolment=numbered("7"), **page)
    with transaction.atomic():
        assert reading(programme, FIRST, OTHER, more)().reports == 1
        assert at_once(report) == ["done"]


def test_a_programme_can_be_changed_while_a_file_is_written(programme, monkeypatch):
    write_all, results = actions.write_all, []

    def change():
        with transaction.atomic():
            lock(programme)

    def meanwhile(rows, **who):
        results.extend(at_once(change))
        return write_all(rows, **who)

    reading(programme, FIRST)()
    monkeypatch.setattr(actions, "write_all", meanwhile)
    assert reading(programme, FIRST, SECOND)().reports == 1
    assert set(results) == {"done"}


def test_a_file_read_by_other_questions_than_those_of_now_adds_nothing(programme):
    """Two connections: the questions are changed when the file has been read, and saved while it is written."""
    reading(programme, FIRST)()
    items = list(ItemVersion.objects.filter(code__in=["housing_now", "income"], edition="2013"))
    said = overtaken(
        reading(programme, FIRST, SECOND), by=partial(ask, by=None, at=NOW, programme=programme, items=items)
    )
    assert said.startswith("The questions of the programme have changed meanwhile")
    assert counted() == (1, 1, 1, 1)
