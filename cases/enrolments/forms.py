"""Forms of what happens to an enrolment, and of the part of the work that is looked at."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.core.periods import last_day, ongoing, open_on
from cases.enrolments.codes import CLOSING_REASONS, PAUSE_REASONS
from cases.enrolments.models import Assignment, Enrolment
from cases.enrolments.queries import Selection, running_on
from cases.enrolments.rules import NOT_TIED
from cases.pages.forms import AskingForm, Difference, VersionedForm, choice_field, row_field
from cases.pages.widgets import DayField
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import PhaseTemplate, Programme
from cases.staff.codes import TEAM_ROLES
from cases.staff.models import User
from cases.teams.models import Team


class OnForm(forms.Form):
    """The day something happened."""

    on = DayField(label=_("From"))


class EnrolForm(OnForm, AskingForm):
    """Take a young person into the programme of a screening."""

    asks_as: ClassVar = {"start": "on"}

    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(
        label=_("Team"),
        queryset=None,
        to_field_name="code",
        empty_label=None,
        error_messages={"invalid_choice": NOT_TIED},
    )

    field_order = ("team", "on")

    def __init__(self, *args: Any, user: User, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = row_field(self, "team")
        field.queryset = Team.objects.of(user).filter(is_active=True, programmes=programme)
        self.untied = "" if field.queryset.exists() else NOT_TIED


class EventForm(VersionedForm, OnForm):
    """Something that happens to a running enrolment; a stale page is told where the enrolment stands now."""

    def __init__(self, *args: Any, enrolment: Enrolment, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today, "version": enrolment.version}
        super().__init__(*args, **kwargs)

    def compare_with(self, current: Model) -> None:
        """The form's answers are not fields of the enrolment: show its phase and its last day instead."""
        super().compare_with(current)
        if not isinstance(current, Enrolment):
            return
        phase = self.cleaned_data.get("phase")
        spell = current.phase_spells.select_related("phase").order_by("-start").first()
        closed = last_day(current.end)
        self.stale = [Difference(_("Phase"), phase, spell), Difference(_("Closed, last day"), None, closed)]


class PhaseForm(EventForm):
    """Move to another phase."""

    needed_when: ClassVar = {"reason": _("needed when a phase is skipped or repeated")}

    phase: "forms.ModelChoiceField[PhaseTemplate]" = forms.ModelChoiceField(
        label=_("Phase"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label=_("Why this phase"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("phase", "on", "reason", "version")

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, enrolment=enrolment, **kwargs)
        field = row_field(self, "phase")
        running = enrolment.phase_spells.filter(ongoing())
        field.queryset = phases_of(enrolment.programme).exclude(pk__in=running.values("phase"))


class PauseForm(EventForm):
    """Let the enrolment rest."""

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)

    field_order = ("reason", "on", "version")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        choice_field(self, "reason").choices = PAUSE_REASONS.choices_on(today)


class ResumeForm(EventForm):
    """Go on after a pause."""

    on = DayField(label=_("Last day of the pause"))


class CloseForm(EventForm):
    """End the enrolment."""

    reasons = forms.MultipleChoiceField(label=_("Reasons"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("Closing note"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("reasons", "on", "note", "version")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["on"].label = _("Last day")
        choice_field(self, "reasons").choices = CLOSING_REASONS.choices_on(today)


class ReopenForm(OnForm, AskingForm):
    """Take up a closed enrolment again."""

    asks_as: ClassVar = {"start": "on"}

    phase: "forms.ModelChoiceField[PhaseTemplate]" = forms.ModelChoiceField(
        label=_("Phase"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )

    field_order = ("phase", "on")

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = row_field(self, "phase")
        field.queryset = phases_of(enrolment.programme)


class AssignForm(OnForm):
    """Make a member of the team responsible."""

    worker: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(label=_("Worker"), queryset=None)
    function = forms.ChoiceField(label=_("Function"), choices=WorkerFunction.choices, widget=forms.RadioSelect)

    field_order = ("worker", "function", "on")

    def __init__(self, *args: Any, enrolment: Enrolment, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today}
        super().__init__(*args, **kwargs)
        members = User.objects.filter(
            open_on(today, start="memberships__start", end="memberships__end"),
            memberships__team=enrolment.team_id,
            memberships__role__in=TEAM_ROLES,
            is_active=True,
        )
        row_field(self, "worker").queryset = members.distinct()


class EndAssignmentForm(forms.Form):
    """The last day the worker is responsible."""

    on = DayField(label=_("Last day with the task"))


def phases_of(programme: Programme) -> "QuerySet[PhaseTemplate]":
    """The phases of a programme in their order."""
    return programme.phases.order_by("position")


class SelectionForm(forms.Form):
    """Programme, team and worker to look at. A value that is unknown or out of reach is as if it were not there."""

    programme: "forms.ModelChoiceField[Programme]" = forms.ModelChoiceField(
        label=_("Programme"), queryset=None, to_field_name="code", required=False, empty_label=_("All")
    )
    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(
        label=_("Team"), queryset=None, to_field_name="code", required=False, empty_label=_("All")
    )
    worker: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Worker"), queryset=None, required=False, empty_label=_("All")
    )
    function = forms.ChoiceField(choices=[("", ""), *WorkerFunction.choices], required=False, widget=forms.HiddenInput)
    phase: "forms.ModelChoiceField[PhaseTemplate]" = forms.ModelChoiceField(
        queryset=None, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Mapping[str, Any], *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        rows = running_on(user, today)
        programmes = Programme.objects.visible_to(user).filter(pk__in=rows.values("programme"))
        assigned = Assignment.objects.filter(enrolment__in=rows.values("pk")).order_by()
        offered = {
            "programme": programmes,
            "phase": PhaseTemplate.objects.filter(programme__in=programmes).select_related("programme"),
            "team": Team.objects.visible_to(user),
            "worker": User.objects.filter(pk__in=assigned.values("worker")),
        }
        for name, queryset in offered.items():
            row_field(self, name).queryset = queryset

    def selection(self) -> Selection:
        """What to look at; wrong values in an old or edited address are left out."""
        self.is_valid()
        chosen = ((part.name, self.cleaned_data.get(part.name)) for part in fields(Selection))
        return Selection(**{name: value for name, value in chosen if value})
