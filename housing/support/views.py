"""The case about support in the home: the list, and each from talk to the end."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.contacts.queries import my_people
from cases.enrolments.models import Enrolment
from cases.enrolments.queries import people_in
from cases.pages.views import PAGE, Told, done, form_page, link, saved
from cases.people.views import person_link
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right, may
from housing.steps.registry import corrections_of
from housing.steps.views import person_of, person_page
from housing.support import actions as act
from housing.support.codes import SupportEvent
from housing.support.forms import NewSupportCaseForm, SupportCaseChangeForm, SupportFilter, form_for
from housing.support.models import SupportCase, SupportCaseQuerySet
from housing.support.queries import SupportShow, support_listed, support_of
from housing.support.rules import complaint_until, needs_decider, steps_from
from housing.support.words import SUPPORT_TONES, support_buttons, support_lines, support_marks


def case_of(request: UserRequest, pk: int) -> SupportCase:
    """The support case with its young person, or 404."""
    rows = SupportCase.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("person", "provider", "worker", "decided_by"), pk=pk)


FIRST = {"show": SupportShow.OPEN.value}


@needs(Right.WORK_CASES)
def overview(request: UserRequest) -> HttpResponseBase:
    """The support cases of the young people the user works with; what is listed stands in the address."""
    today = timezone.localdate()
    form = SupportFilter(FIRST | request.GET.dict(), user=request.user, today=today)
    rows = _filtered(request.user, form, today).select_related("person").order_by("state_since", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    note_read(request, AuditAction.LISTED, page="support_cases", shown=[row.person.reference for row in page])
    context = {"form": form, "page": page, "lines": list(support_lines(page, today))}
    return render(request, "housing/support/list.html", context)


def _filtered(user: User, form: SupportFilter, today: date) -> SupportCaseQuerySet:
    chosen = form.chosen()
    rows = support_of(people_in(user, today, form.selection()))
    rows = rows.followed_by(user, my_people(user, today)) if "mine" in chosen else rows
    rows = support_listed(rows, chosen.get("show", ""), today)
    return rows.filter(state=chosen["state"]) if "state" in chosen else rows


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Open a support case."""
    now = timezone.now()
    today, person = timezone.localdate(now), person_of(request, reference)
    form = NewSupportCaseForm(request.POST or None, initial={"on": today}, today=today)

    def save(told: Told) -> HttpResponseBase:
        case = act.open_support_case(
            by=request.user,
            at=now,
            person=person,
            enrolment=Enrolment.objects.open_on(today).filter(person=person).nearest_to(request.user, today).first(),
            paragraph=told["paragraph"],
            on=told["on"],
            provider=told["provider"],
            note=told["note"],
            confirmed=told["confirmed"],
        )
        return done(request, _("The support case is opened."), "housing:support", case.pk)

    lead = _("Assessment talk (VUM), hearing of the party, decision, and the start of support in the home.")
    page = {"title": _("New support case"), "lead": lead, "submit": _("Open the case")}
    return saved(request, form, save) or person_page(request, form, person, **page)


@needs(Right.WORK_CASES)
def detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """One support case: its days, its decision, and what can be done now."""
    now, case = timezone.now(), case_of(request, pk)
    note_read(request, AuditAction.OPENED, person=case.person, target=case)
    return render(
        request,
        "housing/support/detail.html",
        {
            "case": case,
            "person": case.person,
            "line": next(support_lines([case], timezone.localdate(now))),
            "marks": support_marks(case),
            "buttons": support_buttons(case, may_decide=may(request.user, Right.DECIDE_SUPPORT)),
            "complaint_until": complaint_until(case.decided_on) if case.decided_on and case.refusal else None,
            "panel": corrections_of(request.user, case, now),
        },
    )


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change who gives the support, and the note."""
    case = case_of(request, pk)
    initial = {"provider": case.provider, "note": case.note, "version": case.version}
    form = SupportCaseChangeForm(request.POST or None, initial=initial)

    def save(told: Told) -> HttpResponseBase:
        version, provider, note = told["version"], told["provider"], told["note"]
        act.change_support_case(
            by=request.user, at=timezone.now(), case=case, version=version, provider=provider, note=note
        )
        return done(request, _("The support case is changed."), "housing:support", pk)

    page = {"title": _("Change the support case"), "lead": case.get_paragraph_display()}
    return saved(request, form, save) or case_page(request, form, case, **page)


def case_page(request: UserRequest, form: BaseForm, case: SupportCase, **page: Any) -> HttpResponseBase:
    """A form about a support case."""
    above = [person_link(case.person), link(_("Support case"), "housing:support", case.pk)]
    return form_page(request, form, above=above, person=case.person, target=case, **page)


@needs(Right.WORK_CASES)
def step(request: UserRequest, pk: int, event: str) -> HttpResponseBase:
    """Take one step; decisions, and dropping a case that was decided, only by those who decide."""
    now = timezone.now()
    case, wanted = case_of(request, pk), _step(event)
    if needs_decider(wanted, case.step) and not may(request.user, Right.DECIDE_SUPPORT):
        raise PermissionDenied
    if wanted not in steps_from(case.step, hearing_answered=case.hearing_answered_on is not None):
        messages.error(request, _("That step is not possible now. This is where the case stands."))
        return redirect("housing:support", pk)
    initial = {"on": timezone.localdate(now), "version": case.version, "provider": case.provider}
    form = form_for(wanted)(request.POST or None, wanted=wanted.label, initial=initial)

    def save(told: Told) -> HttpResponseBase:
        _take(case, wanted, told, by=request.user, at=now)
        return done(request, _("Saved."), "housing:support", pk)

    if answer := saved(request, form, save):
        return answer
    if form.errors:
        case = case_of(request, pk)
    page = {"title": wanted.label, "lead": case.get_paragraph_display(), "template": "housing/steps/step.html"}
    return case_page(request, form, case, record=case, tone=SUPPORT_TONES.get(case.step, ""), **page)


def _take(case: SupportCase, event: SupportEvent, told: Told, *, by: User, at: datetime) -> None:
    """Take the step with what its form asks for."""
    on, version = told["on"], told["version"]
    match event:
        case SupportEvent.TALK:
            act.hold_talk(by=by, at=at, case=case, on=on, version=version)
        case SupportEvent.SEND_HEARING:
            deadline, sure = told["deadline"], told["confirmed"]
            act.send_hearing(by=by, at=at, case=case, on=on, deadline=deadline, version=version, confirmed=sure)
        case SupportEvent.ANSWER_HEARING:
            act.answer_hearing(by=by, at=at, case=case, on=on, answer=told["answer"], version=version)
        case SupportEvent.GRANT | SupportEvent.REFUSE:
            _decide(case, event, told, by=by, at=at)
        case SupportEvent.START:
            act.start_support(by=by, at=at, case=case, on=on, version=version)
        case SupportEvent.END:
            act.end_support(by=by, at=at, case=case, on=on, ending=told["ending"], version=version)
        case SupportEvent.DROP:
            act.drop_support_case(by=by, at=at, case=case, on=on, reason=told["reason"], version=version)


def _decide(case: SupportCase, event: SupportEvent, told: Told, *, by: User, at: datetime) -> None:
    on, grounds, version = told["on"], told["grounds"], told["version"]
    if event == SupportEvent.REFUSE:
        refusal = told["refusal"]
        act.refuse_support(by=by, at=at, case=case, on=on, refusal=refusal, grounds=grounds, version=version)
        return
    act.grant_support(
        by=by,
        at=at,
        case=case,
        on=on,
        hours_per_week=told["hours_per_week"],
        grounds=grounds,
        provider=told["provider"],
        version=version,
        confirmed=told["confirmed"],
    )


def _step(event: str) -> SupportEvent:
    if event not in SupportEvent.values:
        raise Http404
    return SupportEvent(event)
