"""Until when something is set aside."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.widgets import DayField
from cases.setaside.rules import USUALLY


class SetAsideForm(forms.Form):
    """The day on which it is on My day again; a week ahead unless another one is chosen."""

    until = DayField(label=_("Back on My day on"), help_text=_("Within three months. Nobody else's lists change."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["until"] = today + USUALLY
