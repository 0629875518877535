"""When workers are told of a report: once it is there for them, and again when it is asked for again."""

import pytest
from django.urls import reverse

from cases.staff.codes import Role
from reporting.midterm.tasks import produce_report
from reporting.runs.codes import RunState
from reporting.runs.models import ReportRun
from tests.clock import NOW, TODAY
from tests.factories.cases import MembershipFactory, ProgrammeFactory
from tests.factories.reporting import ReportRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def by_evaluator(client, programme):
    client.force_login(MembershipFactory(role=Role.EVALUATOR, team=None, programme=programme).user)
    return client


@pytest.fixture
def sent(monkeypatch):
    """What the workers are told."""
    told = []
    monkeypatch.setattr(produce_report, "apply_async", lambda args, **_how: told.append(args))
    return told


def test_workers_are_told_of_a_report_once_it_is_there_for_them(
    by_evaluator, programme, sent, django_capture_on_commit_callbacks
):
    """Told before the transaction ends, a worker would look for a run that nobody else can see yet."""
    given = {"programme": programme.code, "start": TODAY.replace(day=1), "last_day": TODAY, "as_of": TODAY}
    with django_capture_on_commit_callbacks() as afterwards:
        assert by_evaluator.post(reverse("reporting:run_create"), given).status_code == 302
    run = ReportRun.objects.get()
    assert (run.state, sent) == (RunState.QUEUED, [])
    for tell in afterwards:
        tell()
    assert sent == [(run.pk,)]


def test_workers_are_told_of_a_report_that_is_tried_again(by_evaluator, programme, sent):
    """Told once; of one that waits already, which is refused, nobody is told."""
    run = ReportRunFactory(programme=programme, state=RunState.CANCELLED, finished_at=NOW)
    for _ in range(2):
        by_evaluator.post(reverse("reporting:run_retry", args=[run.public_id]))
    run.refresh_from_db()
    assert (run.state, sent) == (RunState.QUEUED, [(run.pk,)])
