"""Keeping what a user has typed until it is saved."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from cases.models import Draft, User

STALE_AFTER = timedelta(days=30)


@transaction.atomic
def save_draft(*, by: User, at: datetime, key: str, fields: Mapping[str, str | list[str]]) -> Draft:
    """Keep the typed fields of one form, replacing what was kept before."""
    draft, _created = Draft.objects.update_or_create(
        user=by, key=key, defaults={"fields": dict(fields), "saved_at": at}
    )
    return draft


@transaction.atomic
def drop_draft(*, by: User, key: str) -> None:
    """Forget a draft: the form was saved, or the user threw it away."""
    Draft.objects.filter(user=by, key=key).delete()


@transaction.atomic
def drop_stale_drafts(*, at: datetime) -> int:
    """Remove drafts nobody has touched for 30 days; returns how many."""
    return Draft.objects.filter(saved_at__lt=at - STALE_AFTER).delete()[0]
