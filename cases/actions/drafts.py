"""Keeping what a user has typed until it is saved."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.writing import lock
from cases.models import Draft, User
from cases.rules.errors import Refused, Stale

STALE_AFTER = timedelta(days=30)
MOST = 50


@transaction.atomic
def save_draft(
    *,
    by: User,
    at: datetime,
    key: str,
    fields: Mapping[str, str | list[str]],
    based_on: int | None = None,
    tab: str = "",
) -> Draft:
    """Keep the typed fields of one form, replacing what was kept before.

    `based_on` is the version the page was filled from, 0 for none, and `tab` the page. Raises `Stale` where another
    page has kept something since; None overwrites it all the same. Raises `Refused` for a form more than `MOST`: the
    new one and not the oldest is turned away, because its user is there and can be told.
    """
    lock(by)
    draft = Draft.objects.filter(user=by, key=key).first()
    if draft is None:
        if Draft.objects.filter(user=by).count() >= MOST:
            raise Refused(_("You have too many unfinished forms."))
        draft = Draft(user=by, key=key, version=based_on or 0)
    elif based_on is not None and draft.version != based_on and not (tab and draft.tab == tab):
        raise Stale(_("You have written in this form in another window too."), current=draft)
    draft.fields, draft.saved_at, draft.tab = dict(fields), at, tab
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, by: User, key: str) -> None:
    """Forget a draft: the form was saved, or the user threw it away."""
    Draft.objects.filter(user=by, key=key).delete()


@transaction.atomic
def drop_stale_drafts(*, at: datetime) -> int:
    """Remove drafts nobody has touched for 30 days; returns how many."""
    return Draft.objects.filter(saved_at__lt=at - STALE_AFTER).delete()[0]
