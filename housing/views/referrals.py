"""Housing referrals: the list behind every number, and one referral from draft to follow-up."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.gate import UserRequest, needs
from cases.access.policy import Right
from cases.audit.trail import masked, note_read
from cases.enums import AuditAction
from cases.forms.refusals import refusals
from cases.models import Enrolment, Person, User
from cases.views.searching import address_of, keep, kept, searched
from cases.views.submissions import submitted
from cases.worklists import my_people, people_in
from housing import worklists
from housing.actions.referrals import advance, change_referral, draft_referral
from housing.enums import OfferState, ReferralEvent
from housing.forms.fields import StepForm
from housing.forms.referrals import NewReferralForm, ReferralChangeForm, ReferralFilter, form_for
from housing.models import HousingReferral
from housing.models.referrals import HousingReferralQuerySet
from housing.rules.referrals import MANY_REFUSALS, STALL_DAYS
from housing.rules.steps import ON_OFFER, steps_from
from housing.views.corrections import referral_panel
from housing.views.loading import person_of, referral_of
from housing.views.steps import TONES, lines_of, offer_line, referral_buttons, referral_marks

PAGE = 50
CHANGEABLE = ("receiver", "housing_kind", "max_rent", "needs", "version")
FIRST = {"show": worklists.Show.ACTIVE.value, "sort": worklists.Sort.AGE.value}


@require_POST
@needs(Right.WORK_CASES)
def search(request: UserRequest) -> HttpResponseBase:
    """Narrow the list to a name. Sent by POST: names stand in no address and no log."""
    found = keep(request, q=searched(request))
    return redirect(address_of(request, reverse("housing:referrals"), found))


@needs(Right.WORK_CASES)
def overview(request: UserRequest) -> HttpResponseBase:
    """The referrals of the young people the user works with; what is listed stands in the address."""
    found = kept(request)
    text = found.fields.get("q", "")
    if text:
        note_read(request, AuditAction.SEARCHED, page="referrals", criteria=masked(text))
    today = timezone.localdate()
    form = ReferralFilter(FIRST | request.GET.dict(), user=request.user, today=today)
    rows = _filtered(request.user, form, today)
    rows = rows.filter(person__in=Person.objects.matching(text)) if text else rows
    page = Paginator(rows.select_related("person", "receiver"), PAGE).get_page(request.GET.get("page"))
    lines = [{"referral": row, "tone": TONES.get(row.step, ""), "stalled": row.is_stalled_on(today)} for row in page]
    note_read(request, AuditAction.LISTED, page="referrals", shown=[row.person.reference for row in page])
    return render(
        request,
        "housing/referrals/list.html",
        {"form": form, "page": page, "lines": lines, "today": today, "search": found},
    )


def _filtered(user: User, form: ReferralFilter, today: date) -> HousingReferralQuerySet:
    chosen = form.chosen()
    rows = worklists.referrals_of(people_in(user, today, form.where()))
    rows = rows.followed_by(user, my_people(user, today)) if "mine" in chosen else rows
    rows = worklists.listed(rows, chosen.get("show", ""), today)
    rows = worklists.in_step(rows, chosen.get("state", ""))
    rows = rows.filter(receiver=chosen["receiver"]) if "receiver" in chosen else rows
    return worklists.sorted_by(rows, chosen.get("sort", ""))


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Begin a referral. It is a draft until it is submitted."""
    now = timezone.now()
    today, person = timezone.localdate(now), person_of(request, reference)
    form = NewReferralForm(request.POST or None, initial={"on": today})
    if submitted(request, form):
        enrolment = Enrolment.objects.open_on(today).filter(person=person).nearest_to(request.user, today).first()
        with refusals(form):
            told = form.cleaned_data
            referral = draft_referral(
                by=request.user,
                at=now,
                person=person,
                enrolment=enrolment,
                receiver=told["receiver"],
                housing_kind=told["housing_kind"],
                max_rent=told["max_rent"],
                needs=told["needs"],
                on=told["on"],
                confirmed=told["confirmed"],
            )
            messages.success(request, _("The referral is saved as a draft."))
            return redirect("housing:referral", referral.pk)
    note_read(request, AuditAction.OPENED, person=person)
    return render(request, "housing/referrals/create.html", {"form": form, "person": person})


@needs(Right.WORK_CASES)
def detail(request: UserRequest, pk: int) -> HttpResponseBase:
    """One referral: where it stands, whose turn it is, what can be done now, what happened."""
    now, referral = timezone.now(), referral_of(request, pk)
    today = timezone.localdate(now)
    note_read(request, AuditAction.OPENED, person=referral.person, target=referral)
    events, offers = list(referral.steps.select_related("by")), list(referral.offers.select_related("landlord"))
    refusals_so_far = referral.person.offers.declined_by_person().count()
    return render(
        request,
        "housing/referrals/detail.html",
        {
            "referral": referral,
            "person": referral.person,
            "tone": TONES.get(referral.step, ""),
            "marks": referral_marks(referral, events),
            "buttons": referral_buttons(referral, offers),
            "lines": list(lines_of(events)),
            "offers": [offer_line(offer) for offer in offers],
            "age": referral.age_on(today),
            "limit": STALL_DAYS.get(referral.step),
            "stalled": referral.is_stalled_on(today),
            "refusals": refusals_so_far,
            "many_refusals": refusals_so_far >= MANY_REFUSALS,
            "panel": referral_panel(request.user, referral, events, now),
        },
    )


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change what is asked for."""
    referral = referral_of(request, pk)
    form = ReferralChangeForm(request.POST or None, initial={name: getattr(referral, name) for name in CHANGEABLE})
    if submitted(request, form):
        with refusals(form):
            told = form.cleaned_data
            change_referral(
                by=request.user,
                at=timezone.now(),
                referral=referral,
                version=told["version"],
                receiver=told["receiver"],
                housing_kind=told["housing_kind"],
                max_rent=told["max_rent"],
                needs=told["needs"],
                confirmed=told["confirmed"],
            )
            messages.success(request, _("The referral is changed."))
            return redirect("housing:referral", pk)
    note_read(request, AuditAction.OPENED, person=referral.person, target=referral)
    return render(request, "housing/referrals/change.html", {"form": form, "referral": referral})


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
