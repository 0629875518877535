"""The forms of the teams."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.base import VersionedForm
from cases.models import Team


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new team."""

    class Meta:
        model = Team
        fields = ["name", "code", "organisation"]
        help_texts = {"code": _("Small letters, digits and hyphens. Cannot be changed later: exports refer to it.")}


class TeamChangeForm(VersionedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A change of a team."""

    class Meta:
        model = Team
        fields = ["name", "organisation", "is_active"]
