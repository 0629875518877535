"""The filters of the list of young people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.enrolments.forms import SelectionForm
from cases.programmes.models import PhaseTemplate
from cases.worklists.queries import LABELS

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


class PeopleForm(SelectionForm):
    """The filters of the list of young people, as they stand in the address."""

    list = forms.ChoiceField(label=_("Show"), choices=LISTS, required=False)
    phase = PhaseField(label=_("Phase"), queryset=None, required=False, empty_label=_("All"))
    sort = forms.ChoiceField(label=_("Sort by"), choices=SORTS, required=False)

    field_order = ("list", "programme", "phase", "team", "worker", "sort")

    def shown(self, name: str) -> str:
        """The chosen list or order; the first one if the address names none that exists."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
