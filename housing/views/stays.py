"""Where a young person lives or sleeps: added in a moment, ended, put right, taken out."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access.gate import UserRequest, needs
from cases.access.policy import Right
from cases.audit.trail import note_read
from cases.enums import AuditAction
from cases.forms.refusals import refusals
from cases.views.submissions import submitted
from housing.actions.stays import correct_stay, end_stay, remove_stay, start_stay
from housing.forms.stays import StayChangeForm, StayEndForm, StayForm, StayRemoveForm
from housing.views.loading import person_of, stay_of

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
    stays = person.stays.select_related("organisation")
    return render(request, "housing/stays/list.html", {"person": person, "stays": stays})


@needs(Right.WORK_CASES)
def create(request: UserRequest, reference: str) -> HttpResponseBase:
    """Record where the young person sleeps now, or slept."""
    now = timezone.now()
    person = person_of(request, reference)
    form = StayForm(request.POST or None, initial={"start": timezone.localdate(now)})
    if submitted(request, form):
        with refusals(form):
            start_stay(by=request.user, at=now, person=person, **form.cleaned_data)
            messages.success(request, _("The stay is saved."))
            return redirect("cases:person", reference)
    note_read(request, AuditAction.OPENED, person=person)
    return render(request, "housing/stays/create.html", {"form": form, "person": person})


@needs(Right.WORK_CASES)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Put a stay right."""
    stay = stay_of(request, pk)
    form = StayChangeForm(request.POST or None, initial={name: getattr(stay, name) for name in FIELDS})
    if submitted(request, form):
        with refusals(form):
            correct_stay(by=request.user, at=timezone.now(), stay=stay, **form.cleaned_data)
            messages.success(request, _("The stay is corrected."))
            return redirect("housing:stays", stay.person.reference)
    note_read(request, AuditAction.OPENED, person=stay.person, target=stay)
    return render(request, "housing/stays/change.html", {"form": form, "stay": stay})


@needs(Right.WORK_CASES)
def end(request: UserRequest, pk: int) -> HttpResponseBase:
    """The young person left, and it is not known where to."""
    now = timezone.now()
    stay = stay_of(request, pk)
    form = StayEndForm(request.POST or None, initial={"end": timezone.localdate(now), "version": stay.version})
    if submitted(request, form):
        with refusals(form):
            end_stay(by=request.user, at=now, stay=stay, **form.cleaned_data)
            messages.success(request, _("The stay has ended."))
            return redirect("cases:person", stay.person.reference)
    note_read(request, AuditAction.OPENED, person=stay.person, target=stay)
    return render(request, "housing/stays/end.html", {"form": form, "stay": stay})


@needs(Right.WORK_CASES)
def remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take out a stay entered by mistake, after a confirmation and with a reason."""
    stay = stay_of(request, pk)
    form = StayRemoveForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            remove_stay(by=request.user, at=timezone.now(), stay=stay, why=form.cleaned_data["why"])
            messages.success(request, _("The stay is removed."))
            return redirect("housing:stays", stay.person.reference)
    note_read(request, AuditAction.OPENED, person=stay.person, target=stay)
    context = {"form": form, "stay": stay, "consequences": CONSEQUENCES}
    return render(request, "housing/stays/remove.html", context)
