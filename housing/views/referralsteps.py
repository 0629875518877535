"""One referral from draft to follow-up: where it stands, and the steps that can be taken now."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
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
from housing.actions.offers import advance
from housing.enums import OfferState, ReferralEvent
from housing.forms.fields import StepForm
from housing.forms.referralsteps import form_for
from housing.models import HousingReferral, Offer, ReferralStep
from housing.registry import corrections_of
from housing.rules.referrals import MANY_REFUSALS, STALL_DAYS
from housing.rules.steps import ON_OFFER, steps_from
from housing.views.loading import referral_of
from housing.views.offerwords import offer_line, referral_buttons
from housing.views.referralwords import TONES, lines_of, referral_marks


@needs(Right.WORK_CASES)
def detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """One referral: where it stands, whose turn it is, what can be done now, what happened."""
    now, referral = timezone.now(), referral_of(request, pk)
    today = timezone.localdate(now)
    note_read(request, AuditAction.OPENED, person=referral.person, target=referral)
    steps, offers = _story(referral)
    refusals_so_far = referral.person.offers.declined_by_person().count()
    return render(
        request,
        "housing/referrals/detail.html",
        {
            "referral": referral,
            "person": referral.person,
            "tone": TONES.get(referral.step, ""),
            "marks": referral_marks(referral, steps),
            "buttons": referral_buttons(referral, offers),
            "lines": list(lines_of(steps)),
            "offers": [offer_line(offer) for offer in offers],
            "age": referral.age_on(today),
            "limit": STALL_DAYS.get(referral.step),
            "stalled": referral.is_stalled_on(today),
            "refusals": refusals_so_far,
            "many_refusals": refusals_so_far >= MANY_REFUSALS,
            "panel": corrections_of(request.user, referral, now),
        },
    )


def _story(referral: HousingReferral) -> tuple[list[ReferralStep], list[Offer]]:
    """What happened to a referral, and its offers. The steps stay loaded, for what may be put right."""
    prefetch_related_objects([referral], Prefetch("steps", ReferralStep.objects.select_related("by")))
    return list(referral.steps.all()), list(referral.offers.select_related("landlord"))


@needs(Right.WORK_CASES)
def step(request: UserRequest, pk: int, event: str) -> HttpResponseBase:
    """Take one step. A step that is no longer possible leads back to the referral, which shows what is."""
    now = timezone.now()
    referral, wanted = referral_of(request, pk), _step(event)
    if wanted not in steps_from(referral.step):
        messages.error(request, _("That step is not possible now. This is where the referral stands."))
        return redirect("housing:referral", pk)
    initial = {"on": timezone.localdate(now), "version": referral.version}
    form = form_for(wanted)(request.POST or None, wanted=wanted.label, initial=initial)
    if submitted(request, form):
        with refusals(form):
            _take(referral, wanted, form, by=request.user, at=now)
            messages.success(request, _("Saved."))
            return redirect("housing:referral", pk)
    if form.errors:
        referral = referral_of(request, pk)
    note_read(request, AuditAction.OPENED, person=referral.person, target=referral)
    return render(request, "housing/referrals/step.html", _step_context(referral, wanted) | {"form": form})


def _take(referral: HousingReferral, event: ReferralEvent, form: StepForm, *, by: User, at: datetime) -> None:
    """Take the step with what its form asks for."""
    told = form.cleaned_data
    advance(
        by=by,
        at=at,
        referral=referral,
        event=event,
        on=told["on"],
        note=form.text("note"),
        reason=form.text("reason"),
        missing=form.text("missing"),
        outcome=form.text("outcome"),
        version=told["version"],
    )


def _step(event: str) -> ReferralEvent:
    """The step of an address; steps on an offer have pages of their own."""
    if event not in ReferralEvent.values or event in ON_OFFER:
        raise Http404
    return ReferralEvent(event)


def _step_context(referral: HousingReferral, wanted: ReferralEvent) -> dict[str, Any]:
    """What the page says before the step is taken: where the referral stands, and what follows."""
    home = referral.offers.filter(state=OfferState.ACCEPTED).first() if wanted == ReferralEvent.MOVE_IN else None
    return {
        "referral": referral,
        "wanted": wanted,
        "tone": TONES.get(referral.step, ""),
        "home": home,
        "is_withdrawal": wanted == ReferralEvent.WITHDRAW,
    }
