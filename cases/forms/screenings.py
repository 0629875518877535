"""The target-group decision."""

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.enrolments import SCREENING_REASONS
from cases.enums import ScreeningOutcome
from cases.forms.asking import AskingForm
from cases.forms.widgets import DayField
from cases.models import Programme
from cases.periods import not_over
from cases.rules.eligibility import ScreeningFacts

KNOWN = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]
ANSWERS = {"yes": True, "no": False}


class KnownField(forms.TypedChoiceField):
    """Yes, no, or not known; nothing is preselected."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, choices=KNOWN, coerce=ANSWERS.get, empty_value=None, required=False, widget=forms.RadioSelect
        )


class ScreeningForm(AskingForm):
    """The two answers that only the talk gives, and the decision. `may_except` offers the exception."""

    needed_when: ClassVar = {
        "unstable_housing": _("a yes may need it"),
        "needs_more_than_advice": _("a yes may need it"),
        "reasons": _("needed for a no when nothing speaks against"),
        "note": _("needed for an exception"),
    }

    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("Programme"), queryset=None, to_field_name="code", empty_label=None
    )
    unstable_housing = KnownField(_("Is the housing unstable?"))
    needs_more_than_advice = KnownField(_("Is more than short advice needed?"))
    decided_on = DayField(label=_("Decided on"))
    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Left empty, the decision takes over what speaks against."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, may_except: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        programme = cast("forms.ModelChoiceField[Programme]", self.fields["programme"])
        programme.queryset = Programme.objects.filter(not_over(self.day()))
        outcomes = [choice for choice in ScreeningOutcome.choices if may_except or choice[0] != "exception"]
        cast("forms.ChoiceField", self.fields["outcome"]).choices = outcomes
        cast("forms.MultipleChoiceField", self.fields["reasons"]).choices = SCREENING_REASONS.choices_on(self.day())

    def day(self) -> date:
        """The day that the decision is made for: every rule is asked as of that day, on the page and on saving."""
        typed = self["decided_on"].value()
        try:
            return self.fields["decided_on"].clean(typed) or self.today
        except forms.ValidationError:
            return self.today

    def programme_or_first(self) -> Programme | None:
        """The programme chosen so far, for showing its rules before anything is saved."""
        queryset = cast("forms.ModelChoiceField[Programme]", self.fields["programme"]).queryset
        return self._given().get("programme") or (queryset.first() if queryset is not None else None)

    def facts(self, known: ScreeningFacts) -> ScreeningFacts:
        """What is known, with the answers given so far."""
        return ScreeningFacts(
            birth_date=known.birth_date,
            acting_municipality=known.acting_municipality,
            paying_municipality=known.paying_municipality,
            residence=known.residence,
            unstable_housing=self._given().get("unstable_housing"),
            needs_more_than_advice=self._given().get("needs_more_than_advice"),
        )

    def _given(self) -> dict[str, Any]:
        """The answers that could be read, however much is still missing."""
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}
