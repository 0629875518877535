"""What was answered last, and which version of a report counted when."""

from datetime import date, timedelta

import pytest

from cases.statusreports.actions import correct_report, withdraw_report
from cases.statusreports.models import StatusReport
from cases.statusreports.queries import last_answers, made_of
from tests.clock import NOW
from tests.factories.cases import EnrolmentFactory, UserFactory
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2025, 2, 10), date(2025, 5, 10)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def enrolment():
    found = EnrolmentFactory(start=date(2025, 2, 1))
    asks(found.programme, "housing_now", "income", "visits")
    return found


@pytest.fixture
def reports(enrolment, worker):
    """Two of one course: what was earned is said in the first alone."""
    told = (
        {"kind": "quarterly", "on": FIRST, "answers": {"housing_now": "almen", "income": "loen"}},
        {"kind": "quarterly", "on": SECOND, "answers": {"housing_now": "skaev"}},
    )
    return [reported(enrolment, worker, **facts) for facts in told]


def corrected(report, worker, **answers):
    return correct_report(by=worker, at=LATER, report=report, answers=answers, comments={}, reason="Tastefejl")


def said(enrolment, up_to=SECOND, **more):
    return {
        key: (one.value, one.report.report_on) for key, one in last_answers(enrolment, up_to=up_to, **more).items()
    }


def test_what_was_answered_last_stands_by_question(enrolment, reports):
    """On the day of the second and after it; before it, or without it, what the first says."""
    before = {"housing_now": ("almen", FIRST), "income": ("loen", FIRST)}
    assert said(enrolment) == before | {"housing_now": ("skaev", SECOND)}
    assert said(enrolment, SECOND - timedelta(days=1)) == before
    assert said(enrolment, but=reports[1]) == before


def test_what_was_put_right_or_withdrawn_is_no_answer_any_more(enrolment, reports, worker):
    first, second = reports
    corrected(first, worker, housing_now="eget")
    assert said(enrolment) == {"housing_now": ("skaev", SECOND)}
    withdraw_report(by=worker, at=LATER, report=second, why="Forkert ung")
    assert said(enrolment) == {"housing_now": ("eget", FIRST)}


def test_a_report_counts_once_however_often_it_was_put_right(enrolment, reports, worker):
    again = corrected(corrected(reports[0], worker, housing_now="eget"), worker, housing_now="par_107")
    assert [one.on for one in made_of(enrolment)] == [FIRST, SECOND]
    withdraw_report(by=worker, at=LATER, report=again, why="Forkert ung")
    assert [one.on for one in made_of(type(enrolment).objects.get())] == [SECOND]


def test_the_first_report_is_put_right_as_the_first(reports, worker):
    """Visits are asked about from the second on."""
    assert ["visits" in corrected(one, worker, housing_now="eget").answers for one in reports] == [False, True]


def test_the_version_that_counted_at_a_moment(enrolment, reports, worker):
    """The first was put right an hour later, and counts until then; the second was withdrawn, and counts never."""
    new = corrected(reports[0], worker, housing_now="eget")
    withdraw_report(by=worker, at=LATER, report=reports[1], why="Forkert ung")
    rows = StatusReport.objects.order_by("pk")
    moments = (NOW - timedelta(seconds=1), NOW, LATER - timedelta(seconds=1), LATER)
    assert [list(rows.stood(moment)) for moment in moments] == [[], [reports[0]], [reports[0]], [new]]


def test_a_report_that_was_put_right_and_then_withdrawn_counts_in_no_version(reports, worker):
    """Put right twice after the moment and withdrawn then: of the other report nothing has changed."""
    again = corrected(corrected(reports[0], worker, housing_now="eget"), worker, housing_now="par_107")
    assert list(StatusReport.objects.order_by("pk").stood(NOW)) == reports
    withdraw_report(by=worker, at=LATER, report=again, why="Forkert ung")
    assert list(StatusReport.objects.stood(NOW)) == [reports[1]]
