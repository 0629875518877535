"""Instants of the demo world: every action there happens on the day it is about."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def at(day: date, hour: int = 15, minute: int = 0) -> datetime:
    """A time of day in Copenhagen; three in the afternoon unless told."""
    return datetime.combine(day, time(hour, minute), tzinfo=COPENHAGEN)
