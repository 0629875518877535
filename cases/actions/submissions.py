"""Noting which forms have been saved, by the key that each page with a form is drawn with."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cases.models import SubmissionKey, User

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
