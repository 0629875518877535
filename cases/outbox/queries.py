"""The lists of the sender's handovers."""

from datetime import date

from cases.handovers.codes import HandoverState
from cases.handovers.models import HandoverQuerySet
from cases.handovers.rules import OPEN


def listed(rows: HandoverQuerySet, show: str, today: date) -> HandoverQuerySet:
    """The handovers of one list by its key; every number that opens a list is counted from here."""
    lists = {
        "open": rows.open(),
        "waiting": rows.waiting(),
        "mine": rows.waiting_on_sender(today),
        "draft": rows.filter(state=HandoverState.DRAFT),
        "closed": rows.exclude(state__in=OPEN),
    }
    return lists.get(show, rows)
