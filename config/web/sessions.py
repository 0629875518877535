"""Sessions in the database, put off at most once a minute: every page but the first of a minute writes nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

# For so long a saved end may be behind the last page; a session lasts so much longer, and ends before it for nobody.
SPARE = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """Django's own, but for a save that would change nothing except the end by less than a minute."""

    ends_at: datetime | None = None

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        self.ends_at = found.expire_date if found else None
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row to be saved, which lasts a minute longer than promised."""
        row: Any = super().create_model_instance(data)
        row.expire_date += SPARE
        return row

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  Django's own signature
        """Save what was changed, and a session that would end too early."""
        if must_create or self.modified or not self._lasts():
            super().save(must_create)

    def _lasts(self) -> bool:
        until = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.ends_at is not None and self.ends_at >= until
