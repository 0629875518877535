"""Forms for where a young person lives or sleeps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import AskingForm, VersionedForm, choice_field, row_field
from cases.staff.models import Organisation
from housing.stays.codes import grouped_stay_choices
from housing.steps.forms import BLANK, day_field

PLACES = ("shelter", "treatment", "psychiatry", "civil_society", "housing_association", "municipal_unit", "other")


class StayForm(AskingForm):
    """A stay: where, since when, and the place if it has a name. Ongoing unless it is said when it ended."""

    kind = forms.ChoiceField(label=_("Where does the young person sleep?"))
    start = day_field(_("Since when?"))
    organisation = forms.ModelChoiceField(
        label=_("Shelter or institution"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("For example: with an aunt in Valby. Never write what others have told about themselves."),
        max_length=200,
        required=False,
    )
    end = day_field(
        _("Left on"), required=False, help_text=_("Leave it empty while the young person still stays there.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [BLANK, *grouped_stay_choices()]
        places = Organisation.objects.active().filter(kind__in=PLACES)
        row_field(self, "organisation").queryset = places


class StayChangeForm(VersionedForm, StayForm):
    """A correction of a stay."""

    why = forms.CharField(
        label=_("Why is it corrected?"), max_length=500, help_text=_("What stood before stays in the history.")
    )

    field_order = ("kind", "start", "organisation", "place", "end", "why", "version")

    def only_the_end(self) -> None:
        """For who ended it and did not begin it: what was entered at the beginning stays as it is."""
        for name in ("kind", "start", "organisation", "place"):
            self.fields[name].disabled = True


class StayEndForm(VersionedForm):
    """The young person has left the place."""

    end = day_field(_("Left on"))


class StayRemoveForm(forms.Form):
    """A stay that never was."""

    why = forms.CharField(label=_("Why is it removed?"), max_length=500)
