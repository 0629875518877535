"""What an export shall hold."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import choice_field, row_field
from cases.programmes.models import Programme
from cases.staff.models import User
from cases.staff.policy import Right, may
from reporting.csvfiles.codes import ExportForm
from reporting.datasets.plan import Plan
from reporting.tables.registry import TABLES

WITHOUT_NAMES = "without"

WITH_NAMES = "with"

INLINE = {"class": "is-inline"}


class ExportOptions(forms.Form):
    """The choices of the export page. `with names` is offered only to those who may take names out."""

    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("Programme"), queryset=None, to_field_name="code", empty_label=None
    )
    names = forms.ChoiceField(label=_("Names"), widget=forms.RadioSelect(attrs=INLINE))
    form = forms.ChoiceField(
        label=_("Format"),
        choices=ExportForm.choices,
        widget=forms.RadioSelect(attrs=INLINE),
        help_text=_("The Excel format has semicolons and Danish words and dates; the other has codes and ISO dates."),
    )
    tables = forms.MultipleChoiceField(
        label=_("Tables"),
        widget=forms.CheckboxSelectMultiple(attrs=INLINE),
        error_messages={"required": _("Choose at least one table.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        row_field(self, "programme").queryset = Programme.objects.reported_to(user)
        choices = [(WITHOUT_NAMES, _("Without names: keys, months and ages"))]
        if may(user, Right.EXPORT_IDENTIFIED):
            choices.append((WITH_NAMES, _("With names: only young people you may see")))
        choice_field(self, "names").choices = choices
        choice_field(self, "tables").choices = [(table.name, table.title) for table in TABLES.values()]

    def clean(self) -> dict[str, Any]:
        """Some tables are only there with names."""
        given: dict[str, Any] = super().clean() or {}
        chosen = [TABLES[name] for name in given.get("tables", ())]
        if given.get("names") == WITHOUT_NAMES and chosen and all(table.is_named_only for table in chosen):
            self.add_error("tables", _("This table is only in the form with names. Choose another one too."))
        return given

    @staticmethod
    def defaults(user: User) -> dict[str, Any]:
        """The choices of a page opened for the first time: everything of a running programme, without names."""
        visible = Programme.objects.reported_to(user)
        programme = visible.running_on(timezone.localdate()).first() or visible.first()
        return {
            "programme": programme.code if programme else "",
            "names": WITHOUT_NAMES,
            "form": ExportForm.EXCEL,
            "tables": list(TABLES),
        }

    def plan(self) -> Plan:
        """The export that valid choices ask for."""
        data = self.cleaned_data
        return Plan(
            programme=data["programme"],
            form=ExportForm(data["form"]),
            deidentified=data["names"] == WITHOUT_NAMES,
            user=self.user,
            tables=tuple(TABLES[name] for name in TABLES if name in data["tables"]),
        )
