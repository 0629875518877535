"""One referral from draft to follow-up: where it stands, the steps that can be taken, and the homes offered."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.pages.views import Told, done, form_page, link, saved
from cases.people.views import person_link
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from housing.offers.actions import accept_offer, advance, decline_offer, make_offer, undo_acceptance
from housing.offers.forms import DeclineForm, OfferForm, form_for
from housing.offers.models import Offer
from housing.offers.words import offer_line, referral_buttons
from housing.referrals.codes import OfferState, ReferralEvent
from housing.referrals.models import HousingReferral, ReferralStep
from housing.referrals.rules import MANY_REFUSALS, ON_OFFER, STALL_DAYS, STEPS, steps_from
from housing.referrals.views import referral_of, referral_page
from housing.referrals.words import TONES, lines_of, referral_marks
from housing.steps.forms import NotedStepForm, StepForm
from housing.steps.registry import corrections_of

MOVING = gettext_lazy(
    "The young person moves to %(address)s. The stay there begins on the day you choose, and the running one ends."
)

WITHDRAWN = (
    gettext_lazy("The referral is closed, and an offer that waits for an answer is closed with it."),
    gettext_lazy("If that was a mistake, you can take it back for 24 hours, later a team lead can."),
)


def offer_of(request: UserRequest, pk: int) -> Offer:
    """The offer with its referral and young person, or 404."""
    rows = Offer.objects.visible_to(request.user).select_related("person", "referral__receiver", "landlord")
    return get_object_or_404(rows, pk=pk)


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
        "housing/offers/detail.html",
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

    def save(_told: Told) -> HttpResponseBase:
        _take(referral, wanted, form, by=request.user, at=now)
        return done(request, _("Saved."), "housing:referral", pk)

    if answer := saved(request, form, save):
        return answer
    if form.errors:
        referral = referral_of(request, pk)
    return referral_page(request, form, referral, **_step_page(referral, wanted))


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


def _step_page(referral: HousingReferral, wanted: ReferralEvent) -> dict[str, Any]:
    """What the page says before the step is taken: where the referral stands, and what follows."""
    page = {"title": wanted.label, "lead": referral.receiver, "template": "housing/steps/step.html"}
    page |= {"record": referral, "tone": TONES.get(referral.step, "")}
    home = referral.offers.filter(state=OfferState.ACCEPTED).first() if wanted == ReferralEvent.MOVE_IN else None
    if home:
        page["text"] = MOVING % {"address": home.address}
    if wanted == ReferralEvent.WITHDRAW:
        page |= {"consequences": WITHDRAWN, "submit": _("Withdraw the referral")}
    return page


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

    def save(told: Told) -> HttpResponseBase:
        _make(referral, told, by=request.user, at=now)
        return done(request, _("The offer is saved."), "housing:referral", pk)

    page = {"title": _("Record an offer"), "lead": referral.receiver, "submit": _("Save the offer")}
    return saved(request, form, save) or referral_page(request, form, referral, **page)


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

    def save(_told: Told) -> HttpResponseBase:
        _take_answer(offer, wanted, form, by=request.user, at=now)
        return done(request, _("Saved."), "housing:referral", offer.referral_id)

    if answer := saved(request, form, save):
        return answer
    if form.errors:
        offer = offer_of(request, pk)
    above = [person_link(offer.person), link(_("Housing referral"), "housing:referral", offer.referral_id)]
    return form_page(request, form, above=above, person=offer.person, target=offer, **_answer_page(offer, wanted))


def _make(referral: HousingReferral, told: Told, *, by: User, at: datetime) -> None:
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


def _answer_page(offer: Offer, wanted: ReferralEvent) -> dict[str, Any]:
    """The offer, and the other offers that the answer closes or opens again."""
    others = Offer.objects.none()
    if wanted == ReferralEvent.ACCEPT:
        others = Offer.objects.open().filter(person=offer.person).exclude(pk=offer.pk)
    elif wanted == ReferralEvent.UNDO_ACCEPT:
        others = offer.supersedes.all()
    return {
        "title": wanted.label,
        "lead": offer.person.name,
        "submit": wanted.label,
        "template": "housing/offers/answer.html",
        "line": offer_line(offer),
        "others": others.select_related("landlord", "referral__receiver"),
        "accepting": wanted == ReferralEvent.ACCEPT,
        "undoing": wanted == ReferralEvent.UNDO_ACCEPT,
    }
