"""The two tasks for which the database lets go of what it otherwise keeps (migration 0001).

The setting is the application's word, not a lock: any program with the database account of the application could give
it too. It keeps a mistaken command, and SQL typed by hand, from emptying or rewriting the trail.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection, transaction


class Task(StrEnum):
    """What the history is opened for."""

    DEMO = "demo"  # tables are emptied
    KEYS = "keys"  # CPR numbers of the history are put under another key; nothing else of a row may change


@contextmanager
def history_opened_for(task: Task) -> Iterator[None]:
    """Until the end of the block, in one transaction with it."""
    with transaction.atomic():
        _say(task)
        yield
        _say("")


def _say(task: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hjemvej.opened_for', %s, true)", [task])
