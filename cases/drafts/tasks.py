"""What the cases app does by itself in the background."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from cases.drafts import actions as drafts
from cases.drafts import actions as submissions


@shared_task
def drop_stale_drafts() -> int:
    """Remove what was typed and left for 30 days; returns how many drafts."""
    return drafts.drop_stale_drafts(at=timezone.now())


@shared_task
def drop_old_keys() -> int:
    """Remove the keys of forms saved more than 30 days ago; returns how many."""
    return submissions.drop_old_keys(at=timezone.now())


@shared_task
def drop_ended_sessions() -> None:
    """Remove sessions that nobody can use any more."""
    SessionStore.clear_expired()
