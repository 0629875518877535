"""The forms of accounts and roles."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import AskingForm, RecordForm, VersionedForm
from cases.pages.widgets import DayField, LastDayField
from cases.programmes.models import Programme
from cases.staff.codes import Role
from cases.staff.models import Organisation, User
from cases.teams.models import Membership, Team

OPEN_ACCOUNTS = "open"


class UserFields(RecordForm):
    """What an account says of its owner."""

    class Meta:
        model = User
        fields = ["name", "email", "organisation", "phone", "language"]
        help_texts = {
            "email": _("Used to log in. Each person has an address of their own; accounts are never shared.")
        }

    def clean_email(self) -> str:
        """E-mails are compared in small letters."""
        return str(self.cleaned_data["email"]).lower()


class RemoveSecondFactorForm(forms.Form):
    """Why a second factor is taken away."""

    why = forms.CharField(
        label=_("Why is it removed, and how do you know who asked?"),
        max_length=500,
        error_messages={"required": _("Write why two-step login is removed.")},
    )


class UserForm(UserFields):
    """A new account."""


class UserChangeForm(VersionedForm, UserFields):
    """A change of an account."""


class RoleForm(AskingForm, RecordForm):
    """A role for a period."""

    needed_when: ClassVar = {
        "team": _("needed for caseworkers, authority workers and team leads"),
        "programme": _("needed for evaluators"),
    }

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.filter(is_active=True), required=False, empty_label=_("None")
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"), queryset=Programme.objects.all(), required=False, empty_label=_("None")
    )

    class Meta:
        model = Membership
        fields = ["role", "team", "programme", "sees_restricted", "start", "end"]
        field_classes = {"start": DayField, "end": LastDayField}
        help_texts = {
            "sees_restricted": _("Protected young people are otherwise seen only by their own workers."),
            "end": _("Leave it empty if there is no end yet."),
        }


class EndRoleForm(AskingForm, VersionedForm):
    """The end of a role."""

    end = LastDayField(
        label=_("Last day with the role"),
        help_text=_("A role that begins later is taken back altogether."),
    )


class UserFilter(forms.Form):
    """Which accounts to list. A name or e-mail is searched by POST: it does not belong in an address."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *Role.choices], required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), (OPEN_ACCOUNTS, _("Open accounts")), ("closed", _("Closed accounts"))],
        required=False,
    )


class UserSearch(forms.Form):
    """A part of a name or e-mail."""

    q = forms.CharField(
        label=_("Name or e-mail"), min_length=2, max_length=500, widget=forms.TextInput(attrs={"type": "search"})
    )
