"""Forms for the case about support in the home: what it is about, each kind of step, and the filter of the list."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.pages.forms import AskingForm, VersionedForm, choice_field, day_typed, row_field
from cases.pages.numbers import NumberField
from cases.staff.models import Organisation
from housing.steps.forms import BLANK, ListFilter, StepForm, code_field, day_field, note_field
from housing.support.codes import (
    DROP_REASONS,
    SUPPORT_ENDINGS,
    SUPPORT_PARAGRAPHS,
    SUPPORT_REFUSALS,
    SupportEvent,
    SupportState,
)
from housing.support.queries import SupportShow

MOST_HOURS = 168


def _provider() -> "forms.ModelChoiceField[Organisation]":
    return forms.ModelChoiceField(
        label=_("Who gives the support?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Not decided"),
    )


class NewSupportCaseForm(AskingForm):
    """A new case."""

    asks_as: ClassVar = {"opened_on": "on"}

    paragraph = forms.ChoiceField(
        label=_("Under which paragraph?"),
        error_messages={"invalid_choice": _("Choose a paragraph that was in force on that day.")},
    )
    on = day_field(_("Opened on"))
    provider = _provider()
    note = note_field(_("Note"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row_field(self, "provider").queryset = Organisation.objects.active()
        in_force = SUPPORT_PARAGRAPHS.choices_on(day_typed(self, "on") or today)
        choice_field(self, "paragraph").choices = [BLANK, *in_force]


class SupportCaseChangeForm(VersionedForm):
    """Who gives the support, and the note."""

    provider = _provider()
    note = note_field(_("Note"))

    field_order = ("provider", "note", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row_field(self, "provider").queryset = Organisation.objects.active()


class HearingForm(AskingForm, StepForm):
    """The facts were sent to the young person for comment."""

    asks_as: ClassVar = {"hearing_deadline": "deadline"}

    deadline = day_field(_("Answer due"))

    field_order = ("on", "deadline")


class AnswerForm(StepForm):
    """The young person commented on the facts."""

    answer = note_field(_("What did the young person answer?"), required=True)

    field_order = ("on", "answer")


class GrantForm(AskingForm, StepForm):
    """A yes."""

    needed_when: ClassVar = {"grounds": _("needed unless the young person gets all that was asked for")}

    hours_per_week = NumberField(
        label=_("Hours a week"), min_value=0, max_value=MOST_HOURS, max_digits=4, decimal_places=1, required=False
    )
    provider = _provider()
    grounds = note_field(_("Grounds"))

    field_order = ("on", "hours_per_week", "provider", "grounds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row_field(self, "provider").queryset = Organisation.objects.active()


class RefuseForm(StepForm):
    """A no, with reason and written grounds."""

    refusal = code_field(_("Why?"), SUPPORT_REFUSALS)
    grounds = note_field(
        _("Grounds"),
        required=True,
        help_text=_(
            "The paragraph, the facts it rests on and the main considerations. The letter says how to complain."
        ),
    )

    field_order = ("on", "refusal", "grounds")


class EndForm(StepForm):
    """The support stopped."""

    on = day_field(_("Last day with support"))
    ending = code_field(_("Why?"), SUPPORT_ENDINGS)

    field_order = ("on", "ending")


class DropForm(StepForm):
    """The case stops before support has started."""

    reason = code_field(_("Why?"), DROP_REASONS)

    field_order = ("on", "reason")


FORMS: dict[SupportEvent, type[StepForm]] = {
    SupportEvent.SEND_HEARING: HearingForm,
    SupportEvent.ANSWER_HEARING: AnswerForm,
    SupportEvent.GRANT: GrantForm,
    SupportEvent.REFUSE: RefuseForm,
    SupportEvent.END: EndForm,
    SupportEvent.DROP: DropForm,
}


def form_for(step: SupportEvent) -> type[StepForm]:
    """The form of a step; the others need no more than a day."""
    return FORMS.get(step, StepForm)


class SupportFilter(ListFilter):
    """Which support cases to list."""

    show = forms.ChoiceField(label=_("Show"), choices=SupportShow.choices, required=False)
    state = forms.ChoiceField(label=_("Step"), choices=[("", _("All")), *SupportState.choices], required=False)

    field_order = ("show", "state", "team", "worker")
