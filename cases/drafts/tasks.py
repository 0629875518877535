"""What the cases app does by itself in the background."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from cases.drafts import actions


@shared_task
def drop_stale_drafts() -> int:
    """Remove what was typed and left for 30 days; returns how many drafts."""
    return actions.drop_stale_drafts(at=timezone.now())


@shared_task
def drop_old_keys() -> int:
    """Remove the keys of forms saved more than 30 days ago; returns how many."""
    return actions.drop_old_keys(at=timezone.now())


@shared_task
def drop_ended_sessions() -> None:
    """Remove sessions that nobody can use any more."""
    SessionStore.clear_expired()
