"""When a contact may be logged and how long it may be corrected silently."""

from datetime import datetime, timedelta
from enum import StrEnum

CORRECTION_WINDOW = timedelta(hours=24)
UNDO_WINDOW = timedelta(minutes=10)
# With one contact. The largest activities have some thirty; more is a mistake, or a program that has gone wrong.
MOST_PEOPLE = 50


def in_future(happened_at: datetime, now: datetime) -> bool:
    """A contact that has not happened yet cannot be logged; one minute of clock difference is forgiven."""
    return happened_at > now + timedelta(minutes=1)


def is_amendment(registered_at: datetime, now: datetime, *, by_author: bool) -> bool:
    """A change by someone else, or after 24 hours, needs a reason and keeps the first wording readable.

    Offentlighedsloven § 13: what was noted about a case may not disappear.
    """
    return not by_author or now - registered_at > CORRECTION_WINDOW


def may_undo(registered_at: datetime, now: datetime) -> bool:
    """What was just saved by mistake can be taken back without giving a reason for ten minutes."""
    return now - registered_at <= UNDO_WINDOW


class ContactLevel(StrEnum):
    """How long a young person has been without contact, measured by the programme's own limits."""

    FINE = "fine"
    QUIET = "quiet"
    SILENT = "silent"


def contact_level(days: int, *, quiet_days: int, silent_days: int) -> ContactLevel:
    """Whether so many days without contact are noted (quiet) or warned about (silent)."""
    if days >= silent_days:
        return ContactLevel.SILENT
    return ContactLevel.QUIET if days >= quiet_days else ContactLevel.FINE
