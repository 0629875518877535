"""The life of a request for a target-group decision. The request decides nothing itself."""

from datetime import timedelta

from cases.enums import RequestEvent as Event
from cases.enums import RequestState as State
from cases.rules.transitions import StateTable

REQUEST_STATES: StateTable[State, Event] = StateTable(
    (Event.DECIDE, [State.OPEN], State.DECIDED),
    (Event.SEND_BACK, [State.OPEN], State.RETURNED),
    (Event.WITHDRAW, [State.OPEN], State.WITHDRAWN),
    (Event.REOPEN, [State.DECIDED], State.OPEN),
)

# Whoever asked sees the answer on My day for two weeks: a holiday may lie between.
ANSWER_SHOWN = timedelta(days=14)
