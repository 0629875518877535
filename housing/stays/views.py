"""Where a young person lives or sleeps: added in a moment, ended, put right, taken out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.corrections.rights import may_correct_end, may_correct_record
from cases.drafts.submissions import submitted
from cases.pages.forms import refusals
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from housing.stays.actions import correct_stay, end_stay, remove_stay, start_stay
from housing.stays.forms import StayChangeForm, StayEndForm, StayForm, StayRemoveForm
from housing.stays.models import Stay
from housing.stays.queries import correctable_stays
from housing.steps.views import person_of


def stay_of(request: UserRequest, pk: int) -> Stay:
    """The stay with its young person, or 404."""
    rows = Stay.objects.visible_to(request.user).select_related("person", "organisation")
    return get_object_or_404(rows, pk=pk)


FIELDS = ("kind", "start", "organisation", "place", "end", "version")

CONSEQUENCES = (
    gettext_lazy("The nights no longer count in any figure."),
    gettext_lazy("The history keeps what was written, with your name and the reason."),
)


@needs(Right.WORK_CASES)
def overview(request: UserRequest, reference: str) -> HttpResponseBase:
    """Every stay of a young person, newest first."""
    person = person_of(request, reference)
    note_read(request, AuditAction.OPENED, person=person)
    stays = list(person.stays.select_related("organisation"))
    correctable = correctable_stays(request.user, person, stays, timezone.now())
    return render(request, "housing/stays/list.html", {"person": person, "stays": stays, "correctable": correctable})


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Record where the young person sleeps now, or slept."""
    now = timezone.now()
    person = person_of(request, reference)
    form = StayForm(request.POST or None, initial={"start": timezone.localdate(now)})
    if submitted(request, form):
        with refusals(form):
            told = form.cleaned_data
            start_stay(
                by=request.user,
                at=now,
                person=person,
                kind=told["kind"],
                start=told["start"],
                end=told["end"],
                organisation=told["organisation"],
                place=told["place"],
                confirmed=told["confirmed"],
            )
            messages.success(request, _("The stay is saved."))
            return redirect("cases:person", reference)
    note_read(request, AuditAction.OPENED, person=person)
    return render(request, "housing/stays/create.html", {"form": form, "person": person})


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Put a stay right."""
    now = timezone.now()
    stay = stay_of(request, pk)
    _check(may_correct_end, request, stay, now)
    is_own = may_correct_record(request.user, stay, person=stay.person, at=now)
    form = StayChangeForm(request.POST or None, initial={name: getattr(stay, name) for name in FIELDS})
    if not is_own:
        form.only_the_end()
    if submitted(request, form):
        with refusals(form):
            _correct(stay, form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("The stay is corrected."))
            return redirect("housing:stays", stay.person.reference)
    note_read(request, AuditAction.OPENED, person=stay.person, target=stay)
    may_remove = is_own and not stay.offer_id
    return render(request, "housing/stays/change.html", {"form": form, "stay": stay, "may_remove": may_remove})


@needs(Right.WORK_CASES)
def end(request: UserRequest, pk: int) -> HttpResponseBase:
    """The young person left, and it is not known where to."""
    now = timezone.now()
    stay = stay_of(request, pk)
    form = StayEndForm(request.POST or None, initial={"end": timezone.localdate(now), "version": stay.version})
    if submitted(request, form):
        with refusals(form):
            told = form.cleaned_data
            end_stay(by=request.user, at=now, stay=stay, end=told["end"], version=told["version"])
            messages.success(request, _("The stay has ended."))
            return redirect("cases:person", stay.person.reference)
    note_read(request, AuditAction.OPENED, person=stay.person, target=stay)
    return render(request, "housing/stays/end.html", {"form": form, "stay": stay})


@needs(Right.WORK_CASES)
def remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take out a stay entered by mistake, after a confirmation and with a reason."""
    now = timezone.now()
    stay = stay_of(request, pk)
    _check(may_correct_record, request, stay, now)
    form = StayRemoveForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            remove_stay(by=request.user, at=now, stay=stay, why=form.cleaned_data["why"])
            messages.success(request, _("The stay is removed."))
            return redirect("housing:stays", stay.person.reference)
    note_read(request, AuditAction.OPENED, person=stay.person, target=stay)
    context = {"form": form, "stay": stay, "consequences": CONSEQUENCES}
    return render(request, "housing/stays/remove.html", context)


def _correct(stay: Stay, told: dict[str, Any], *, by: User, at: datetime) -> None:
    correct_stay(
        by=by,
        at=at,
        stay=stay,
        version=told["version"],
        why=told["why"],
        kind=told["kind"],
        start=told["start"],
        end=told["end"],
        organisation=told["organisation"],
        place=told["place"],
        confirmed=told["confirmed"],
    )


def _check(may: Callable[..., bool], request: UserRequest, stay: Stay, now: datetime) -> None:
    if not may(request.user, stay, person=stay.person, at=now):
        raise PermissionDenied(_("Whoever entered it may correct it for 24 hours, and then a lead of the team."))
