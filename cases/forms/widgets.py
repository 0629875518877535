"""The browser's own pickers for days and moments, which speak ISO whatever the language of the page."""

from django import forms


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
