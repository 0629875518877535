"""Two who answer a handover at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from cases.core.errors import Refused
from cases.handovers.codes import HandoverEvent
from cases.handovers.models import Handover
from cases.staff.codes import Role
from tests.cases.handovers.test_handovers import DO
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
