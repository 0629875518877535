"""The receiver's answers to a handover."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.handovers.codes import REJECTION_REASONS
from cases.handovers.forms import BLANK, AsReadForm, note_field
from cases.pages.forms import choice_field
from cases.pages.widgets import DayField


class AcceptForm(AsReadForm):
    """A yes from the receiver."""

    note = note_field(_("Message to the sender"))


class RejectForm(AsReadForm):
    """A no from the receiver."""

    reason = forms.ChoiceField(label=_("Why not?"))
    note = note_field(_("Message to the sender"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "reason").choices = [BLANK, *REJECTION_REASONS.choices_on(today)]


class MeetForm(forms.Form):
    """The first meeting or talk with the young person."""

    met_on = DayField(label=_("When did you first meet or speak?"))
    note = note_field(_("Message to the sender"))


class FinishForm(forms.Form):
    """The receiver has done what was asked for."""

    note = note_field(_("Message to the sender"))
