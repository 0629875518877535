"""The correction of a first contact, and what the forms of sender and receiver share."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cases.handovers.models import Handover, HandoverStep
from cases.handovers.queries import changes_since
from cases.pages.forms import Difference, VersionedForm
from cases.pages.widgets import DayField

MESSAGE_LENGTH = 5_000

BLANK = ("", _("Choose"))


def note_field(label: Any) -> forms.CharField:
    """Room for a few sentences, which may be left empty."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=MESSAGE_LENGTH, required=False
    )


class AsReadForm(VersionedForm):
    """An answer to a handover; `version` is the handover as it was read. A stale form says what has changed."""

    def compare_with(self, current: Model) -> None:
        """What the user read has changed, not a field of the form."""
        super().compare_with(current)
        if isinstance(current, Handover):
            self.stale = changes_since(current, self.cleaned_data["version"])


class MeetingCorrection(VersionedForm):
    """The day of the first contact as it should have been, and why."""

    met_on = DayField(label=_("When did you first meet or speak?"))
    why = forms.CharField(
        label=_("Why is it corrected?"), max_length=500, help_text=_("What stood before stays in the history.")
    )

    def __init__(self, *args: Any, step: HandoverStep, **kwargs: Any) -> None:
        kwargs["initial"] = {"met_on": localdate(step.at), "version": step.version}
        super().__init__(*args, **kwargs)

    def compare_with(self, current: Model) -> None:
        """The step keeps an instant, of which only the day is asked."""
        super().compare_with(current)
        if not isinstance(current, HandoverStep):
            return
        mine, theirs = self.cleaned_data["met_on"], localdate(current.at)
        days = [self.shown("met_on", day) for day in (mine, theirs)]
        self.stale = [Difference(self.fields["met_on"].label or "", *days)] if mine != theirs else []
