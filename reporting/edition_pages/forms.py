"""Asking for an edition."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.core.periods import Period
from cases.pages.numbers import WholeNumberField
from cases.programmes.models import Programme
from reporting.editions.models import Edition
from reporting.editions.rules import EditionPeriod, periods_of
from reporting.figures.thresholds import SMALLEST_SHOWN

LEAD = _(
    "An edition is a report that leaves the house: for somebody by name, about a period that is over, with small "
    "numbers hidden. Nothing leaves before you have looked at it and released it."
)

MOST = 20  # a higher threshold hides nearly everything


class EditionForm(forms.Form):
    """For whom, about which period, and from which number on figures are shown."""

    audience = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_(
            "Name them as before if they have had an edition: what they have is taken into account, so that nobody "
            "can work a small number out of two editions."
        ),
    )
    period = forms.ChoiceField(
        label=_("Period"),
        help_text=_("Periods that are over. Others there are not, so that single days cannot be followed."),
    )
    threshold = WholeNumberField(
        label=_("Smallest number shown"),
        min_value=SMALLEST_SHOWN,
        max_value=MOST,
        help_text=_("Counts of fewer young people are hidden. Five, unless something else was agreed."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = periods_of(Period(programme.start, programme.end), timezone.localdate())
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  as declared
        field.choices = [(one.key, str(one)) for one in self.periods]
        known = Edition.objects.filter(programme=programme).order_by("audience").values_list("audience", flat=True)
        self.audiences = list(known.distinct())
        self.fields["audience"].widget.attrs["list"] = "audiences"

    @property
    def about(self) -> EditionPeriod:
        """The period that was chosen."""
        return next(one for one in self.periods if one.key == self.cleaned_data["period"])
