"""The browser's own pickers for days and moments, which speak ISO whatever the language of the page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, override
from django.utils.translation import gettext as _

from cases.periods import ONE_DAY, last_day
from cases.rules.calendar import comes_twice, never_comes, next_that_comes

SUMMER, WINTER = "summer", "winter"
TURN = "_turn"  # after the field's own name
_MARK = "\x1f"  # between a time and its turn; no keyboard writes it
_WALL = timezone(timedelta(0), "wall")  # stamps what was typed without an offset


class DayInput(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        """Write the value as the browser reads it."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time of day in Danish time, picked with the browser's own picker.

    In the hour that comes twice it has two choices more; `twice` is the time that was typed there.
    """

    input_type = "datetime-local"
    template_name = "django/forms/widgets/moment.html"
    twice: datetime | None = None

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        """Write the value as the browser reads it, to the minute."""
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was typed, with the turn that was chosen."""
        typed, turn = super().value_from_datadict(data, files, name), data.get(name + TURN)
        return f"{typed}{_MARK}{turn}" if typed and turn else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The picker, and the two choices where they are needed."""
        twice, chosen = self.twice, ""
        if isinstance(value, str):
            value, _mark, chosen = value.partition(_MARK)
        elif isinstance(value, datetime) and comes_twice(value, get_current_timezone()):
            twice, chosen = value, WINTER if value.fold else SUMMER
        context = super().get_context(name, value, attrs)
        if twice:
            at = {"time": date_format(twice, "TIME_FORMAT")}
            context["turns"] = [
                (SUMMER, _("Summer time: the first %(time)s") % at, chosen == SUMMER),
                (WINTER, _("Winter time: the second %(time)s") % at, chosen == WINTER),
            ]
        return context


class MomentField(forms.DateTimeField):
    """An instant, typed as a time of day in Denmark.

    The clock is set forward once a year and back once: an hour never comes, and an hour comes twice.
    """

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        """The instant. Raises `ValidationError` for a time that never comes, or comes twice without a turn."""
        typed, _mark, turn = value.partition(_MARK) if isinstance(value, str) else (value, "", "")
        with override(_WALL):
            found = super().to_python(typed)
        if found is None or found.tzinfo is not _WALL:
            return found
        wall, zone = found.replace(tzinfo=None), get_current_timezone()
        at = date_format(wall, "TIME_FORMAT")
        if never_comes(wall, zone):
            after = date_format(next_that_comes(wall, zone), "TIME_FORMAT")
            text = _("The clock was set forward that night: %(time)s never came. The next time is %(next)s.")
            raise ValidationError(text % {"time": at, "next": after}, code="never")
        if not comes_twice(wall, zone):
            return wall.replace(tzinfo=zone)
        self.widget.twice = wall
        if turn not in {SUMMER, WINTER}:
            text = _(
                "The clock was set back that night: %(time)s came twice. Was it in summer time or in winter time?"
            )
            raise ValidationError(text % {"time": at}, code="twice")
        # In UTC: Python calls no time of this hour equal to the same instant with another zone.
        return wall.replace(tzinfo=zone, fold=turn == WINTER).astimezone(UTC)


class LastDayField(forms.DateField):
    """The last day of a period, as people type it. What it gives, and is given, is the first day after (`EndDate`)."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """The first day after the one that was typed."""
        day = super().to_python(value)
        if day == date.max:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day + ONE_DAY if day else None

    def prepare_value(self, value: Any) -> Any:
        """The last day of a saved period; what was typed stays as it is."""
        return last_day(value) if isinstance(value, date) else value
