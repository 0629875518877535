"""Making editions in the background. A task carries an id and nothing else; the row says what is to be done.

The report behind an edition is computed first, as any report is; then it is protected in one transaction, so that a
killed worker leaves nothing half done and another begins anew.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.utils import timezone, translation

from cases.jobs.sending import DATABASE_AWAY, sent, tried_again
from reporting.documents.charts import svg_of
from reporting.documents.presentation import shown
from reporting.editions.actions import fail_edition, make_edition, take_edition
from reporting.editions.codes import EditionError
from reporting.editions.models import Edition
from reporting.midterm.tasks import produce

log = structlog.get_logger(__name__)

LOST_AFTER = timedelta(seconds=120)  # a large programme takes a minute

Clock = Callable[[], datetime]


def dispatch(edition_id: int) -> bool:
    """Tell the workers. False when the queue is down: the edition waits, and the sweeper tells them later."""
    return sent(work_on_edition, edition_id)


@tried_again
def work_on_edition(edition_id: int) -> None:
    """Make an edition, and draw its charts while nobody is waiting for them."""
    edition = work(edition_id)
    if edition is not None and edition.is_made:
        with translation.override("da"):
            for _indicator, table in shown(edition.result or {}).tables():
                svg_of(table)


@shared_task
def sweep_editions() -> None:
    """Send out again what has not moved for some time: the message or the worker may be lost."""
    waiting = Edition.objects.standing_still(timezone.now(), longer_than=LOST_AFTER)
    for edition_id in waiting.values_list("pk", flat=True):
        dispatch(edition_id)


def work(edition_id: int, clock: Clock = timezone.now) -> Edition | None:
    """Compute the report behind an edition, and protect it. None where there is nothing to do, or not yet.

    A report that another worker is at is waited for: the sweeper comes again.
    """
    edition = take_edition(at=clock(), edition_id=edition_id)
    if edition is None:
        return None
    try:
        produce(edition.run_id, clock)
        edition.run.refresh_from_db(fields=["state"])
        return make_edition(at=clock(), edition_id=edition_id) if edition.run.is_finished else None
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("edition_failed", edition=edition_id)
        fail_edition(at=clock(), edition_id=edition_id, error=EditionError.FAULT)
        return None
