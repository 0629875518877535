"""The browser's own pickers for days and moments, which speak ISO whatever the language of the page."""

from datetime import date
from typing import Any

from django import forms

from cases.periods import ONE_DAY, last_day


class DayInput(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        """Write the value as the browser reads it."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time of day in Danish time, picked with the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        """Write the value as the browser reads it, to the minute."""
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


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
