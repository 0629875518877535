"""Steps of referrals and support cases put right or taken back by who entered them, or by a lead."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.drafts.submissions import submitted
from cases.pages.forms import refusals
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from housing.corrections.actions import (
    correct_step,
    correct_support_step,
    remove_referral,
    remove_support_case,
    take_back_step,
    take_back_support_step,
)
from housing.corrections.forms import TakeBackForm, correction, referral_step_form, support_step_form
from housing.corrections.queries import correctable, correctable_steps, may_correct_case
from housing.referrals.codes import ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.views import referral_of
from housing.referrals.words import step_title
from housing.steps.forms import StepForm
from housing.support.codes import SupportEvent
from housing.support.models import SupportCase
from housing.support.views import case_of


def step_of(request: UserRequest, pk: int) -> ReferralStep:
    """The step of a referral with its young person, or 404."""
    rows = ReferralStep.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("referral__person", "referral__receiver", "offer"), pk=pk)


OPENING = "open"

CORRECT = "housing/corrections/correct.html"

TAKE_BACK = "housing/corrections/take_back.html"

# What a form asks for, and where the support case keeps it.
FIELDS = {
    "deadline": "hearing_deadline",
    "answer": "hearing_answer",
    "hours_per_week": "hours_per_week",
    "grounds": "grounds",
    "refusal": "refusal",
    "ending": "ending",
    "reason": "dropped_why",
}

KEPT = gettext_lazy("The history keeps what was written, with your name and the reason.")

FIGURES = gettext_lazy("Figures follow. Reports that are already made stay as they are.")

STANDS = gettext_lazy("The record stands where it stood before, since the day it came there.")

TAKEN_BACK = (
    STANDS,
    gettext_lazy("What the step made goes with it: an offer, a stay after a move, the closing of other offers."),
    FIGURES,
    KEPT,
)

SUPPORT_TAKEN_BACK = (STANDS, FIGURES, KEPT)

REMOVED = (
    gettext_lazy("It disappears from lists, the timeline and figures, with all its steps."),
    gettext_lazy("Reports that are already made stay as they are."),
    KEPT,
)


@needs(Right.WORK_CASES)
def correct(request: UserRequest, pk: int) -> HttpResponseBase:
    """Put the day of a referral's step right, and what it said."""
    now = timezone.now()
    step = _allowed_step(request, pk, now)
    referral, event = step.referral, ReferralEvent(step.event) if step.event else None
    names = ("note", "reason", "missing", "outcome")
    initial = {name: getattr(step, name) for name in names} | {"on": step.happened_on, "version": referral.version}
    if step.offer:
        initial["reply_by"] = step.offer.reply_by
    title = str(step_title(step))
    form = correction(referral_step_form(event), request.POST or None, wanted=title, initial=initial)
    if submitted(request, form):
        with refusals(form):
            _correct(step, form, by=request.user, at=now)
            messages.success(request, _("Corrected."))
            return redirect("housing:referral", referral.pk)
    return _page(request, CORRECT, referral, form, title=title, day=step.happened_on)


@needs(Right.WORK_CASES)
def take_back(request: UserRequest, pk: int) -> HttpResponseBase:
    """Withdraw the latest step of a referral as entered by mistake."""
    now = timezone.now()
    step = _allowed_step(request, pk, now)
    referral = step.referral
    form = TakeBackForm(request.POST or None, initial={"version": referral.version})
    if submitted(request, form):
        with refusals(form):
            told = form.cleaned_data
            take_back_step(by=request.user, at=now, step=step, version=told["version"], why=told["why"])
            messages.success(request, _("Taken back."))
            return redirect("housing:referral", referral.pk)
    title = step_title(step)
    return _page(request, TAKE_BACK, referral, form, title=title, day=step.happened_on, consequences=TAKEN_BACK)


@needs(Right.WORK_CASES)
def remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Withdraw a whole referral that never should have been."""
    now, referral = timezone.now(), referral_of(request, pk)
    _check(allowed=may_correct_case(request.user, referral, now))
    form = TakeBackForm(request.POST or None, initial={"version": referral.version})
    if submitted(request, form):
        with refusals(form):
            told = form.cleaned_data
            remove_referral(by=request.user, at=now, referral=referral, version=told["version"], why=told["why"])
            messages.success(request, _("The referral is withdrawn as entered by mistake."))
            return redirect("cases:person", referral.person.reference)
    title = _("The whole referral to %(receiver)s") % {"receiver": referral.receiver}
    return _page(request, TAKE_BACK, referral, form, title=title, day=referral.opened_on, consequences=REMOVED)


@needs(Right.WORK_CASES)
def correct_support(request: UserRequest, pk: int, event: str) -> HttpResponseBase:
    """Put the day of a support case's step right, and what it said."""
    now, case = timezone.now(), case_of(request, pk)
    step, day = _allowed_support_step(request, case, event, now)
    initial = {name: getattr(case, field) for name, field in FIELDS.items()} | {"on": day, "version": case.version}
    title = str(step.taken) if step else _("The case was opened")
    form = correction(support_step_form(step), request.POST or None, wanted=title, initial=initial)
    if submitted(request, form):
        with refusals(form):
            _correct_support(case, step, form, by=request.user, at=now)
            messages.success(request, _("Corrected."))
            return redirect("housing:support", pk)
    return _page(request, CORRECT, case_of(request, pk), form, title=title, day=day)


@needs(Right.WORK_CASES)
def take_back_support(request: UserRequest, pk: int, event: str) -> HttpResponseBase:
    """Withdraw the latest step of a support case as entered by mistake."""
    now, case = timezone.now(), case_of(request, pk)
    step, day = _allowed_support_step(request, case, event, now)
    if step is None:
        raise Http404
    form = TakeBackForm(request.POST or None, initial={"version": case.version})
    if submitted(request, form):
        with refusals(form):
            told = form.cleaned_data
            take_back_support_step(
                by=request.user, at=now, case=case, step=step, version=told["version"], why=told["why"]
            )
            messages.success(request, _("Taken back."))
            return redirect("housing:support", pk)
    return _page(request, TAKE_BACK, case, form, title=step.taken, day=day, consequences=SUPPORT_TAKEN_BACK)


@needs(Right.WORK_CASES)
def remove_support(request: UserRequest, pk: int) -> HttpResponseBase:
    """Withdraw a whole support case that never should have been."""
    now, case = timezone.now(), case_of(request, pk)
    _check(allowed=may_correct_case(request.user, case, now))
    form = TakeBackForm(request.POST or None, initial={"version": case.version})
    if submitted(request, form):
        with refusals(form):
            told = form.cleaned_data
            remove_support_case(by=request.user, at=now, case=case, version=told["version"], why=told["why"])
            messages.success(request, _("The support case is withdrawn as entered by mistake."))
            return redirect("cases:person", case.person.reference)
    title = _("The whole support case: %(paragraph)s") % {"paragraph": case.get_paragraph_display()}
    return _page(request, TAKE_BACK, case, form, title=title, day=case.opened_on, consequences=REMOVED)


def _correct(step: ReferralStep, form: StepForm, *, by: User, at: datetime) -> None:
    told = form.cleaned_data
    correct_step(
        by=by,
        at=at,
        step=step,
        version=told["version"],
        on=told["on"],
        why=told["why"],
        note=form.text("note"),
        reason=form.text("reason"),
        missing=form.text("missing"),
        outcome=form.text("outcome"),
        reply_by=told.get("reply_by"),
        confirmed=told["confirmed"],
    )


def _correct_support(case: SupportCase, step: SupportEvent | None, form: StepForm, *, by: User, at: datetime) -> None:
    told = form.cleaned_data
    correct_support_step(
        by=by,
        at=at,
        case=case,
        step=step,
        version=told["version"],
        on=told["on"],
        why=told["why"],
        deadline=told.get("deadline"),
        answer=form.text("answer"),
        hours_per_week=told.get("hours_per_week"),
        grounds=form.text("grounds"),
        refusal=form.text("refusal"),
        ending=form.text("ending"),
        reason=form.text("reason"),
        confirmed=told["confirmed"],
    )


def _check(*, allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _allowed_step(request: UserRequest, pk: int, now: datetime) -> ReferralStep:
    step = step_of(request, pk)
    _check(allowed=bool(correctable(request.user, step.referral, [step], now)))
    return step


def _allowed_support_step(
    request: UserRequest, case: SupportCase, event: str, now: datetime
) -> tuple[SupportEvent | None, date]:
    """The step of an address and its day; None is the opening. 404 where it was not taken."""
    if event == OPENING:
        _check(allowed=may_correct_case(request.user, case, now))
        return None, case.opened_on
    # Read once: a colleague may take the step back at any moment.
    found = next((taken for taken in case.taken if taken[0] == event), None)
    if found is None:
        raise Http404
    _check(allowed=found[0] in correctable_steps(request.user, case, now))
    return found


def _page(
    request: UserRequest, template: str, record: HousingReferral | SupportCase, form: Any, **context: Any
) -> HttpResponseBase:
    """The page of a form, with the way back to its record."""
    note_read(request, AuditAction.OPENED, person=record.person, target=record)
    is_referral = isinstance(record, HousingReferral)
    where = {
        "person": record.person,
        "record_label": _("Housing referral") if is_referral else _("Support case"),
        "record_url": reverse("housing:referral" if is_referral else "housing:support", args=[record.pk]),
    }
    return render(request, template, where | {"form": form} | context)
