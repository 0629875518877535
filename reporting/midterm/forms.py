"""Asking for a report."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import row_field
from cases.pages.widgets import DayField
from cases.programmes.models import Programme
from cases.staff.models import User


class RunForm(forms.Form):
    """Programme, period and as-of date. Both days of the period count."""

    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("Programme"), queryset=None, to_field_name="code", empty_label=None
    )
    start = DayField(label=_("From"))
    last_day = DayField(label=_("To and including"))
    as_of = DayField(
        label=_("As of"),
        help_text=_("Only what had happened by this day counts. Choose an earlier day to see how things stood then."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.reported_to(user)
        row_field(self, "programme").queryset = programmes

    def clean(self) -> dict[str, Any]:
        """A period runs forwards, and the report cannot look back from before it."""
        given: dict[str, Any] = super().clean() or {}
        start, last_day, as_of = (given.get(name) for name in ("start", "last_day", "as_of"))
        if start and last_day and last_day < start:
            self.add_error("last_day", _("The last day cannot lie before the first."))
        if start and as_of and as_of < start:
            self.add_error("as_of", _("The as-of date cannot lie before the period."))
        return given


def suggested(user: User, today: date) -> dict[str, Any]:
    """The programme the user probably means, from its start to the end of last month, as of today."""
    programmes = Programme.objects.reported_to(user)
    programme = programmes.running_on(today).order_by("-start").first() or programmes.order_by("-start").first()
    start = programme.start if programme else today.replace(month=1, day=1)
    last_day = max(today.replace(day=1) - timedelta(days=1), start)
    return {"programme": programme, "start": start, "last_day": last_day, "as_of": max(today, start)}
