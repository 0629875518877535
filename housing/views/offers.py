"""Offered homes: recorded, answered, and an acceptance undone."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.drafts.submissions import submitted
from cases.pages.forms import refusals
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from housing.actions.offers import accept_offer, decline_offer, make_offer, undo_acceptance
from housing.enums import OfferState, ReferralEvent
from housing.forms.fields import NotedStepForm
from housing.forms.offers import DeclineForm, OfferForm
from housing.models import HousingReferral, Offer
from housing.rules.steps import STEPS, steps_from
from housing.views.loading import offer_of, referral_of
from housing.views.offerwords import offer_line


@needs(Right.WORK_CASES)
def create(request: UserRequest, pk: int) -> HttpResponseBase:
    """Record that a home was offered."""
    now = timezone.now()
    referral = referral_of(request, pk)
    if ReferralEvent.OFFER not in steps_from(referral.step):
        messages.error(request, _("That step is not possible now. This is where the referral stands."))
        return redirect("housing:referral", pk)
    initial = {"on": timezone.localdate(now), "version": referral.version}
    form = OfferForm(request.POST or None, wanted=ReferralEvent.OFFER.label, initial=initial)
    if submitted(request, form):
        with refusals(form):
            _make(referral, form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("The offer is saved."))
            return redirect("housing:referral", pk)
    note_read(request, AuditAction.OPENED, person=referral.person, target=referral)
    return render(request, "housing/offers/create.html", {"form": form, "referral": referral})


@needs(Right.WORK_CASES)
def accept(request: UserRequest, pk: int) -> HttpResponseBase:
    """The young person says yes."""
    return _answer(request, pk, ReferralEvent.ACCEPT, NotedStepForm)


@needs(Right.WORK_CASES)
def decline(request: UserRequest, pk: int) -> HttpResponseBase:
    """The offer came to nothing."""
    return _answer(request, pk, ReferralEvent.DECLINE, DeclineForm)


@needs(Right.WORK_CASES)
def undo(request: UserRequest, pk: int) -> HttpResponseBase:
    """The yes is taken back, and the other offers are open again."""
    return _answer(request, pk, ReferralEvent.UNDO_ACCEPT, NotedStepForm)


def _answer(request: UserRequest, pk: int, wanted: ReferralEvent, form_class: type[NotedStepForm]) -> HttpResponseBase:
    now = timezone.now()
    offer = offer_of(request, pk)
    if not _possible(offer, wanted):
        messages.error(request, _("That step is not possible now. This is where the referral stands."))
        return redirect("housing:referral", offer.referral_id)
    initial = {"on": timezone.localdate(now), "version": offer.version}
    form = form_class(request.POST or None, wanted=wanted.label, initial=initial)
    if submitted(request, form):
        with refusals(form):
            _take_answer(offer, wanted, form, by=request.user, at=now)
            messages.success(request, _("Saved."))
            return redirect("housing:referral", offer.referral_id)
    if form.errors:
        offer = offer_of(request, pk)
    note_read(request, AuditAction.OPENED, person=offer.person, target=offer)
    return render(request, "housing/offers/answer.html", _context(offer, wanted) | {"form": form})


def _make(referral: HousingReferral, told: dict[str, Any], *, by: User, at: datetime) -> None:
    make_offer(
        by=by,
        at=at,
        referral=referral,
        on=told["on"],
        address=told["address"],
        housing_kind=told["housing_kind"],
        rent=told["rent"],
        landlord=told["landlord"],
        landlord_name=told["landlord_name"],
        deposit=told["deposit"],
        contract_kind=told["contract_kind"],
        reply_by=told["reply_by"],
        note=told["note"],
        version=told["version"],
        confirmed=told["confirmed"],
    )


def _take_answer(offer: Offer, event: ReferralEvent, form: NotedStepForm, *, by: User, at: datetime) -> None:
    """Take the step with what its form asks for."""
    on, note, version = (form.cleaned_data[name] for name in ("on", "note", "version"))
    match event:
        case ReferralEvent.ACCEPT:
            accept_offer(by=by, at=at, offer=offer, on=on, note=note, version=version)
        case ReferralEvent.UNDO_ACCEPT:
            undo_acceptance(by=by, at=at, offer=offer, on=on, note=note, version=version)
        case ReferralEvent.DECLINE:
            reason = form.text("reason")
            decline_offer(by=by, at=at, offer=offer, on=on, reason=reason, note=note, version=version)


def _possible(offer: Offer, wanted: ReferralEvent) -> bool:
    return STEPS[wanted].fits(offer.referral.step, OfferState(offer.state))


def _context(offer: Offer, wanted: ReferralEvent) -> dict[str, Any]:
    """The offer, and the other offers that the answer closes or opens again."""
    others = Offer.objects.none()
    if wanted == ReferralEvent.ACCEPT:
        others = Offer.objects.open().filter(person=offer.person).exclude(pk=offer.pk)
    elif wanted == ReferralEvent.UNDO_ACCEPT:
        others = offer.supersedes.all()
    return {
        "offer": offer,
        "line": offer_line(offer),
        "wanted": wanted,
        "others": others.select_related("landlord", "referral__receiver"),
        "accepting": wanted == ReferralEvent.ACCEPT,
        "undoing": wanted == ReferralEvent.UNDO_ACCEPT,
    }
