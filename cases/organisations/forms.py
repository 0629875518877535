"""The forms of the directory of organisations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import RecordForm, VersionedForm
from cases.staff.codes import ORGANISATION_KINDS
from cases.staff.models import Organisation


class OrganisationForm(RecordForm):
    """A new organisation."""

    class Meta:
        model = Organisation
        fields = ["name", "code", "kind", "email", "phone"]
        help_texts = {
            "code": _("Small letters, digits and hyphens. Cannot be changed later: exports refer to it."),
            "email": _("A shared address. Nothing about young people is sent to it."),
        }


class OrganisationChangeForm(VersionedForm, RecordForm):
    """A change of an organisation."""

    class Meta:
        model = Organisation
        fields = ["name", "kind", "email", "phone", "is_active"]
        help_texts = {"is_active": _("An inactive organisation receives no new handovers.")}


class OrganisationFilter(forms.Form):
    """Which organisations to list; the choices stand in the address."""

    q = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *ORGANISATION_KINDS.choices], required=False)
