"""What is chosen on the page of one table. The choices stand in the address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.pages.forms import choice_field
from cases.pages.widgets import DayField
from cases.programmes.models import Programme
from reporting.outcome_pages.layout import COUNT, HUNDRED, OF_COLUMN, OF_ROW, PERCENT, PERCENT_COUNT
from reporting.outcomes.queries import COURSES, FIRST_DAY, LAST_DAY, Choices
from reporting.outcomes.units import LETTERS, NAMES, NUMBERS
from reporting.tabulation.breakdowns import GROUPS
from reporting.tabulation.tabulating import AT, NO_BREAKDOWN, UNITS, Declaration

BY: dict[str, Label] = {
    "age": _("Age group"),
    "gender": _("Gender"),
    "target_group": _("Target group"),
    "method": _("Method"),
    "start_year": _("Year of start"),
    "programme": _("Programme"),
    "organisation": _("Organisation"),
    "municipality": _("Municipality"),
    "number_of_reports": _("Number of status reports"),
    "own_home": _("Home of their own"),
}
AGE: dict[str, Label] = {"all": _("All"), "youth": _("The target age"), "adult": _("Older")}
CELLS: list[tuple[str, Label]] = [
    (PERCENT_COUNT, _("Per cent (count)")),
    (COUNT, _("Count")),
    (PERCENT, _("Per cent")),
    (HUNDRED, _("Per cent, with 100 (n) at the end")),
]
SHARES: list[tuple[str, Label]] = [(OF_COLUMN, _("Of the column")), (OF_ROW, _("Of the row"))]
CALLED: list[tuple[str, Label]] = [(NAMES, _("By name")), (LETTERS, _("As A, B, C")), (NUMBERS, _("As 1, 2, 3"))]


class OutcomesForm(forms.Form):
    """Which programme's tables are listed, and what they are searched for."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=forms.TextInput({"type": "search"}))

    def __init__(self, *args: Any, programmes: Sequence[Programme], **kwargs: Any) -> None:
        """Of the programmes the first is the one that is listed where nothing was chosen."""
        super().__init__(*args, **kwargs)
        choice_field(self, "programme").choices = [(one.code, str(one)) for one in programmes]

    def text(self) -> str:
        """What was searched for; nothing where it cannot be read."""
        self.is_valid()
        return str(self.cleaned_data.get("q") or "")


class TableForm(forms.Form):
    """The choices of one table: those that it has, as the command `report` takes them, and how its cells look."""

    start = DayField(label=_("From"), required=False)
    last_day = DayField(label=_("To and including"), required=False)
    as_of = DayField(label=_("As of"), required=False)
    at = forms.ChoiceField(label=_("Status report"), required=False)
    by = forms.ChoiceField(label=_("Broken down by"), required=False)
    age = forms.ChoiceField(label=_("Age"), choices=list(AGE.items()), required=False)
    unit = forms.ChoiceField(
        label=_("Counts"),
        choices=[("course", _("Courses")), ("person", _("Young people, the latest course"))],
        required=False,
    )
    cell = forms.ChoiceField(label=_("Cells"), choices=CELLS, required=False)
    share = forms.ChoiceField(label=_("Per cent"), choices=SHARES, required=False)
    units = forms.ChoiceField(label=_("Units"), choices=CALLED, required=False)

    def __init__(self, *args: Any, declaration: Declaration, names: bool, **kwargs: Any) -> None:
        """`names`: units may be called by their names."""
        super().__init__(*args, **kwargs)
        self.declaration = declaration
        choice_field(self, "units").choices = CALLED if names else CALLED[1:]
        choice_field(self, "at").choices = [(at, AT[at]) for at in declaration.at]
        choice_field(self, "by").choices = _breakdowns(declaration)
        unused = set() if declaration.source == COURSES else {"by", "age", "unit", "share", "units"}
        unused |= set() if len(declaration.at) > 1 else {"at"}
        for name in unused:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Days in order, and within reason."""
        given: dict[str, Any] = super().clean() or {}
        days = {name: day for name in ("start", "last_day", "as_of") if (day := given.get(name))}
        for name, day in days.items():
            if not FIRST_DAY <= day <= LAST_DAY:
                self.add_error(name, _("Choose a day between 1990 and 2100."))
        if {"start", "last_day"} <= days.keys() and days["last_day"] < days["start"]:
            self.add_error("last_day", _("The last day cannot lie before the first."))
        return given

    def shown(self, name: str) -> Any:
        """What was chosen, or else the first choice; an empty day where none was typed."""
        choices: Any = getattr(self.fields.get(name), "choices", ())
        first = next((key for key, _label in choices), None)
        return self.cleaned_data.get(name) or first

    def asked(self) -> Choices:
        """The choices that make the table, once the form is valid."""
        found = Choices(at=self.shown("at") or None)
        if self.declaration.source == COURSES:
            found |= Choices(by=self.shown("by") or None, age=self.shown("age"), unit=self.shown("unit"))
        return found


def _breakdowns(declaration: Declaration) -> list[tuple[str, Label]]:
    """The usual breakdown first, then none, then the others; one that has units as its rows is always by a unit."""
    if _counts_units(declaration):
        return [(by, BY[by]) for by in UNITS]
    usual = [(declaration.by, BY[declaration.by])] if declaration.by else []
    others = [(by, BY[by]) for by in GROUPS if by != declaration.by]
    return [*usual, (NO_BREAKDOWN, _("None")), *others]


def _counts_units(declaration: Declaration) -> bool:
    return hasattr(declaration.kind, "unit")
