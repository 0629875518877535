"""Days and moments as they are typed here, whatever the language of the browser. One widget and one field for each."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, time_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.core.calendar import comes_twice, never_comes, next_that_comes
from cases.core.periods import ONE_DAY, last_day
from cases.pages.days import NoSuchDayError, read_day, read_time

SUMMER, WINTER = "summer", "winter"

TIME, TURN = "_time", "_turn"  # after the field's own name

_MARK = "\x1f"  # between a day, its time and its turn; no keyboard writes it

# A day and a time in one: as other systems write it, or typed together.
_TOGETHER = re.compile(r"(\S+)[T\s]+(\d{1,2}[.:]\d{2}\S*)", re.ASCII)


class DayInput(forms.DateInput):
    """A day, typed. The button beside it opens the browser's own calendar (`day.js`)."""

    input_type = "text"
    template_name = "django/forms/widgets/day.html"
    # Digits alone are enough, so a phone shows those.
    typed: ClassVar[dict[str, object]] = {"inputmode": "numeric", "autocomplete": "off", "data-day": True}

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        """Write a day as it is written here in both languages."""
        super().__init__(attrs=self.typed | (attrs or {}), format="%d.%m.%Y")

    def format_value(self, value: Any) -> str | None:
        """What can be read is written in full; anything else stays as it was typed."""
        if isinstance(value, str):
            try:
                value = read_day(value) or value
            except NoSuchDayError:
                return str(value)
        return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The input says how a day is written, also to those who do not see it."""
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        if given.get("id"):
            context["widget"]["format_id"] = f"{given['id']}_format"
            described = [given.get("aria-describedby"), context["widget"]["format_id"]]
            given["aria-describedby"] = " ".join(filter(None, described))
        return context


class MomentInput(DayInput):
    """A day and, in a field of its own, a time of day in Danish time.

    In the hour that comes twice it has two choices more; `twice` is the time that was typed there.
    """

    template_name = "django/forms/widgets/moment.html"
    typed: ClassVar = DayInput.typed | {"data-now": True}  # drawn with the time of the page: see `back.js`
    twice: datetime | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was typed, with the turn that was chosen."""
        day = super().value_from_datadict(data, files, name)
        parts = [day, data.get(name + TIME), data.get(name + TURN)]
        return _MARK.join(str(part or "") for part in parts) if any(parts[1:]) else day

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Day and time, and the two choices where they are needed."""
        twice, clock, chosen = self.twice, "", ""
        if isinstance(value, str):
            value, clock, chosen = _parts_of(value)
        elif isinstance(value, datetime):
            if comes_twice(value, get_current_timezone()):
                twice, chosen = value, WINTER if value.fold else SUMMER
            clock = date_format(value, "TIME_FORMAT")
        context = super().get_context(name, value, attrs)
        read = read_time(clock)
        context["widget"]["time"] = time_format(read, "TIME_FORMAT") if read else clock
        if twice:
            at = {"time": date_format(twice, "TIME_FORMAT")}
            context["turns"] = [
                (SUMMER, _("Summer time: the first %(time)s") % at, chosen == SUMMER),
                (WINTER, _("Winter time: the second %(time)s") % at, chosen == WINTER),
            ]
        return context


def _parts_of(value: str) -> tuple[str, str, str]:
    """Day, time and turn of a moment as it was typed."""
    day, clock, turn = [*value.split(_MARK), "", ""][:3]
    if not clock and (found := _TOGETHER.fullmatch(day.strip())):
        day, clock = found.groups()
    return day, clock, turn


class DayField(forms.DateField):
    """A day, typed day first."""

    widget = DayInput
    default_error_messages = {
        "invalid": gettext_lazy("Write the date as day.month.year, for example 26.11.2026."),
        "no_day": gettext_lazy("There is no such date. Write the day first, then the month and the year."),
    }

    def to_python(self, value: Any) -> date | None:
        """The day. Raises `ValidationError` for what is none."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            day = read_day(value)
        except NoSuchDayError:
            raise ValidationError(self.error_messages["no_day"], code="no_day") from None
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class MomentField(forms.DateTimeField):
    """An instant, typed as a time of day in Denmark.

    The clock is set forward once a year and back once: an hour never comes, and an hour comes twice.
    """

    widget = MomentInput
    default_error_messages = {
        "invalid": gettext_lazy("Write the time of day as hours and minutes, for example 14.05."),
    }

    def to_python(self, value: Any) -> datetime | None:
        """The instant. Raises `ValidationError` for a time that never comes, or comes twice without a turn."""
        if not isinstance(value, str):
            return super().to_python(value)
        day, clock, turn = _parts_of(value)
        found = self._read(day, clock)
        if found is None or found.tzinfo:
            return found
        wall, zone = found, get_current_timezone()
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

    def _read(self, day: str, clock: str) -> datetime | None:
        """What was typed; with an offset only where one was sent."""
        try:
            if exact := parse_datetime(f"{day}T{clock}"):
                return exact
        except ValueError:
            pass
        on, at = DayField(required=False).clean(day), read_time(clock)
        if on is None and not clock.strip():
            return None
        if on is None:
            raise ValidationError(DayField.default_error_messages["invalid"], code="invalid")
        if at is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return datetime.combine(on, at)


class LastDayField(DayField):
    """The last day of a period, as people type it. What it gives, and is given, is the first day after (`EndDate`)."""

    def to_python(self, value: Any) -> date | None:
        """The first day after the one that was typed."""
        day = super().to_python(value)
        if day == date.max:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day + ONE_DAY if day else None

    def prepare_value(self, value: Any) -> Any:
        """The last day of a saved period; what was typed stays as it is."""
        return last_day(value) if isinstance(value, date) else value
