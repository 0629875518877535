"""Where a young person lives or sleeps: added in a moment, ended, put right, taken out."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.corrections.rights import may_correct_end, may_correct_record
from cases.pages.views import Told, done, form_page, link, saved
from cases.people.views import person_link
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from housing.stays.actions import correct_stay, end_stay, remove_stay, start_stay
from housing.stays.forms import StayChangeForm, StayEndForm, StayForm, StayRemoveForm
from housing.stays.models import Stay
from housing.stays.queries import correctable_stays
from housing.steps.views import person_of, person_page


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
    now, person = timezone.now(), person_of(request, reference)
    form = StayForm(request.POST or None, initial={"start": timezone.localdate(now)})

    def save(told: Told) -> HttpResponseBase:
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
        return done(request, _("The stay is saved."), "cases:person", reference)

    page = {"title": _("Add a stay"), "lead": _("A new stay ends the one that is running.")}
    return saved(request, form, save) or person_page(request, form, person, submit=_("Save the stay"), **page)


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Put a stay right."""
    now, stay = timezone.now(), stay_of(request, pk)
    _check(may_correct_end, request, stay, now)
    is_own = may_correct_record(request.user, stay, person=stay.person, at=now)
    form = StayChangeForm(request.POST or None, initial={name: getattr(stay, name) for name in FIELDS})
    if not is_own:
        form.only_the_end()

    def save(told: Told) -> HttpResponseBase:
        _correct(stay, told, by=request.user, at=now)
        return done(request, _("The stay is corrected."), "housing:stays", stay.person.reference)

    may_remove = is_own and not stay.offer_id
    return saved(request, form, save) or _page(
        request,
        form,
        stay,
        title=_("Correct the stay"),
        lead=stay.kind_label,
        submit=_("Save the stay"),
        remove=link(_("Remove: it was written by mistake"), "housing:stay_remove", pk) if may_remove else None,
    )


@needs(Right.WORK_CASES)
def end(request: UserRequest, pk: int) -> HttpResponseBase:
    """The young person left, and it is not known where to."""
    now, stay = timezone.now(), stay_of(request, pk)
    form = StayEndForm(request.POST or None, initial={"end": timezone.localdate(now), "version": stay.version})

    def save(told: Told) -> HttpResponseBase:
        end_stay(by=request.user, at=now, stay=stay, end=told["end"], version=told["version"])
        return done(request, _("The stay has ended."), "cases:person", stay.person.reference)

    return saved(request, form, save) or _page(
        request,
        form,
        stay,
        here=_("End the stay"),
        title=_("End the stay: %(kind)s") % {"kind": stay.kind_label},
        lead=_("If you know where the young person sleeps now, add that stay instead: it ends this one."),
        beside=link(_("Add a stay"), "housing:stay_create", stay.person.reference),
        submit=_("End the stay"),
    )


@needs(Right.WORK_CASES)
def remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take out a stay entered by mistake, after a confirmation and with a reason."""
    now, stay = timezone.now(), stay_of(request, pk)
    _check(may_correct_record, request, stay, now)
    form = StayRemoveForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        remove_stay(by=request.user, at=now, stay=stay, why=told["why"])
        return done(request, _("The stay is removed."), "housing:stays", stay.person.reference)

    return saved(request, form, save) or _page(
        request,
        form,
        stay,
        here=_("Remove the stay"),
        title=_("Remove the stay: %(kind)s?") % {"kind": stay.kind_label},
        consequences=CONSEQUENCES,
        submit=_("Remove"),
        danger=True,
    )


def _page(request: UserRequest, form: BaseForm, stay: Stay, **page: Any) -> HttpResponseBase:
    above = [person_link(stay.person), link(_("Stays"), "housing:stays", stay.person.reference)]
    return form_page(request, form, above=above, person=stay.person, target=stay, **page)


def _correct(stay: Stay, told: Told, *, by: User, at: datetime) -> None:
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
