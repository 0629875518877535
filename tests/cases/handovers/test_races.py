"""Two who answer a handover at once, or end it and put its first contact right."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from cases.core.errors import Refused
from cases.handovers.actions import correct_meeting
from cases.handovers.codes import HandoverEvent
from cases.handovers.models import Handover
from cases.inbox import actions as act
from cases.staff.codes import Role
from tests.cases.handovers.test_handovers import DO
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    staff,
)
from tests.factories.handovers import handover

pytestmark = pytest.mark.servers


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts():
    """Two connections: one accepts, one declines; the row is locked, so the second finds the state moved on."""
    row, start, outcomes = handover("received"), Barrier(2), []
    partners = {event: staff(Role.PARTNER) for event in (HandoverEvent.ACCEPT, HandoverEvent.REJECT)}

    def answer(event: HandoverEvent) -> None:
        try:
            start.wait(timeout=10)
            DO[event](partners[event], Handover.objects.get(pk=row.pk))
            outcomes.append(event)
        except Refused:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=(event,)) for event in partners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    won = next(event for event in outcomes if event)
    row.refresh_from_db()
    assert sorted(event is None for event in outcomes) == [False, True]
    assert row.state == {"accept": "accepted", "reject": "rejected"}[won]
    assert row.steps.exclude(event="send").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_day_of_the_first_contact_waits_for_the_end_that_is_being_saved():
    """Two connections: the handover is finished today, while its first contact is put on tomorrow."""
    row = handover("accepted")
    partner, outcomes = staff(Role.PARTNER, organisation=row.receiver), []
    row = act.meet(by=partner, at=NOW, handover=row, met_on=TODAY)
    step = row.steps.get(event=HandoverEvent.MEET)

    def correct() -> None:
        at, met_on = NOW + timedelta(days=3), TODAY + timedelta(days=1)
        try:
            correct_meeting(by=partner, at=at, step=step, version=step.version, met_on=met_on, why="Tastet forkert")
            outcomes.append("corrected")
        except Refused as refused:
            outcomes.append(refused.field)
        finally:
            connection.close()

    thread = Thread(target=correct)
    with transaction.atomic():
        act.finish(by=partner, at=NOW, handover=row)
        thread.start()
        thread.join(timeout=1)
    thread.join(timeout=20)
    assert outcomes == ["met_on"]
