"""When a contact may be logged and how long it may be corrected silently."""

from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from cases.core.calendar import CORRECTION_WINDOW

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


class Urgency(IntEnum):
    """The order in which a caseworker looks at young people in the morning, the most urgent first."""

    NEW = 1
    SILENT = 2
    QUIET = 3
    FINE = 4
    PAUSED = 5


def urgency(level: ContactLevel, *, is_reached: bool, is_paused: bool) -> Urgency:
    """Newly enrolled and never reached comes first, then by how long without contact; a pause explains the silence.

    Somebody new needs the first contact now. After as many days as are a long silence they are silent like others.
    """
    if is_paused:
        return Urgency.PAUSED
    if level == ContactLevel.SILENT:
        return Urgency.SILENT
    if not is_reached:
        return Urgency.NEW
    return Urgency.QUIET if level == ContactLevel.QUIET else Urgency.FINE
