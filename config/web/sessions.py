"""Sessions in the database, put off at most once a minute: every page but the first of a minute writes nothing."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

# For so long a saved end may be behind the last page; a session lasts so much longer, and ends before it for nobody.
SPARE = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """Django's own, which lasts a minute longer than promised, and is saved when it would end too early.

    Only then does the browser get its number again, too: one that has ended since would take the place of a new one.
    """

    def get_session_cookie_age(self) -> int:
        """Of the row and of the cookie."""
        return settings.SESSION_COOKIE_AGE + int(SPARE.total_seconds())

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        if found and not _lasts(found.expire_date):
            self.modified = True
        return found


def _lasts(ends_at: datetime) -> bool:
    return ends_at >= timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
