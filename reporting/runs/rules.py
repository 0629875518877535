"""The life of a report run. The database row is the truth: a message to a worker may be lost or come twice."""

from cases.core.transitions import StateTable
from reporting.runs.codes import RunEvent as Event
from reporting.runs.codes import RunState as State

UNFINISHED = (State.QUEUED, State.RUNNING)

FINISHED = (State.DONE, State.FAILED, State.CANCELLED)

# A worker that takes over from one that died resumes: the run stays RUNNING and keeps what was computed.
RUN_STATES: StateTable[State, Event] = StateTable(
    (Event.START, [State.QUEUED], State.RUNNING),
    (Event.RESUME, [State.RUNNING], None),
    (Event.FINISH, [State.RUNNING], State.DONE),
    (Event.FAIL, UNFINISHED, State.FAILED),
    (Event.CANCEL, UNFINISHED, State.CANCELLED),
    (Event.RETRY, [State.FAILED, State.CANCELLED], State.QUEUED),
)

# A run that was started this many times without coming to an end takes its workers down with it.
MOST_ATTEMPTS = 5
