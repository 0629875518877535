"""When a contact may be logged and how long it may be corrected silently."""

from datetime import datetime, timedelta

CORRECTION_WINDOW = timedelta(hours=24)


def in_future(happened_at: datetime, now: datetime) -> bool:
    """A contact that has not happened yet cannot be logged; one minute of clock difference is forgiven."""
    return happened_at > now + timedelta(minutes=1)


def is_amendment(registered_at: datetime, now: datetime) -> bool:
    """After 24 hours a change needs a reason and the first wording stays readable (offentlighedsloven § 13)."""
    return now - registered_at > CORRECTION_WINDOW
