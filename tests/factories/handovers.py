"""Handovers in any state, ready to be sent."""

from datetime import timedelta
from typing import Any

from cases.handovers.codes import HandoverBasis
from cases.handovers.models import Handover, HandoverStep
from cases.handovers.sharing import take_facts
from tests.clock import NOW, TODAY
from tests.factories.cases import HandoverFactory

READY: dict[str, Any] = {
    "basis": HandoverBasis.CONSENT,
    "basis_detail": "Mundtligt, noteret 02.06.2025",
    "scope": ["name", "contact_details"],
    "shared_until": TODAY + timedelta(days=90),
}


def handover(state: str = "draft", **facts: Any) -> Handover:
    """A handover in a state; one that was sent has its step of sending."""
    rejection = "no_capacity" if state == "rejected" else ""
    row: Handover = HandoverFactory(**(READY | {"state": state, "rejection": rejection} | facts))
    if state not in {"draft", "revoked"}:
        Handover.objects.filter(pk=row.pk).update(snapshot=take_facts(row, TODAY))
        row.refresh_from_db()
    if state != "draft":
        HandoverStep.objects.create(
            handover=row, event="send", to_state="sent", by=row.sent_by, at=facts.get("state_since", NOW)
        )
    return row
