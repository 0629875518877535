"""Own answers belong to the report that is handed in next; and two who answer, open or hand in at once."""

from datetime import timedelta
from functools import partial

import pytest

from cases.audit.models import AuditEvent
from cases.own_answers.actions import open_for_young_person, take_answers
from cases.own_answers.models import OwnAnswers
from cases.statusreports.actions import correct_report, set_participation, submit_report, withdraw_report
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import staff
from tests.factories.statusreports import reported
from tests.races import at_once, overtaken

from .test_own_answers import ALL, form_path, handed_over

pytestmark = pytest.mark.django_db


def offered(page, enrolment, kind="quarterly"):
    return page.get(form_path(enrolment, kind)).context["form"].asking.own


@pytest.mark.parametrize("kind", ["quarterly", "start"])
def test_answers_belong_to_the_report_that_is_handed_in_next_whoever_makes_it(page, enrolment, worker, team, kind):
    """Two workers: the colleague's report of the same weeks is the one that they were given for."""
    page.post(handed_over(page, enrolment), ALL)
    page.force_login(worker)
    assert set(offered(page, enrolment)) == set(ALL)
    reported(enrolment, staff(team=team), kind=kind)
    assert offered(page, enrolment) == {}
    page.post(form_path(enrolment), ALL | {"report_on": "01.06.2025"})
    assert StatusReport.objects.latest("pk").origins == {}


def test_answers_asked_for_after_a_report_are_for_the_next(page, enrolment, worker, team, clock):
    report = reported(enrolment, worker)
    clock.shift(timedelta(minutes=1))
    page.post(handed_over(page, enrolment), ALL)
    page.force_login(worker)
    clock.shift(timedelta(minutes=1))
    fixed = {"answers": report.answers, "comments": {}, "reason": "Fejl"}
    correct_report(by=worker, at=NOW + timedelta(minutes=2), report=report, **fixed)
    assert set(offered(page, enrolment)) == set(ALL)


def test_answers_given_when_the_report_was_handed_in_already_come_too_late(page, enrolment, worker, team, clock):
    """The phone was with the young person while a colleague handed the report in."""
    path = handed_over(page, enrolment)
    clock.shift(timedelta(minutes=1))
    submit_report(
        by=staff(team=team), at=NOW + timedelta(minutes=1), enrolment=enrolment, kind="start", on=TODAY, answers={}
    )
    clock.shift(timedelta(minutes=1))
    assert page.post(path, ALL).status_code == 200
    page.force_login(worker)
    assert offered(page, enrolment) == {}


def test_a_report_withdrawn_as_a_mistake_gives_the_answers_back(page, enrolment, worker, team):
    page.post(handed_over(page, enrolment), ALL)
    page.force_login(worker)
    report = reported(enrolment, staff(team=team))
    assert offered(page, enrolment) == {}
    withdraw_report(by=worker, at=NOW, report=report, why="Forkert ung")
    assert set(offered(page, enrolment)) == set(ALL)


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_answers_are_not_taken_over_twice_at_once(page, enrolment, worker, team):
    """Two connections: the worker's report is on its way with them when a colleague's is saved."""
    page.post(handed_over(page, enrolment), ALL)
    page.force_login(worker)
    seen = page.get(form_path(enrolment)).context["form"]["seen"].value()
    typed, answers = ALL | {"report_on": "01.06.2025", "seen": seen}, []
    bo = staff(team=team)
    overtaken(lambda: answers.append(page.post(form_path(enrolment), typed)), by=lambda: reported(enrolment, bo))
    assert StatusReport.objects.get().by == bo
    assert answers[0].status_code == 200
    assert offered(page, enrolment) == {}


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_is_kept(page, enrolment, worker):
    """Two connections, from two tabs: the view is held, so that the second finds it answered."""
    open_for_young_person(by=worker, at=NOW, enrolment=enrolment, kind="quarterly")
    row = OwnAnswers.objects.get()
    results = at_once(*[partial(take_answers, at=NOW, row=row, answers={"who5.q1": step}) for step in (1, 5)])
    assert results == ["done", "This page is closed."]
    assert OwnAnswers.objects.get().answers in ({"who5.q1": 1}, {"who5.q1": 5})
    assert AuditEvent.objects.filter(facts__own_answers="answered").count() == 1


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_of_two_views_opened_at_once_one_is_open(page, enrolment, worker):
    """Two connections: the course is held, so that the second closes the first."""
    open_one = partial(open_for_young_person, by=worker, at=NOW, enrolment=enrolment, kind="quarterly")
    assert at_once(open_one, open_one) == ["done", "done"]
    assert OwnAnswers.objects.filter(ended_at__isnull=True).count() == 1


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_who_withdraws_while_the_answers_are_on_their_way_gives_none(page, enrolment, worker):
    """Two connections: what is said about taking part is saved when the answers have been read."""
    open_for_young_person(by=worker, at=NOW, enrolment=enrolment, kind="quarterly")
    said = overtaken(
        partial(take_answers, at=NOW, row=OwnAnswers.objects.get(), answers={"who5.q1": 1}),
        by=partial(set_participation, by=worker, at=NOW, enrolment=enrolment, state="withdrawn", on=TODAY),
    )
    assert (said, OwnAnswers.objects.get().answers) == (
        "The young person does not take part in the documentation.",
        {},
    )
