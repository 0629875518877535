"""The life of a file on its way in, and how long and how large it may be."""

from datetime import timedelta

from cases.core.transitions import StateTable
from cases.import_pages.codes import FileEvent as Event
from cases.import_pages.codes import FileState as State

MEGABYTES = 20

LARGEST = MEGABYTES * 2**20  # bytes

KEPT_FOR = timedelta(days=1)

# A file that was begun this many times without coming to an end takes its workers down with it.
MOST_ATTEMPTS = 5

WORKING = (State.READING, State.TAKING)

LYING = (State.UPLOADED, State.READY, State.FAILED)

# A message that comes twice finds the file further on, and does nothing.
FILE_STATES: StateTable[State, Event] = StateTable(
    (Event.CHOOSE, LYING, State.READING),
    (Event.LOOK, [State.READING], State.READY),
    (Event.CONFIRM, [State.READY], State.TAKING),
    (Event.CHANGE, [State.TAKING], State.READY),
    (Event.FINISH, [State.TAKING], State.DONE),
    (Event.FAIL, WORKING, State.FAILED),
)
