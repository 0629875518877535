"""The life of an enrolment and of its phases."""

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.codelists.enrolments import CLOSING_REASONS
from cases.enums import EnrolmentEvent as Event
from cases.enums import EnrolmentState as State
from cases.rules.errors import Refused
from cases.rules.transitions import StateTable

# Reopening starts a new enrolment, so the closed one stays closed.
ENROLMENT_STATES: StateTable[State, Event] = StateTable(
    (Event.ENROL, [State.SCREENED], State.ACTIVE),
    (Event.CHANGE_PHASE, [State.ACTIVE], None),
    (Event.PAUSE, [State.ACTIVE], State.PAUSED),
    (Event.RESUME, [State.PAUSED], State.ACTIVE),
    (Event.CLOSE, [State.ACTIVE, State.PAUSED], State.CLOSED),
    (Event.REOPEN, [State.CLOSED], None),
)


NOT_TIED = gettext_lazy("The team does not work in the programme. An administrator can give access.")


def phase_target(start: date, target_days: int | None) -> date | None:
    """The day a phase that begins on `start` should be over; None where the programme sets no length."""
    return None if target_days is None else start + timedelta(days=target_days)


def needs_reason(from_position: int, to_position: int) -> bool:
    """A young person may go back a phase or skip one, and then the worker says why."""
    return to_position != from_position + 1


def closing_reasons(reasons: Collection[str], *, on: date) -> list[str]:
    """The codes in the order of the list. Raises `Refused` without one, or with one that was not in use on the day."""
    offered = dict(CLOSING_REASONS.choices_on(on))
    if not reasons or set(reasons) - set(offered):
        raise Refused(_("Choose at least one reason from the list."), field="reasons")
    return [code for code in offered if code in set(reasons)]
