"""Forms about a young person: the search before registering, registering, completing, and the list's filters."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.base import Label
from cases.codelists.municipalities import MUNICIPALITIES
from cases.enums import Gender, ResidenceStatus
from cases.forms.asking import AskingForm
from cases.forms.base import NeedsForm, VersionedForm
from cases.forms.widgets import DayField, MomentField
from cases.forms.worklists import WhereForm
from cases.identity import birth_date_of, clean_cpr
from cases.models import Person, PhaseTemplate, Team, User
from cases.worklists import LABELS

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


class PersonForm(SeenMixin, TeamMixin, PersonFields):
    """Register a young person after a search."""

    field_order = ("first_name", "last_name", "alias", "cpr", "birth_date", "gender", "first_met_on", "team")

    def facts(self) -> dict[str, Any]:
        """The arguments of `register_person`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class PersonChangeForm(VersionedForm, PersonFields):
    """Complete or correct what is known."""

    field_order = ("first_name", "last_name", "alias", "cpr", "birth_date", "gender", "first_met_on")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        names = {*PersonFields.base_fields, "version"} - {"cpr", "accepts_losing_sight"}
        kwargs["initial"] = {name: getattr(person, name) for name in names}
        super().__init__(*args, **kwargs)
        if person.cpr_hash:
            self.fields["cpr"].help_text = _("A number is saved. Write here only to replace it.")


class MetForm(SeenMixin, TeamMixin, AskingForm):
    """Someone met on the street who gave no name."""

    alias = forms.CharField(
        label=_("What do you call them?"), max_length=80, help_text=_("A nickname, or how you recognise them.")
    )
    met_at = MomentField(label=_("When did you meet?"))
    place = forms.CharField(label=_("Where did you meet?"), max_length=200)

    asks_as: ClassVar = {"first_met_on": "met_at", "happened_at": "met_at"}
    field_order = ("alias", "met_at", "place", "team")


LISTS: list[tuple[str, Label]] = [
    ("", _("All")),
    *LABELS.items(),
    ("waiting", _("Not enrolled yet")),
    ("closed", _("Closed")),
]
SORTS = [
    ("", _("Name")),
    ("contact", _("Longest without contact")),
    ("target", _("Phase target first")),
    ("waited", _("Longest waiting")),
]


class PhaseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A phase with its programme: several programmes may have phases of the same name."""

    def label_from_instance(self, obj: PhaseTemplate) -> str:
        """The programme and the phase."""
        return f"{obj.programme}: {obj}"


class PeopleForm(WhereForm):
    """The filters of the list of young people, as they stand in the address."""

    list = forms.ChoiceField(label=_("Show"), choices=LISTS, required=False)
    phase = PhaseField(label=_("Phase"), queryset=None, required=False, empty_label=_("All"))
    sort = forms.ChoiceField(label=_("Sort by"), choices=SORTS, required=False)

    field_order = ("list", "programme", "phase", "team", "worker", "sort")

    def shown(self, name: str) -> str:
        """The chosen list or order; the first one if the address names none that exists."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
