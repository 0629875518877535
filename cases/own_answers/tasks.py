"""What the room does by itself in the background."""

from celery import shared_task
from django.utils import timezone

from cases.own_answers import actions


@shared_task
def drop_old_answers() -> int:
    """Remove what young people answered longer ago than a draft is kept; returns how many views."""
    return actions.drop_old_answers(at=timezone.now())
