"""Keeping what is typed until it is saved, and saving it once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.core.errors import Refused, Stale
from cases.drafts.models import Draft, SubmissionKey
from cases.records.actions import lock
from cases.staff.models import User

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
def answer_in_draft(*, by: User, at: datetime, key: str, answers: Mapping[str, str | list[str]]) -> None:
    """Put answers that were given elsewhere into a draft, if there is one. Everything else typed in it stays.

    A page that is still open from before learns of it when it next keeps something: its version is no longer the last.
    """
    lock(by)
    draft = Draft.objects.filter(user=by, key=key).first()
    if draft is None:
        return
    unknown = {f"{name}.unknown" for name in answers}
    draft.fields = {name: text for name, text in draft.fields.items() if name not in unknown} | dict(answers)
    draft.saved_at, draft.tab = at, ""
    draft.version += 1
    draft.save()


@transaction.atomic
def drop_draft(*, by: User, key: str) -> None:
    """Forget a draft: the form was saved, or the user threw it away."""
    Draft.objects.filter(user=by, key=key).delete()


@transaction.atomic
def drop_stale_drafts(*, at: datetime) -> int:
    """Remove drafts nobody has touched for 30 days; returns how many."""
    return Draft.objects.filter(saved_at__lt=at - STALE_AFTER).delete()[0]


KEPT_FOR = timedelta(days=30)


@transaction.atomic
def take_key(*, by: User, at: datetime, key: UUID, fingerprint: str) -> SubmissionKey | None:
    """Take a key for the form that is being saved; if it is taken already, what it was taken for.

    Of two requests with the same key the second waits here until the first has committed or was undone.
    """
    row, is_new = SubmissionKey.objects.get_or_create(
        key=key, defaults={"user": by, "at": at, "fingerprint": fingerprint}
    )
    return None if is_new else row


@transaction.atomic
def note_target(*, by: User, key: UUID, target: str) -> None:
    """Note where saving the form led: the same form sent again leads there too."""
    SubmissionKey.objects.filter(user=by, key=key).update(target=target)


@transaction.atomic
def give_key_back(*, by: User, key: UUID) -> None:
    """Nothing was saved under the key: whoever waits for it may save something."""
    SubmissionKey.objects.filter(user=by, key=key).delete()


@transaction.atomic
def drop_old_keys(*, at: datetime) -> int:
    """Remove keys of forms saved more than 30 days ago, which no open page can still hold; returns how many."""
    return SubmissionKey.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
