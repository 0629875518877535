"""The life of an enrolment, one small page for each step of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.core.periods import ongoing
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
from cases.pages.views import Told, done, form_page, link, saved
from cases.people.models import Person
from cases.people.views import person_link
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
    person, programme, today = screening.person, screening.programme, timezone.localdate(now)
    form = EnrolForm(request.POST or None, user=request.user, programme=programme, initial={"on": today})

    def save(told: Told) -> HttpResponseBase:
        team, on, sure = told["team"], told["on"], told["confirmed"]
        actions.enrol(by=request.user, at=now, screening=screening, team=team, on=on, confirmed=sure)
        return _done(request, person, _("Enrolled. Now assign a worker."))

    page = {"title": _("Enrol in %(programme)s") % {"programme": programme}, "submit": _("Enrol")}
    return saved(request, form, save) or _page(request, form, person, full=_full(programme), **page)


@needs(Right.WORK_CASES)
def change_phase(request: UserRequest, pk: int) -> HttpResponseBase:
    """Move to another phase, with the steps that have not been done in this one."""
    enrolment, now = _load(request, pk), timezone.now()
    form = PhaseForm(request.POST or None, enrolment=enrolment, today=timezone.localdate(now))

    def save(told: Told) -> HttpResponseBase:
        actions.change_phase(
            by=request.user,
            at=now,
            enrolment=enrolment,
            phase=told["phase"],
            on=told["on"],
            reason=told["reason"],
            version=told["version"],
        )
        return _done(request, enrolment.person, _("Phase changed."))

    left = [task.step for task in tasks(enrolment.phase_spells.filter(ongoing()).first()) if not task.done]
    return saved(request, form, save) or _event(request, form, enrolment, title=_("Change phase"), undone=left)


@needs(Right.WORK_CASES)
def pause(request: UserRequest, pk: int) -> HttpResponseBase:
    """Let the enrolment rest."""
    enrolment, now = _load(request, pk), timezone.now()
    form = PauseForm(request.POST or None, enrolment=enrolment, today=timezone.localdate(now))

    def save(told: Told) -> HttpResponseBase:
        reason, on, version = told["reason"], told["on"], told["version"]
        actions.pause(by=request.user, at=now, enrolment=enrolment, reason=reason, on=on, version=version)
        return _done(request, enrolment.person, _("Paused."))

    return saved(request, form, save) or _event(request, form, enrolment, title=_("Pause the enrolment"))


@needs(Right.WORK_CASES)
def resume(request: UserRequest, pk: int) -> HttpResponseBase:
    """Go on after a pause."""
    enrolment, now = _load(request, pk), timezone.now()
    form = ResumeForm(request.POST or None, enrolment=enrolment, today=timezone.localdate(now))

    def save(told: Told) -> HttpResponseBase:
        actions.resume(by=request.user, at=now, enrolment=enrolment, on=told["on"], version=told["version"])
        return _done(request, enrolment.person, _("The enrolment goes on."))

    return saved(request, form, save) or _event(request, form, enrolment, title=_("End the pause"))


@needs(Right.WORK_CASES)
def close(request: UserRequest, pk: int) -> HttpResponseBase:
    """End the enrolment, after saying what that means and what stays open."""
    enrolment, now = _load(request, pk), timezone.now()
    form = CloseForm(request.POST or None, enrolment=enrolment, today=timezone.localdate(now))

    def save(told: Told) -> HttpResponseBase:
        actions.close(
            by=request.user,
            at=now,
            enrolment=enrolment,
            on=told["on"],
            reasons=told["reasons"],
            note=told["note"],
            version=told["version"],
        )
        return _done(request, enrolment.person, _("The enrolment is closed."))

    consequences = [*CLOSING, *open_business(enrolment.person, timezone.localdate(now))]
    page = {"title": _("Close the enrolment?"), "submit": _("Close the enrolment"), "danger": True}
    return saved(request, form, save) or _event(request, form, enrolment, consequences=consequences, **page)


@needs(Right.WORK_CASES)
def reopen(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take up a closed enrolment again."""
    enrolment, now = _load(request, pk), timezone.now()
    form = ReopenForm(request.POST or None, enrolment=enrolment, initial={"on": timezone.localdate(now)})

    def save(told: Told) -> HttpResponseBase:
        phase, on, sure = told["phase"], told["on"], told["confirmed"]
        actions.reopen(by=request.user, at=now, enrolment=enrolment, phase=phase, on=on, confirmed=sure)
        said = _("The enrolment is reopened. Assign a worker: nobody is assigned yet.")
        return _done(request, enrolment.person, said)

    return saved(request, form, save) or _event(request, form, enrolment, title=_("Reopen the enrolment"))


@needs(Right.WORK_CASES)
def assign(request: UserRequest, pk: int) -> HttpResponseBase:
    """Make a member of the team responsible."""
    enrolment, now = _load(request, pk), timezone.now()
    form = AssignForm(request.POST or None, enrolment=enrolment, today=timezone.localdate(now))

    def save(told: Told) -> HttpResponseBase:
        worker, function, on = told["worker"], told["function"], told["on"]
        actions.assign(by=request.user, at=now, enrolment=enrolment, worker=worker, function=function, on=on)
        return _done(request, enrolment.person, _("Assigned."))

    return saved(request, form, save) or _event(request, form, enrolment, title=_("Assign a worker"))


@needs(Right.WORK_CASES)
def end_assignment(request: UserRequest, pk: int) -> HttpResponseBase:
    """End a worker's responsibility."""
    now = timezone.now()
    visible = Enrolment.objects.visible_to(request.user)
    rows = Assignment.objects.filter(enrolment__in=visible).select_related("worker", "enrolment__person")
    assignment = get_object_or_404(rows, pk=pk)
    person = assignment.enrolment.person
    form = EndAssignmentForm(request.POST or None, initial={"on": timezone.localdate(now)})

    def save(told: Told) -> HttpResponseBase:
        actions.end_assignment(by=request.user, at=now, assignment=assignment, on=told["on"])
        return _done(request, person, _("The assignment is ended."))

    title = _("End the assignment of %(worker)s") % {"worker": assignment.worker}
    return saved(request, form, save) or _page(request, form, person, title=title, submit=_("End assignment"))


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
    mark = get_object_or_404(rows, pk=pk)
    form = forms.Form({})
    with refusals(form):
        actions.undo_step(by=request.user, at=timezone.now(), done=mark)
    return _back_to_steps(request, mark.spell.enrolment.person, form)


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


def _done(request: UserRequest, person: Person, said: str) -> HttpResponseBase:
    return done(request, said, "cases:person", person.reference)


def _event(request: UserRequest, form: forms.Form, enrolment: Enrolment, **page: Any) -> HttpResponseBase:
    return _page(request, form, enrolment.person, lead=enrolment.programme.name, **page)


def _page(request: UserRequest, form: forms.Form, person: Person, **page: Any) -> HttpResponseBase:
    above = [link(_("Young people"), "cases:person_list"), person_link(person)]
    return form_page(request, form, above=above, person=person, template="cases/enrolments/step.html", **page)
