"""Housing referrals: the list behind every number, drafted and changed."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import masked, note_read
from cases.contacts.queries import my_people
from cases.drafts.searching import address_of, keep, kept, searched
from cases.enrolments.models import Enrolment
from cases.enrolments.queries import people_in
from cases.pages.views import PAGE, Told, done, form_page, link, saved
from cases.people.models import Person
from cases.people.views import person_link
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from housing.referrals.actions import change_referral, draft_referral
from housing.referrals.forms import NewReferralForm, ReferralChangeForm, ReferralFilter
from housing.referrals.models import HousingReferral, HousingReferralQuerySet
from housing.referrals.queries import Show, Sort, in_step, listed, referrals_of, sorted_by
from housing.referrals.words import TONES
from housing.steps.views import person_of, person_page


def referral_of(request: UserRequest, pk: int) -> HousingReferral:
    """The referral with its young person and receiver, or 404."""
    rows = HousingReferral.objects.visible_to(request.user).select_related("person", "receiver", "referred_by")
    return get_object_or_404(rows, pk=pk)


CHANGEABLE = ("receiver", "housing_kind", "max_rent", "needs", "version")

FIRST = {"show": Show.ACTIVE.value, "sort": Sort.AGE.value}


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
    rows = referrals_of(people_in(user, today, form.selection()))
    rows = rows.followed_by(user, my_people(user, today)) if "mine" in chosen else rows
    rows = listed(rows, chosen.get("show", ""), today)
    rows = in_step(rows, chosen.get("state", ""))
    rows = rows.filter(receiver=chosen["receiver"]) if "receiver" in chosen else rows
    return sorted_by(rows, chosen.get("sort", ""))


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Begin a referral. It is a draft until it is submitted."""
    now = timezone.now()
    today, person = timezone.localdate(now), person_of(request, reference)
    form = NewReferralForm(request.POST or None, initial={"on": today})

    def save(told: Told) -> HttpResponseBase:
        referral = draft_referral(
            by=request.user,
            at=now,
            person=person,
            enrolment=Enrolment.objects.open_on(today).filter(person=person).nearest_to(request.user, today).first(),
            receiver=told["receiver"],
            housing_kind=told["housing_kind"],
            max_rent=told["max_rent"],
            needs=told["needs"],
            on=told["on"],
            confirmed=told["confirmed"],
        )
        return done(request, _("The referral is saved as a draft."), "housing:referral", referral.pk)

    lead = _("It is a draft until you record that it was submitted.")
    page = {"title": _("New housing referral"), "lead": lead, "submit": _("Save as a draft")}
    return saved(request, form, save) or person_page(request, form, person, **page)


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change what is asked for."""
    referral = referral_of(request, pk)
    form = ReferralChangeForm(request.POST or None, initial={name: getattr(referral, name) for name in CHANGEABLE})

    def save(told: Told) -> HttpResponseBase:
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
        return done(request, _("The referral is changed."), "housing:referral", pk)

    return saved(request, form, save) or referral_page(
        request, form, referral, title=_("Change the referral"), lead=referral.receiver
    )


def referral_page(request: UserRequest, form: BaseForm, referral: HousingReferral, **page: Any) -> HttpResponseBase:
    """A form about a referral."""
    above = [person_link(referral.person), link(_("Housing referral"), "housing:referral", referral.pk)]
    return form_page(request, form, above=above, person=referral.person, target=referral, **page)
