"""The life of an enrolment, one small page for each step of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.codes import Label
from cases.core.periods import ongoing
from cases.drafts.submissions import submitted
from cases.enrolments import actions
from cases.enrolments.forms import (
    AssignForm,
    CloseForm,
    EndAssignmentForm,
    EnrolForm,
    PauseForm,
    PhaseForm,
    ReopenForm,
    ResumeForm,
)
from cases.enrolments.models import Assignment, Enrolment, StepDone
from cases.enrolments.openbusiness import open_business
from cases.enrolments.queries import tasks
from cases.intake.models import Screening
from cases.pages.forms import refusals
from cases.people.models import Person
from cases.programmes.models import PhaseStep, Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right

CLOSING = (
    gettext_lazy("The running phase, a pause and all assignments end on that day."),
    gettext_lazy("It can be reopened as a new enrolment; this one stays as it is."),
)


@needs(Right.WORK_CASES)
def enrol(request: UserRequest, pk: int) -> HttpResponseBase:
    """Enrol the young person of a screening; a full programme is said, not refused."""
    now = timezone.now()
    visible = Screening.objects.visible_to(request.user).select_related("person", "programme")
    screening = get_object_or_404(visible, pk=pk)
    today = timezone.localdate(now)
    form = EnrolForm(request.POST or None, user=request.user, programme=screening.programme, initial={"on": today})
    context = {"screening": screening, "full": _full(screening.programme)}
    title = _("Enrol in %(programme)s") % {"programme": screening.programme}
    return _step(
        request,
        screening.person,
        form,
        lambda data: actions.enrol(by=request.user, at=now, screening=screening, **data),
        title=title,
        submit=_("Enrol"),
        saved=_("Enrolled. Now assign a worker."),
        **context,
    )


@needs(Right.WORK_CASES)
def change_phase(request: UserRequest, pk: int) -> HttpResponseBase:
    """Move to another phase, with the steps that have not been done in this one."""
    enrolment = _load(request, pk)
    form = PhaseForm(request.POST or None, enrolment=enrolment, today=timezone.localdate())
    left = [task.step for task in tasks(enrolment.phase_spells.filter(ongoing()).first()) if not task.done]
    page = {"title": _("Change phase"), "saved": _("Phase changed."), "undone": left}
    return _event(request, enrolment, form, actions.change_phase, **page)


@needs(Right.WORK_CASES)
def pause(request: UserRequest, pk: int) -> HttpResponseBase:
    """Let the enrolment rest."""
    enrolment = _load(request, pk)
    form = PauseForm(request.POST or None, enrolment=enrolment, today=timezone.localdate())
    return _event(request, enrolment, form, actions.pause, title=_("Pause the enrolment"), saved=_("Paused."))


@needs(Right.WORK_CASES)
def resume(request: UserRequest, pk: int) -> HttpResponseBase:
    """Go on after a pause."""
    enrolment = _load(request, pk)
    form = ResumeForm(request.POST or None, enrolment=enrolment, today=timezone.localdate())
    title = _("End the pause")
    return _event(request, enrolment, form, actions.resume, title=title, saved=_("The enrolment goes on."))


@needs(Right.WORK_CASES)
def close(request: UserRequest, pk: int) -> HttpResponseBase:
    """End the enrolment, after saying what that means and what stays open."""
    enrolment, today = _load(request, pk), timezone.localdate()
    form = CloseForm(request.POST or None, enrolment=enrolment, today=today)
    page = {"title": _("Close the enrolment?"), "saved": _("The enrolment is closed.")}
    consequences = [*CLOSING, *open_business(enrolment.person, today)]
    return _event(request, enrolment, form, actions.close, consequences=consequences, **page)


@needs(Right.WORK_CASES)
def reopen(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take up a closed enrolment again."""
    enrolment = _load(request, pk)
    form = ReopenForm(request.POST or None, enrolment=enrolment, initial={"on": timezone.localdate()})
    title = _("Reopen the enrolment")
    return _event(
        request,
        enrolment,
        form,
        actions.reopen,
        title=title,
        saved=_("The enrolment is reopened. Assign a worker: nobody is assigned yet."),
    )


@needs(Right.WORK_CASES)
def assign(request: UserRequest, pk: int) -> HttpResponseBase:
    """Make a member of the team responsible."""
    enrolment = _load(request, pk)
    form = AssignForm(request.POST or None, enrolment=enrolment, today=timezone.localdate())
    return _event(request, enrolment, form, actions.assign, title=_("Assign a worker"), saved=_("Assigned."))


@needs(Right.WORK_CASES)
def end_assignment(request: UserRequest, pk: int) -> HttpResponseBase:
    """End a worker's responsibility."""
    now = timezone.now()
    visible = Enrolment.objects.visible_to(request.user)
    rows = Assignment.objects.filter(enrolment__in=visible).select_related("worker", "enrolment__person")
    assignment = get_object_or_404(rows, pk=pk)
    form = EndAssignmentForm(request.POST or None, initial={"on": timezone.localdate(now)})
    return _step(
        request,
        assignment.enrolment.person,
        form,
        lambda data: actions.end_assignment(by=request.user, at=now, assignment=assignment, **data),
        title=_("End the assignment of %(worker)s") % {"worker": assignment.worker},
        submit=_("End assignment"),
        saved=_("The assignment is ended."),
    )


@require_POST
@needs(Right.WORK_CASES)
def complete_step(request: UserRequest, pk: int, step: int) -> HttpResponseBase:
    """Mark a step of the phase as done today."""
    enrolment = _load(request, pk)
    now = timezone.now()
    row = get_object_or_404(PhaseStep.objects.filter(phase__programme=enrolment.programme_id), pk=step)
    form = forms.Form({})
    with refusals(form):
        actions.complete_step(by=request.user, at=now, enrolment=enrolment, step=row, on=timezone.localdate(now))
    return _back_to_steps(request, enrolment.person, form)


@require_POST
@needs(Right.WORK_CASES)
def undo_step(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take back that a step was done."""
    visible = Enrolment.objects.visible_to(request.user)
    rows = StepDone.objects.filter(spell__enrolment__in=visible).select_related("spell__enrolment__person")
    done = get_object_or_404(rows, pk=pk)
    form = forms.Form({})
    with refusals(form):
        actions.undo_step(by=request.user, at=timezone.now(), done=done)
    return _back_to_steps(request, done.spell.enrolment.person, form)


def _back_to_steps(request: UserRequest, person: Person, form: forms.Form) -> HttpResponseBase:
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("cases:person", person.reference)


def _load(request: UserRequest, pk: int) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.user).select_related("person", "programme", "team")
    return get_object_or_404(visible, pk=pk)


def _full(programme: Programme) -> str:
    """Says that the programme has no free place; empty while it has."""
    if programme.capacity is None:
        return ""
    taken = Enrolment.objects.going_on(timezone.localdate()).filter(programme=programme).count()
    if taken < programme.capacity:
        return ""
    return _("The programme is full: %(taken)s of %(places)s places are taken.") % {
        "taken": taken,
        "places": programme.capacity,
    }


def _event(
    request: UserRequest, enrolment: Enrolment, form: forms.Form, act: Callable[..., object], **page: Any
) -> HttpResponseBase:
    """A step in the life of an enrolment: the form's answers are the action's arguments."""
    return _step(
        request,
        enrolment.person,
        form,
        lambda data: act(by=request.user, at=timezone.now(), enrolment=enrolment, **data),
        enrolment=enrolment,
        **page,
    )


def _step(
    request: UserRequest,
    person: Person,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    saved: Label,
    **page: Any,
) -> HttpResponseBase:
    """Show the form until the action has taken place, then go back to the young person."""
    if submitted(request, form):
        with refusals(form):
            act(form.cleaned_data)
            messages.success(request, str(saved))
            return redirect("cases:person", person.reference)
    note_read(request, AuditAction.OPENED, person=person)
    context = {"person": person, "form": form, "title": title} | page
    return render(request, "cases/enrolments/step.html", context)
