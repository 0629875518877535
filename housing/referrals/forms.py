"""Forms for housing referrals: what is asked for, each kind of step, and the filter of the list."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import AskingForm, VersionedForm, row_field
from cases.pages.numbers import WholeNumberField
from cases.staff.models import Organisation
from housing.referrals.codes import HOUSING_KINDS, ReferralState
from housing.referrals.queries import Show, Sort
from housing.steps.forms import ListFilter, code_field, day_field, note_field

RECEIVERS = ("housing_allocation", "housing_association", "municipal_unit", "civil_society", "other")

MOST_RENT = 100_000


class ReferralForm(AskingForm):
    """What is asked for, and of whom."""

    asks_as: ClassVar = {"opened_on": "on"}

    receiver = forms.ModelChoiceField(
        label=_("To whom?"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    housing_kind = code_field(_("What kind of home?"), HOUSING_KINDS)
    max_rent = WholeNumberField(label=_("Highest rent, kr. a month"), min_value=0, max_value=MOST_RENT, required=False)
    needs = note_field(
        _("Needs and wishes for the home"),
        help_text=_("What matters for choosing a home: area, size, stairs, a dog, near to family."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receivers = Organisation.objects.active().filter(kind__in=RECEIVERS)
        row_field(self, "receiver").queryset = receivers


class NewReferralForm(ReferralForm):
    """A new referral."""

    on = day_field(_("Begun on"))


class ReferralChangeForm(VersionedForm, ReferralForm):
    """A change of what is asked for."""

    field_order = ("receiver", "housing_kind", "max_rent", "needs", "version")


class ReferralFilter(ListFilter):
    """Which referrals to list."""

    show = forms.ChoiceField(label=_("Show"), choices=Show.choices, required=False)
    state = forms.ChoiceField(label=_("Step"), choices=[("", _("All")), *ReferralState.choices], required=False)
    receiver = forms.ModelChoiceField(
        label=_("Receiver"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    sort = forms.ChoiceField(label=_("Order"), choices=Sort.choices, required=False)

    field_order = ("show", "state", "receiver", "team", "worker", "sort")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        referred = Organisation.objects.filter(housing_referrals__isnull=False).distinct()
        row_field(self, "receiver").queryset = referred
