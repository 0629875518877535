"""An enrolment's dates side by side, each of them to be corrected or taken back by whoever may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
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
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell
from cases.intake.models import Screening
from cases.pages.views import Told, done, form_page, link, saved
from cases.people.models import Person
from cases.people.views import person_link
from cases.records.models import Record
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right

# The kinds that the address names.
KINDS: dict[str, type[Any]] = {
    "enrolment": Enrolment,
    "phase": PhaseSpell,
    "pause": Pause,
    "assignment": Assignment,
    "screening": Screening,
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
    form = correction_form(record, request.POST or None)
    if not may_correct_record(request.user, record, person=person, at=now):
        form.only_the_end()
    form.initial["version"] = record.version

    def save(told: Told) -> HttpResponseBase:
        _correct(record, told, by=request.user, at=now)
        said = _("Corrected. Figures follow; reports that are finished stay as they are.")
        return done(request, said, _back(record))

    title = _("Correct: %(what)s") % {"what": _name(record)}
    return saved(request, form, save) or _page(request, record, person, form, title=title)


def _correct(record: Record, told: Told, *, by: User, at: datetime) -> None:
    """Correct it with what the form of its kind asks for."""
    version, why = told["version"], told["why"]
    match record:
        case Enrolment():
            _correct_enrolment(record, told, by=by, at=at)
        case Screening():
            _correct_screening(record, told, by=by, at=at)
        case PhaseSpell():
            start, reason = told["start"], told["reason"]
            act.correct_phase(by=by, at=at, spell=record, version=version, why=why, start=start, reason=reason)
        case Pause():
            act.correct_pause(
                by=by,
                at=at,
                pause=record,
                version=version,
                why=why,
                start=told["start"],
                end=told.get("end"),
                reason=told["reason"],
            )
        case Assignment():
            start, end = told["start"], told.get("end")
            act.correct_assignment(by=by, at=at, assignment=record, version=version, why=why, start=start, end=end)


def _correct_enrolment(enrolment: Enrolment, told: Told, *, by: User, at: datetime) -> None:
    act.correct_enrolment(
        by=by,
        at=at,
        enrolment=enrolment,
        version=told["version"],
        why=told["why"],
        start=told["start"],
        end=told.get("end"),
        reasons=told.get("reasons", ()),
        note=told.get("note", ""),
        confirmed=told["confirmed"],
    )


def _correct_screening(screening: Screening, told: Told, *, by: User, at: datetime) -> None:
    act.correct_screening(
        by=by,
        at=at,
        screening=screening,
        version=told["version"],
        why=told["why"],
        decided_on=told["decided_on"],
        reasons=told.get("reasons", ()),
        note=told["note"],
        confirmed=told["confirmed"],
    )


@needs(Right.WORK_CASES)
def withdraw(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Take back what was entered by mistake."""
    now = timezone.now()
    record, person = _load(request, kind, pk, now, may_correct_record)
    back = reverse("cases:person", args=[person.reference]) if kind in {"enrolment", "screening"} else _back(record)
    form = WithdrawalForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        _withdraw(record, by=request.user, at=now, why=told["why"])
        return done(request, _("Taken back. The history keeps it, with your name and the reason."), back)

    title = _("Take back: %(what)s?") % {"what": _name(record)}
    return saved(request, form, save) or _page(
        request, record, person, form, title=title, consequences=_consequences(record)
    )


def _withdraw(record: Record, *, by: User, at: datetime, why: str) -> None:
    match record:
        case Enrolment():
            act.withdraw_enrolment(by=by, at=at, enrolment=record, why=why)
        case Screening():
            act.withdraw_screening(by=by, at=at, screening=record, why=why)
        case PhaseSpell():
            act.withdraw_phase(by=by, at=at, spell=record, why=why)
        case Pause():
            act.withdraw_pause(by=by, at=at, pause=record, why=why)
        case Assignment():
            act.withdraw_assignment(by=by, at=at, assignment=record, why=why)


@needs(Right.WORK_CASES)
def withdraw_closing(request: UserRequest, pk: int) -> HttpResponseBase:
    """The enrolment was closed by mistake."""
    now = timezone.now()
    enrolment, person = _load(request, "enrolment", pk, now, may_correct_end)
    form = WithdrawalForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.withdraw_closing(by=request.user, at=now, enrolment=enrolment, why=told["why"])
        said = _("The closing is taken back: the enrolment goes on.")
        return done(request, said, "cases:person", person.reference)

    title = _("Take the closing back?")
    consequences = [_("The phase, the pause and the assignments that ended with the enrolment go on.")]
    return saved(request, form, save) or _page(
        request, enrolment, person, form, title=title, consequences=consequences
    )


def _load(request: UserRequest, kind: str, pk: int, now: datetime, may: Callable[..., bool]) -> tuple[Any, Person]:
    """The record, if the user reaches it and may correct it."""
    if kind not in KINDS:
        raise Http404
    record = get_object_or_404(_visible(KINDS[kind], request.user), pk=pk)
    person = record.person if isinstance(record, Enrolment | Screening) else record.enrolment.person
    if not may(request.user, record, person=person, at=now):
        raise PermissionDenied(_("Whoever entered it may correct it for 24 hours, and then a lead of the team."))
    return record, person


def _visible(model: type[Any], user: User) -> "QuerySet[Any]":
    rows: QuerySet[Any] = model.objects.all()
    if model in {Enrolment, Screening}:
        rows = model.objects.visible_to(user)
        return rows.select_related("person", "programme")
    return rows.filter(enrolment__in=Enrolment.objects.visible_to(user)).select_related("enrolment__person")


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
    request: UserRequest,
    record: Record,
    person: Person,
    form: forms.Form,
    *,
    title: str,
    consequences: Sequence[Label] = (),
) -> HttpResponseBase:
    """A correction; with consequences, what is taken back."""
    return form_page(
        request,
        form,
        title=title,
        above=[link(_("Young people"), "cases:person_list"), person_link(person)],
        back=_back(record),
        person=person,
        target=record,
        consequences=consequences,
        submit=_("Take back") if consequences else _("Save the correction"),
        danger=bool(consequences),
    )
