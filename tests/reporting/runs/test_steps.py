"""The steps of a report run: each is kept, with who took it, and stays as it was written."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from cases.core.errors import Refused
from cases.staff.codes import Role
from reporting.midterm.tasks import produce
from reporting.runs.actions import cancel_run, fail_run, retry_run, take_run
from reporting.runs.codes import RunError
from reporting.runs.codes import RunEvent as Event
from reporting.runs.codes import RunState as State
from reporting.runs.models import ReportRunStep
from tests.factories.cases import staff
from tests.factories.reporting import ReportRunFactory
from tests.reporting.runs.test_runs import ask

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def now():
    return ReportRunFactory.build().requested_at


def steps(run):
    return list(run.steps.values_list("event", "from_state", "to_state", "by"))


def test_every_step_of_a_report_is_kept_with_who_took_it(now):
    """Asked for, failed, tried again, its worker killed and another one resuming, finished."""
    lead, colleague = staff(Role.LEAD), staff(Role.LEAD)
    run = ask(now, by=lead)
    assert fail_run(at=now, run=take_run(at=now, run_id=run.pk), error=RunError.COMPUTATION)
    retry_run(by=colleague, at=now, run=run)
    take_run(at=now, run_id=run.pk)
    produce(run.pk, clock=lambda: now + timedelta(hours=1))
    assert steps(run) == [
        ("", "", State.QUEUED, lead.pk),
        (Event.START, State.QUEUED, State.RUNNING, None),
        (Event.FAIL, State.RUNNING, State.FAILED, None),
        (Event.RETRY, State.FAILED, State.QUEUED, colleague.pk),
        (Event.START, State.QUEUED, State.RUNNING, None),
        (Event.RESUME, State.RUNNING, State.RUNNING, None),
        (Event.FINISH, State.RUNNING, State.DONE, None),
    ]
    assert set(run.steps.values_list("at", flat=True)) == {now, now + timedelta(hours=1)}
    with pytest.raises(ProgrammingError, match="cannot be changed"), transaction.atomic():
        run.steps.update(by=None)


def test_a_step_that_is_refused_leaves_no_row(now):
    lead = staff(Role.LEAD)
    run = ask(now)
    cancel_run(by=lead, at=now, run=run)
    with pytest.raises(Refused):
        cancel_run(by=lead, at=now, run=run)
    assert steps(run) == [("", "", State.QUEUED, None), (Event.CANCEL, State.QUEUED, State.CANCELLED, lead.pk)]


def test_a_step_of_a_report_says_what_happened_and_from_where(now):
    run = ask(now)
    for given in ({"event": Event.START}, {"to_state": State.DONE}, {"event": "", "from_state": State.QUEUED}):
        with pytest.raises(IntegrityError, match="run_step_known"), transaction.atomic():
            ReportRunStep.objects.create(run=run, at=now, **{"to_state": State.QUEUED} | given)
