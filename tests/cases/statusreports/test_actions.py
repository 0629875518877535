"""A report is handed in, corrected by a new version, withdrawn; and who takes part."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.audit.models import AuditEvent
from cases.core.errors import Refused, Stale
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion
from cases.statusreports.actions import correct_report, set_participation, submit_report, withdraw_report
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, UserFactory

pytestmark = pytest.mark.django_db

ASKED = ("housing_now", "why_no_home", "income", "visits")


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def enrolment():
    load_items(by=None, at=NOW)
    enrolment = EnrolmentFactory(start=date(2025, 2, 1))
    versions = {item.code: item for item in ItemVersion.objects.filter(edition="2013")}
    ask(by=None, at=NOW, programme=enrolment.programme, items=[versions[code] for code in ASKED])
    return enrolment


def submit(enrolment, by, answers=None, **facts):
    facts = {"kind": "start", "on": date(2025, 2, 10)} | facts
    return submit_report(by=by, at=NOW, enrolment=enrolment, answers=answers or {"housing_now": "almen"}, **facts)


def test_a_report_keeps_its_answers_and_what_was_asked_and_left_blank(enrolment, worker):
    report = submit(enrolment, worker)
    assert report.answers == {"housing_now": "almen", "income": None}
    event = AuditEvent.objects.latest("pk")
    assert (event.person, event.facts["kind"]) == (enrolment.person, "start")
    assert "almen" not in str(event.facts)


def test_the_second_report_asks_what_the_first_does_not(enrolment, worker):
    submit(enrolment, worker)
    second = submit(enrolment, worker, kind="quarterly", on=date(2025, 5, 10))
    assert second.answers == {"housing_now": "almen", "income": None, "visits": None}


def test_a_report_is_the_first_where_none_lies_on_an_earlier_day(enrolment, worker):
    """Neither one of May that was handed in before, nor another of the same day makes it the second."""
    submit(enrolment, worker, kind="quarterly", on=date(2025, 5, 10))
    for kind in ("start", "quarterly"):
        assert "visits" not in submit(enrolment, worker, kind=kind).answers
    assert "visits" in submit(enrolment, worker, kind="quarterly", on=date(2025, 2, 11)).answers


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"on": TODAY + timedelta(days=1)}, "kommet endnu"),
        ({"on": date(2025, 1, 31)}, "ikke begyndt"),
        ({"kind": "followup"}, "når forløbet er slut"),
        ({"kind": "weekly"}, "Vælg fra listen"),
    ],
)
def test_a_report_of_an_impossible_day_or_kind_is_refused(enrolment, worker, facts, said):
    with pytest.raises(Refused, match=said):
        submit(enrolment, worker, **facts)
    assert not StatusReport.objects.exists()


def test_one_report_of_a_kind_and_day_stands(enrolment, worker):
    submit(enrolment, worker)
    with pytest.raises(Refused, match="allerede"), transaction.atomic():
        submit(enrolment, worker)


def test_a_programme_that_asks_nothing_has_no_reports(worker):
    with pytest.raises(Refused, match="ingen indberetninger"):
        submit(EnrolmentFactory(start=date(2025, 2, 1)), worker)


def test_a_correction_is_a_new_version_and_the_first_stays_readable(enrolment, worker):
    first = submit(enrolment, worker)
    new = correct_report(
        by=worker,
        at=NOW,
        report=first,
        answers={"housing_now": "ikke_egen_bolig", "why_no_home": ["venteliste"]},
        comments={"housing_now": "Flyttede først i marts", "income": ""},
        reason="Forkert bolig",
    )
    first.refresh_from_db()
    assert (first.is_standing, first.answers["housing_now"], first.corrected_by) == (False, "almen", new)
    assert new.answers == {"housing_now": "ikke_egen_bolig", "why_no_home": ["venteliste"], "income": None}
    assert new.comments == {"housing_now": "Flyttede først i marts"}
    assert list(StatusReport.objects.standing()) == [new]
    with pytest.raises(Refused, match="En anden version"):
        correct_report(by=worker, at=NOW, report=first, answers={}, comments={}, reason="Igen")


def test_a_correction_needs_a_reason_and_the_version_that_was_read(enrolment, worker):
    report = submit(enrolment, worker)
    with pytest.raises(Refused, match="hvorfor"), transaction.atomic():
        correct_report(by=worker, at=NOW, report=report, answers={}, comments={}, reason=" ")
    with pytest.raises(Stale):
        correct_report(by=worker, at=NOW, report=report, answers={}, comments={}, reason="Ny", version=9)
    report.refresh_from_db()
    assert report.is_standing


def test_a_withdrawn_report_counts_no_more_and_its_day_is_free_again(enrolment, worker):
    report = submit(enrolment, worker)
    with pytest.raises(Refused, match="hvorfor"), transaction.atomic():
        withdraw_report(by=worker, at=NOW, report=report, why=" ")
    withdraw_report(by=worker, at=NOW, report=report, why="Forkert ung")
    assert not StatusReport.objects.standing().exists()
    assert submit(enrolment, worker).is_standing


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE cases_statusreport SET answers = '{"income": "loen"}'""",
        "UPDATE cases_statusreport SET report_on = report_on - 1",
        "UPDATE cases_statusreport SET by_id = NULL",
    ],
)
def test_the_database_changes_no_answer(enrolment, worker, statement):
    submit(enrolment, worker)
    kept = pytest.raises(ProgrammingError, match="a correction is a new version")
    with kept, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_whoever_does_not_take_part_has_no_reports(enrolment, worker):
    for state in ("declined", "withdrawn"):
        set_participation(by=worker, at=NOW, enrolment=enrolment, state=state, on=TODAY)
        with pytest.raises(Refused, match="deltager ikke"):
            submit(enrolment, worker)
    set_participation(by=worker, at=NOW, enrolment=enrolment, state="consented", on=TODAY)
    assert submit(enrolment, worker)
    assert [row.state for row in enrolment.participation.history.order_by("pk")] == [
        "declined",
        "withdrawn",
        "consented",
    ]


def test_nobody_says_so_before_the_day(enrolment, worker):
    with pytest.raises(Refused, match="kommet endnu"):
        set_participation(by=worker, at=NOW, enrolment=enrolment, state="declined", on=TODAY + timedelta(days=1))
