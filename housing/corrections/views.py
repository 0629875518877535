"""Steps of referrals and support cases put right or taken back by who entered them, or by a lead."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases.core.codes import Label
from cases.pages.views import Told, done, saved
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
from housing.referrals.views import referral_of, referral_page
from housing.referrals.words import step_title
from housing.steps.forms import StepForm
from housing.support.codes import SupportEvent
from housing.support.models import SupportCase
from housing.support.views import case_of, case_page


def step_of(request: UserRequest, pk: int) -> ReferralStep:
    """The step of a referral with its young person, or 404."""
    rows = ReferralStep.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("referral__person", "referral__receiver", "offer"), pk=pk)


OPENING = "open"

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

CORRECTED = gettext_lazy(
    "Figures follow. Reports that are already made stay as they are, and the history keeps what stood before."
)

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

    def save(_told: Told) -> HttpResponseBase:
        _correct(step, form, by=request.user, at=now)
        return done(request, _("Corrected."), "housing:referral", referral.pk)

    return saved(request, form, save) or referral_page(
        request, form, referral, **_correction_page(title, step.happened_on)
    )


@needs(Right.WORK_CASES)
def take_back(request: UserRequest, pk: int) -> HttpResponseBase:
    """Withdraw the latest step of a referral as entered by mistake."""
    now = timezone.now()
    step = _allowed_step(request, pk, now)
    form = _take_back_form(request, step.referral)

    def save(told: Told) -> HttpResponseBase:
        take_back_step(by=request.user, at=now, step=step, version=told["version"], why=told["why"])
        return done(request, _("Taken back."), "housing:referral", step.referral_id)

    page = _take_back_page(step_title(step), step.happened_on, TAKEN_BACK)
    return saved(request, form, save) or referral_page(request, form, step.referral, **page)


@needs(Right.WORK_CASES)
def remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Withdraw a whole referral that never should have been."""
    now, referral = timezone.now(), referral_of(request, pk)
    _check(allowed=may_correct_case(request.user, referral, now))
    form = _take_back_form(request, referral)

    def save(told: Told) -> HttpResponseBase:
        remove_referral(by=request.user, at=now, referral=referral, version=told["version"], why=told["why"])
        said = _("The referral is withdrawn as entered by mistake.")
        return done(request, said, "cases:person", referral.person.reference)

    title = _("The whole referral to %(receiver)s") % {"receiver": referral.receiver}
    page = _take_back_page(title, referral.opened_on, REMOVED)
    return saved(request, form, save) or referral_page(request, form, referral, **page)


@needs(Right.WORK_CASES)
def correct_support(request: UserRequest, pk: int, event: str) -> HttpResponseBase:
    """Put the day of a support case's step right, and what it said."""
    now, case = timezone.now(), case_of(request, pk)
    step, day = _allowed_support_step(request, case, event, now)
    initial = {name: getattr(case, field) for name, field in FIELDS.items()} | {"on": day, "version": case.version}
    title = str(step.taken) if step else _("The case was opened")
    form = correction(support_step_form(step), request.POST or None, wanted=title, initial=initial)

    def save(_told: Told) -> HttpResponseBase:
        _correct_support(case, step, form, by=request.user, at=now)
        return done(request, _("Corrected."), "housing:support", pk)

    return saved(request, form, save) or case_page(request, form, case_of(request, pk), **_correction_page(title, day))


@needs(Right.WORK_CASES)
def take_back_support(request: UserRequest, pk: int, event: str) -> HttpResponseBase:
    """Withdraw the latest step of a support case as entered by mistake."""
    now, case = timezone.now(), case_of(request, pk)
    step, day = _allowed_support_step(request, case, event, now)
    if step is None:
        raise Http404
    form = _take_back_form(request, case)

    def save(told: Told) -> HttpResponseBase:
        version, why = told["version"], told["why"]
        take_back_support_step(by=request.user, at=now, case=case, step=step, version=version, why=why)
        return done(request, _("Taken back."), "housing:support", pk)

    page = _take_back_page(step.taken, day, SUPPORT_TAKEN_BACK)
    return saved(request, form, save) or case_page(request, form, case, **page)


@needs(Right.WORK_CASES)
def remove_support(request: UserRequest, pk: int) -> HttpResponseBase:
    """Withdraw a whole support case that never should have been."""
    now, case = timezone.now(), case_of(request, pk)
    _check(allowed=may_correct_case(request.user, case, now))
    form = _take_back_form(request, case)

    def save(told: Told) -> HttpResponseBase:
        remove_support_case(by=request.user, at=now, case=case, version=told["version"], why=told["why"])
        said = _("The support case is withdrawn as entered by mistake.")
        return done(request, said, "cases:person", case.person.reference)

    title = _("The whole support case: %(paragraph)s") % {"paragraph": case.get_paragraph_display()}
    page = _take_back_page(title, case.opened_on, REMOVED)
    return saved(request, form, save) or case_page(request, form, case, **page)


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


def _take_back_form(request: UserRequest, record: HousingReferral | SupportCase) -> TakeBackForm:
    return TakeBackForm(request.POST or None, initial={"version": record.version})


def _correction_page(what: Label, day: date) -> dict[str, Any]:
    """What the page of a correction says."""
    shown = {"title": what, "day": date_format(day, "SHORT_DATE_FORMAT")}
    return {
        "title": _("Correct the day"),
        "lead": _("%(title)s, now %(day)s") % shown,
        "text": CORRECTED,
        "submit": _("Save the correction"),
    }


def _take_back_page(what: Label, day: date, consequences: Sequence[Label]) -> dict[str, Any]:
    """What the page says before something is taken back."""
    shown = {"title": what, "day": date_format(day, "SHORT_DATE_FORMAT")}
    return {
        "here": _("Take back as entered by mistake"),
        "title": _("Take back as entered by mistake?"),
        "lead": _("%(title)s, %(day)s") % shown,
        "consequences": consequences,
        "submit": pgettext("entered by mistake", "Take back"),
        "danger": True,
    }
