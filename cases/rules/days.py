"""Days of steps: facts that have happened, in the order in which they happened, and why one was put right."""

from datetime import date

from django.utils.translation import gettext as _

from cases.rules.errors import Refused


def check_day(day: date, *, today: date, not_before: date | None = None, field: str = "on") -> None:
    """A step is recorded once it has happened, and not before the step that led to it. Raises `Refused`."""
    if day > today:
        raise Refused(_("That day is in the future. Choose the day it happened."), field=field)
    if not_before and day < not_before:
        message = _("That is before the previous step (%(day)s). Choose a later day.")
        raise Refused(message % {"day": f"{not_before:%d.%m.%Y}"}, field=field)


def check_not_ended(day: date, *, last_day: date | None, field: str) -> None:
    """Nothing is decided in a programme, or asked of it, after its last day. Raises `Refused`."""
    if last_day and day > last_day:
        raise Refused(_("The programme has ended."), field=field)


def check_why(why: str) -> str:
    """What stands on record is changed with a reason that others can follow: this one. Raises `Refused`."""
    if not why.strip():
        raise Refused(_("Write why, so that others can follow it."), field="why")
    return why.strip()
