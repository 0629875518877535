"""Putting right what stands wrong in an enrolment, or taking it back; each with a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enrolments.codes import CLOSING_REASONS, PAUSE_REASONS
from cases.enrolments.forms import PhaseForm
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell
from cases.intake.codes import SCREENING_REASONS, ScreeningOutcome
from cases.intake.models import Screening
from cases.pages.forms import AskingForm, VersionedForm
from cases.pages.widgets import DayField, LastDayField
from cases.records.models import Record

# What a record begins with. A closing has `reasons` of its own.
BEGINNING = {"start", "reason"}


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why is it corrected?"), max_length=500, help_text=_("What stood before stays in the history.")
    )


class CorrectionForm(VersionedForm):
    """What every correction asks: the values as they should have been, and why. It begins with what stands now.

    What still runs has no last day to correct.
    """

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = {name: getattr(record, name) for name in self.fields if hasattr(record, name)}
        self.initial = {**now, **self.initial}
        if "end" in self.fields and getattr(record, "end", None) is None:
            del self.fields["end"]
        self.fields["why"] = _why()

    def only_the_end(self) -> None:
        """For who ended it and did not begin it: what was entered at the beginning stays as it is."""
        for name in BEGINNING & self.fields.keys():
            self.fields[name].disabled = True


class PhaseCorrection(CorrectionForm):
    """A time in a phase."""

    needed_when = PhaseForm.needed_when

    start = DayField(label=_("First day in the phase"))
    reason = forms.CharField(
        label=_("Why this phase"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PauseCorrection(CorrectionForm):
    """A pause."""

    reason = forms.ChoiceField(label=_("Reason"), choices=PAUSE_REASONS.choices, widget=forms.RadioSelect)
    start = DayField(label=_("First day of the pause"))
    end = LastDayField(label=_("Last day of the pause"))


class AssignmentCorrection(CorrectionForm):
    """A worker's time with the young person."""

    start = DayField(label=_("First day with the task"))
    end = LastDayField(label=_("Last day with the task"))


class EnrolmentCorrection(AskingForm, CorrectionForm):
    """The first day of an enrolment and, of a closed one, how it was closed."""

    start = DayField(label=_("First day"))
    end = LastDayField(label=_("Last day"))
    reasons = forms.MultipleChoiceField(
        label=_("Reasons for closing"), choices=CLOSING_REASONS.choices, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Closing note"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, record: Enrolment, **kwargs: Any) -> None:
        kwargs["initial"] = {"reasons": record.closing_reasons, "note": record.closing_note}
        super().__init__(*args, record=record, **kwargs)
        if record.end is None:
            del self.fields["reasons"], self.fields["note"]


class ScreeningCorrection(AskingForm, CorrectionForm):
    """The day of a decision, its reasons and its note."""

    decided_on = DayField(label=_("Decided on"))
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), choices=SCREENING_REASONS.choices, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, record: Screening, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        if record.outcome == ScreeningOutcome.ELIGIBLE:
            del self.fields["reasons"]
        self.fields["note"].required = record.outcome == ScreeningOutcome.EXCEPTION


class WithdrawalForm(forms.Form):
    """Something that was entered by mistake."""

    why = forms.CharField(label=_("Why is it taken back?"), max_length=500)


FORMS: dict[type[Record], type[CorrectionForm]] = {
    Enrolment: EnrolmentCorrection,
    PhaseSpell: PhaseCorrection,
    Pause: PauseCorrection,
    Assignment: AssignmentCorrection,
    Screening: ScreeningCorrection,
}


def correction_form(record: Record, *args: Any) -> CorrectionForm:
    """The form that corrects a record of this kind."""
    return FORMS[type(record)](*args, record=record)
