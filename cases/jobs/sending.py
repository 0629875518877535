"""Sending the id of a row to the workers. The row says what is to be done; a message may be lost or come twice."""

from collections.abc import Callable

import structlog
from celery import Task, shared_task
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError

log = structlog.get_logger(__name__)

# What ends a task that tries again: the database went away. It is back after some seconds, as a rule.
DATABASE_AWAY = (OperationalError, InterfaceError)

ONCE = {"max_retries": 0}  # how often to ask the queue again


def tried_again(work: Callable[[int], None]) -> Task[[int], None]:
    """A task that comes again by itself while the database is away, for a minute.

    The sweeper, who does not know why a row stands still, would leave it alone for longer than that.
    """
    return shared_task(autoretry_for=DATABASE_AWAY, default_retry_delay=3, max_retries=20)(work)


def sent(task: Task[[int], None], number: int) -> bool:
    """Tell the workers. False when the queue is down: the row waits, and the sweeper tells them later.

    By a connection of its own, asked once: one that is kept may have been closed meanwhile, and each further try would
    keep somebody waiting as long as the first.
    """
    try:
        with task.app.connection_for_write(transport_options=ONCE) as queue:
            task.apply_async((number,), connection=queue, retry=False)  # type: ignore[call-arg]
    except BrokerError:
        log.warning("message_not_sent", task=task.name, number=number)
        return False
    return True
