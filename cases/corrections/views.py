"""An enrolment's dates side by side, each of them to be corrected or taken back by whoever may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.history import changes_in
from cases.audit.trail import note_read
from cases.core.codes import Label
from cases.core.periods import last_day
from cases.corrections import actions as act
from cases.corrections.forms import WithdrawalForm, correction_form
from cases.corrections.rights import may_correct_end, may_correct_record, why_it_stays, why_it_stays_closed
from cases.drafts.submissions import submitted
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell
from cases.intake.models import Screening
from cases.pages.forms import refusals
from cases.people.models import Person
from cases.records.models import Record
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right

# The kinds that the address names: the model, and what corrects a record of it and takes it back.
KINDS: dict[str, tuple[type[Any], str, Any, Any]] = {
    "enrolment": (Enrolment, "enrolment", act.correct_enrolment, act.withdraw_enrolment),
    "phase": (PhaseSpell, "spell", act.correct_phase, act.withdraw_phase),
    "pause": (Pause, "pause", act.correct_pause, act.withdraw_pause),
    "assignment": (Assignment, "assignment", act.correct_assignment, act.withdraw_assignment),
    "screening": (Screening, "screening", act.correct_screening, act.withdraw_screening),
}

# Those whose end is entered by itself, perhaps by somebody else.
WITH_END = {"enrolment", "pause", "assignment"}


@dataclass(frozen=True)
class Line:
    """One dated part of the course. The addresses are empty where the user may not change it.

    `stays`: why the user, who otherwise may, cannot take it back.
    """

    title: Label
    name: Label
    start: date
    end: date | None
    correct_url: str
    withdraw_url: str
    stays: Label


@needs(Right.WORK_CASES)
def course(request: UserRequest, pk: int) -> HttpResponseBase:
    """Everything in an enrolment that has a date, what may be put right, and what has been."""
    visible = Enrolment.objects.visible_to(request.user).select_related("person", "programme", "screening")
    enrolment = get_object_or_404(visible, pk=pk)
    note_read(request, AuditAction.OPENED, person=enrolment.person, target=enrolment, page="course")
    lines = _lines(request.user, enrolment)
    closing_url = reverse("cases:closing_withdraw", args=[pk])
    may_reopen = (
        enrolment.end is not None
        and may_correct_end(request.user, enrolment, person=enrolment.person, at=timezone.now())
        and not why_it_stays_closed(enrolment)
    )
    context = {
        "enrolment": enrolment,
        "person": enrolment.person,
        "lines": lines,
        "closing_url": closing_url if may_reopen else "",
        "changes": _changes(enrolment),
    }
    return render(request, "cases/corrections/course.html", context)


@needs(Right.WORK_CASES)
def correct(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Put the dates and reasons of one record right."""
    now = timezone.now()
    record, person = _load(request, kind, pk, now, may_correct_end if kind in WITH_END else may_correct_record)
    _model, argument, action, _withdraw = KINDS[kind]
    form = correction_form(record, request.POST or None)
    if not may_correct_record(request.user, record, person=person, at=now):
        form.only_the_end()
    form.initial["version"] = record.version
    if submitted(request, form):
        with refusals(form):
            action(by=request.user, at=now, **{argument: record}, **form.cleaned_data)
            messages.success(request, _("Corrected. Figures follow; reports that are finished stay as they are."))
            return redirect(_back(record))
    return _page(request, record, person, form, title=_("Correct: %(what)s") % {"what": _name(record)})


@needs(Right.WORK_CASES)
def withdraw(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Take back what was entered by mistake."""
    now = timezone.now()
    record, person = _load(request, kind, pk, now, may_correct_record)
    _model, argument, _correct, action = KINDS[kind]
    back = reverse("cases:person", args=[person.reference]) if kind in {"enrolment", "screening"} else _back(record)
    form = WithdrawalForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            action(by=request.user, at=now, **{argument: record}, **form.cleaned_data)
            messages.success(request, _("Taken back. The history keeps it, with your name and the reason."))
            return redirect(back)
    title = _("Take back: %(what)s?") % {"what": _name(record)}
    return _page(request, record, person, form, title=title, consequences=_consequences(record))


@needs(Right.WORK_CASES)
def withdraw_closing(request: UserRequest, pk: int) -> HttpResponseBase:
    """The enrolment was closed by mistake."""
    now = timezone.now()
    enrolment, person = _load(request, "enrolment", pk, now, may_correct_end)
    form = WithdrawalForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            act.withdraw_closing(by=request.user, at=now, enrolment=enrolment, **form.cleaned_data)
            messages.success(request, _("The closing is taken back: the enrolment goes on."))
            return redirect("cases:person", person.reference)
    consequences = [_("The phase, the pause and the assignments that ended with the enrolment go on.")]
    return _page(request, enrolment, person, form, title=_("Take the closing back?"), consequences=consequences)


def _load(request: UserRequest, kind: str, pk: int, now: datetime, may: Callable[..., bool]) -> tuple[Any, Person]:
    """The record, if the user reaches it and may correct it."""
    if kind not in KINDS:
        raise Http404
    record = get_object_or_404(_visible(KINDS[kind][0], request.user), pk=pk)
    person = record.person if isinstance(record, Enrolment | Screening) else record.enrolment.person
    if not may(request.user, record, person=person, at=now):
        raise PermissionDenied(_("Whoever entered it may correct it for 24 hours, and then a lead of the team."))
    return record, person


def _visible(model: type[Any], user: User) -> "QuerySet[Any]":
    if model in {Enrolment, Screening}:
        return model.objects.visible_to(user).select_related("person", "programme")  # type: ignore[no-any-return]
    rows = model.objects.filter(enrolment__in=Enrolment.objects.visible_to(user))
    return rows.select_related("enrolment__person")  # type: ignore[no-any-return]


def _lines(user: User, enrolment: Enrolment) -> list[Line]:
    now = timezone.now()
    rows: list[tuple[str, Any]] = [("enrolment", enrolment)]
    rows += [("screening", enrolment.screening)] if enrolment.screening else []
    rows += [("phase", row) for row in enrolment.phase_spells.select_related("phase").order_by("start")]
    rows += [("pause", row) for row in enrolment.pauses.order_by("start")]
    rows += [("assignment", row) for row in enrolment.assignments.select_related("worker").order_by("start")]
    return [_line(user, kind, row, enrolment.person, now) for kind, row in rows]


def _line(user: User, kind: str, row: Any, person: Person, now: datetime) -> Line:
    is_own = may_correct_record(user, row, person=person, at=now)
    is_open = is_own or (kind in WITH_END and may_correct_end(user, row, person=person, at=now))
    correct_url = reverse("cases:correction", args=[kind, row.pk]) if is_open else ""
    stays = why_it_stays(row) if is_own else ""
    withdraw_url = reverse("cases:correction_withdraw", args=[kind, row.pk]) if is_own and not stays else ""
    start = row.decided_on if kind == "screening" else row.start
    name = row.programme if kind == "enrolment" else row
    end = None if kind == "screening" else last_day(row.end)
    return Line(capfirst(str(row._meta.verbose_name)), str(name), start, end, correct_url, withdraw_url, stays)


def _changes(enrolment: Enrolment) -> list[Any]:
    """What was saved for the enrolment, what has been taken back included."""
    parts = (PhaseSpell, Pause, Assignment)
    histories = [enrolment.history.all(), *(model.history.filter(enrolment=enrolment) for model in parts)]
    if enrolment.screening_id:
        histories.append(Screening.history.filter(id=enrolment.screening_id))
    return changes_in(*(rows.select_related("history_user") for rows in histories))


def _name(record: Record) -> str:
    what = record.programme if isinstance(record, Enrolment) else record
    return f"{capfirst(str(record._meta.verbose_name))} · {what}"


def _back(record: Any) -> str:
    """Where the record is listed."""
    if isinstance(record, Screening):
        return reverse("cases:person", args=[record.person.reference])
    return reverse("cases:course", args=[record.pk if isinstance(record, Enrolment) else record.enrolment_id])


def _consequences(record: Record) -> list[Label]:
    found: list[Label] = [_("It no longer counts in any figure; reports that are finished stay as they are.")]
    if isinstance(record, Enrolment):
        found.insert(0, _("All phases, pauses and assignments of the enrolment are taken back with it."))
    if isinstance(record, PhaseSpell):
        found.insert(0, _("The phase before goes on in its place."))
    if isinstance(record, Pause):
        found.insert(0, _("The target of the phase moves back by the days of the pause."))
    stays = why_it_stays(record)
    return [stays, *found] if stays else found


def _page(
    request: UserRequest, record: Record, person: Person, form: forms.Form, *, title: str, **more: Any
) -> HttpResponseBase:
    note_read(request, AuditAction.OPENED, person=person, target=record)
    context = {"person": person, "form": form, "title": title, "cancel_url": _back(record)} | more
    return render(request, "cases/corrections/correction.html", context)
