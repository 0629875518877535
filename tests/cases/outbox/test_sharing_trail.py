"""Whatever changes what is shared, for how long or on which basis is one more sharing in the trail."""

from datetime import timedelta

import pytest

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.outbox.actions import amend
from tests.clock import NOW, TODAY
from tests.factories.handovers import READY, handover

pytestmark = pytest.mark.django_db

SAID = {"basis": "consent", "basis_detail": READY["basis_detail"]}


@pytest.mark.parametrize(
    ("changes", "scope"),
    [
        ({"shared_until": TODAY + timedelta(days=180)} | SAID, READY["scope"]),
        ({"shared_until": TODAY + timedelta(days=20)}, READY["scope"]),
        ({"scope": ["name"]}, ["name"]),
        ({"scope": [*READY["scope"], "phase"]} | SAID, [*READY["scope"], "phase"]),
        ({"basis": "law", "basis_detail": "Retssikkerhedsloven § 11 c"}, READY["scope"]),
        ({"basis_detail": "Skriftligt 04.06.2025"}, READY["scope"]),
        ({"message": "Nyt"}, None),
        ({"purpose": "income_job"}, None),
    ],
    ids=["longer", "shorter", "less", "more", "basis", "said how", "message", "purpose"],
)
def test_an_amendment_that_changes_the_sharing_is_logged_as_one(changes, scope):
    row = handover("received")
    amend(by=row.sent_by, at=NOW, handover=row, version=row.version, reason="Aftalt", **changes)
    shared = AuditEvent.objects.filter(action=AuditAction.SHARED)
    expected = [] if scope is None else [(row.sent_by_id, row.person_id, {"scope": scope, "basis": changes.get("basis", "consent")})]  # fmt: skip
    assert list(shared.values_list("by", "person", "facts")) == expected
    assert row.steps.filter(event="amend").count() == 1
