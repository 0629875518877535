"""Forms about a young person: the search before registering, registering, completing."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.core.municipalities import MUNICIPALITIES
from cases.pages.forms import AskingForm, NeedsForm, VersionedForm
from cases.pages.widgets import DayField
from cases.people.actions import CHANGEABLE, PersonFacts
from cases.people.codes import Gender, ResidenceStatus
from cases.people.cpr import birth_date_of, clean_cpr
from cases.people.models import Person
from cases.people.queries import all_names
from cases.staff.models import User
from cases.teams.models import Team

CPR_HINT = _("Ten digits, for example 010203-1234.")

NOT_KNOWN = ("", _("Not known"))


class CprField(forms.CharField):
    """Ten digits, with or without a hyphen; the browser does not remember what was typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=_("CPR number"), widget=widget, required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        """The digits alone; empty when nothing was typed."""
        text = cast("str", super().clean(value))
        digits = clean_cpr(text) if text else ""
        if digits is None:
            raise forms.ValidationError(_("A CPR number has ten digits and begins with a date."))
        return digits


class PersonSearchForm(NeedsForm):
    """What is known of someone who may already be in the system."""

    one_of = (("name", "birth_date", "cpr", "phone"),)

    name = forms.CharField(label=_("Name or nickname"), max_length=160, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    cpr = CprField(help_text=CPR_HINT)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))

    def prefill(self) -> dict[str, Any]:
        """What the registration form begins with: the last word is the family name."""
        first, _space, last = self.cleaned_data["name"].strip().rpartition(" ")
        cpr = self.cleaned_data["cpr"]
        return {
            "first_name": first or last,
            "last_name": last if first else "",
            "birth_date": self.cleaned_data["birth_date"] or (birth_date_of(cpr) if cpr else None),
            "cpr": cpr,
            "phone": self.cleaned_data["phone"],
        }


class TeamMixin(forms.Form):
    """The team that takes someone in: not asked of a user who works in one only."""

    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(
        label=_("Team"), queryset=None, to_field_name="code", empty_label=_("Choose a team")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        field.queryset = Team.objects.of(user).filter(is_active=True)
        teams = list(field.queryset[:2])
        if len(teams) == 1:
            field.initial, field.widget = teams[0].code, forms.HiddenInput()


class SeenMixin(forms.Form):
    """Carries the references of likely duplicates that the user has been shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> set[str]:
        """The references as a set."""
        return set(self.cleaned_data["seen"].split())


class PersonFields(AskingForm):
    """Who the young person is."""

    one_of = (("first_name", "alias"),)

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    alias = forms.CharField(
        label=_("Called"), max_length=80, required=False, help_text=_("The name the young person goes by.")
    )
    also_known_as = forms.CharField(
        label=_("Also known as"),
        max_length=200,
        required=False,
        help_text=_("Other names, and case numbers elsewhere: what others may search by."),
    )
    cpr = CprField(help_text=CPR_HINT)
    birth_date = DayField(label=_("Date of birth"), required=False, help_text=_("Filled in from the CPR number."))
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, initial=Gender.UNKNOWN)
    first_met_on = DayField(label=_("First met"))
    acting_municipality = forms.ChoiceField(
        label=_("Acting municipality"), choices=[NOT_KNOWN, *MUNICIPALITIES.choices], required=False
    )
    paying_municipality = forms.ChoiceField(
        label=_("Paying municipality"), choices=[NOT_KNOWN, *MUNICIPALITIES.choices], required=False
    )
    residence = forms.ChoiceField(
        label=_("Right to stay"), choices=ResidenceStatus.choices, initial=ResidenceStatus.UNKNOWN
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(label=_("E-mail"), required=False)
    has_protected_address = forms.BooleanField(label=_("Name and address protection"), required=False)
    is_restricted = forms.BooleanField(
        label=_("Only for workers with a special right"),
        required=False,
        help_text=_("Nobody else can find the young person, except the workers assigned to them."),
    )
    accepts_losing_sight = forms.BooleanField(
        label=_("Save, although I cannot see the young person any more"), required=False
    )

    def facts(self) -> PersonFacts:
        """What was typed about the young person."""
        return cast("PersonFacts", {name: self.cleaned_data[name] for name in CHANGEABLE})


class PersonForm(SeenMixin, TeamMixin, PersonFields):
    """Register a young person after a search."""

    field_order = ("first_name", "last_name", "alias", "cpr", "birth_date", "gender", "first_met_on", "team")

    def looked_for(self) -> dict[str, Any]:
        """What whoever is alike is looked for by, as far as it could be read."""
        typed = self.cleaned_data
        name = all_names(**{part: typed.get(part, "") for part in ("first_name", "last_name", "alias")})
        return {"name": name} | {fact: typed[fact] for fact in ("birth_date", "cpr", "phone") if fact in typed}


class PersonChangeForm(VersionedForm, PersonFields):
    """Complete or correct what is known."""

    field_order = ("first_name", "last_name", "alias", "cpr", "birth_date", "gender", "first_met_on")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        names = {*PersonFields.base_fields, "version"} - {"cpr", "accepts_losing_sight"}
        kwargs["initial"] = {name: getattr(person, name) for name in names}
        super().__init__(*args, **kwargs)
        if person.cpr_hash:
            self.fields["cpr"].help_text = _("A number is saved. Write here only to replace it.")
