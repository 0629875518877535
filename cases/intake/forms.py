"""The target-group decision, and the request for one."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.core.periods import not_over
from cases.intake.codes import SCREENING_REASONS, ScreeningOutcome
from cases.intake.models import ScreeningRequest
from cases.intake.rules import ScreeningFacts
from cases.pages.forms import AskingForm, choice_field, day_typed, row_field
from cases.pages.widgets import DayField
from cases.programmes.models import Programme

KNOWN = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]

ANSWERS = {"yes": True, "no": False}

WORDS = {True: "yes", False: "no", None: "unknown"}

ANSWERED = ("unstable_housing", "needs_more_than_advice")


class KnownField(forms.TypedChoiceField):
    """Yes, no, or not known; nothing is preselected."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, choices=KNOWN, coerce=ANSWERS.get, empty_value=None, required=False, widget=forms.RadioSelect
        )


class TargetForm(forms.Form):
    """The two answers that only the talk gives. It begins with those of the request it is to answer."""

    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("Programme"), queryset=None, to_field_name="code", empty_label=None
    )
    unstable_housing = KnownField(_("Is the housing unstable?"))
    needs_more_than_advice = KnownField(_("Is more than short advice needed?"))

    def __init__(self, *args: Any, today: date, asked: ScreeningRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.asked = today, asked
        if asked:
            answers = {name: WORDS[getattr(asked, name)] for name in ANSWERED}
            self.initial = {**self.initial, "programme": asked.programme.code, **answers}
        programme = row_field(self, "programme")
        programme.queryset = Programme.objects.filter(not_over(self.day()))

    def day(self) -> date:
        """The day that the rules are asked for."""
        return self.today

    def programme_or_first(self) -> Programme | None:
        """The programme chosen so far, for showing its rules before anything is saved."""
        queryset = row_field(self, "programme").queryset
        return self._given().get("programme") or (queryset.first() if queryset is not None else None)

    def facts(self, known: ScreeningFacts) -> ScreeningFacts:
        """What is known, with the answers given so far."""
        given = self._given()
        return replace(
            known,
            unstable_housing=given.get("unstable_housing"),
            needs_more_than_advice=given.get("needs_more_than_advice"),
        )

    def _given(self) -> dict[str, Any]:
        """The answers that could be read, however much is still missing."""
        if not self.is_bound:
            return {name: getattr(self.asked, name) for name in ("programme", *ANSWERED)} if self.asked else {}
        self.is_valid()
        return self.cleaned_data


class RequestForm(TargetForm):
    """A request for a decision: what is known, and what whoever decides should know besides."""

    note = forms.CharField(
        label=_("Note to who decides"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you know, and why it should be decided now."),
    )

    def __init__(self, *args: Any, waiting: Collection[ScreeningRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.asked:
            self.initial["note"] = self.asked.note
        programme = row_field(self, "programme")
        if programme.queryset is not None:
            programme.queryset = programme.queryset.exclude(pk__in=[request.programme_id for request in waiting])

    @property
    def may_ask(self) -> bool:
        """Whether there is a programme left to ask about; for the others an answer is waited for."""
        queryset = row_field(self, "programme").queryset
        return queryset is not None and queryset.exists()


class SendBackForm(forms.Form):
    """Why a request is sent back."""

    answer = forms.CharField(
        label=_("What is missing?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class ScreeningForm(AskingForm, TargetForm):
    """The decision with what it rests on. `may_except` offers the exception."""

    needed_when: ClassVar = {
        "unstable_housing": _("a yes may need it"),
        "needs_more_than_advice": _("a yes may need it"),
        "reasons": _("needed for a no when nothing speaks against"),
        "note": _("needed for an exception"),
    }

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

    def __init__(self, *args: Any, may_except: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [
            choice for choice in ScreeningOutcome.choices if may_except or choice[0] != ScreeningOutcome.EXCEPTION
        ]
        choice_field(self, "outcome").choices = outcomes
        choice_field(self, "reasons").choices = SCREENING_REASONS.choices_on(self.day())

    def day(self) -> date:
        """The day that the decision is made for: every rule is asked as of that day, on the page and on saving."""
        return day_typed(self, "decided_on") or self.today
