"""Looking through a file and taking it over in the background. A task carries an id and nothing else.

Whoever works on a file holds its row: a message that comes twice finds it held, or further on, and each step acts in
the state that it belongs to alone. What a file adds is
written in one transaction with its state, so that a killed worker leaves nothing half done and another begins anew.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from cases.core.errors import Refused
from cases.import_pages import actions
from cases.import_pages.codes import FileError, FileState
from cases.import_pages.models import ImportFile
from cases.imports.values import Unreadable
from cases.jobs.sending import DATABASE_AWAY, sent, tried_again

log = structlog.get_logger(__name__)

LOST_AFTER = timedelta(seconds=60)

Clock = Callable[[], datetime]


def dispatch(file_id: int) -> bool:
    """Tell the workers. False when the queue is down: the file waits, and the sweeper tells them later."""
    return sent(work_on_file, file_id)


@tried_again
def work_on_file(file_id: int) -> None:
    """Do what a file waits for."""
    work(file_id)


@shared_task
def sweep_import_files() -> None:
    """Send out again what has not moved for a minute: the message or the worker may be lost."""
    waiting = ImportFile.objects.standing_still(timezone.now(), longer_than=LOST_AFTER)
    for file_id in waiting.values_list("pk", flat=True):
        dispatch(file_id)


@shared_task
def drop_old_files() -> int:
    """Remove files that were left for a day; returns how many."""
    return actions.drop_old_files(at=timezone.now())


def work(file_id: int, clock: Clock = timezone.now) -> None:
    """Look a file through, or take it over, whichever it waits for."""
    file = actions.take_file(at=clock(), file_id=file_id)
    if file is None:
        return
    state = FileState(file.state)
    step = actions.look_through if state == FileState.READING else actions.take_over_file
    try:
        step(at=clock(), file_id=file_id)
    except (Refused, Unreadable) as refusal:
        said = str(refusal.message)
        actions.stop_file(at=clock(), file_id=file_id, state=state, error=FileError.REFUSED, refusal=said)
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("import_failed", file=file_id)
        actions.stop_file(at=clock(), file_id=file_id, state=state, error=FileError.FAULT)
