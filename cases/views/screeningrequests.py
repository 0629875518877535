"""Requests for a target-group decision: sent back, withdrawn, and shown on My day; importing registers the panels."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access.gate import UserRequest, needs
from cases.access.policy import Right, may
from cases.actions import screeningrequests as act
from cases.audit.trail import note_read
from cases.enums import AuditAction
from cases.forms.refusals import refusals
from cases.forms.screenings import SendBackForm
from cases.models import ScreeningRequest, User
from cases.models.persons import PersonQuerySet
from cases.registry import Panel, register_panel
from cases.views.submissions import submitted
from cases.worklists import my_undecided

SHOWN = 10


@needs(Right.DECIDE_SCREENING)
def send_back(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give a request back to who asked, with what is missing."""
    asked = _asked(request, pk)
    form = SendBackForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            act.send_back(by=request.user, at=timezone.now(), request=asked, **form.cleaned_data)
            messages.success(request, _("The request is sent back to %(name)s.") % {"name": asked.asked_by})
            return redirect("cases:person", asked.person.reference)
    note_read(request, AuditAction.OPENED, person=asked.person, target=asked)
    return _page(
        request,
        asked,
        form,
        here=_("Send the request back"),
        question=_("Send the request back to %(name)s?") % {"name": asked.asked_by},
        consequence=_("No decision is made. Who asked reads what is missing, and can ask again."),
        submit=_("Send back"),
    )


@needs(Right.WORK_CASES)
def withdraw(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take back one's own request."""
    asked = _asked(request, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if submitted(request, form):
        with refusals(form):
            act.withdraw_request(by=request.user, at=timezone.now(), request=asked)
            messages.success(request, _("The request is withdrawn."))
            return redirect("cases:person", asked.person.reference)
    note_read(request, AuditAction.OPENED, person=asked.person, target=asked)
    return _page(
        request,
        asked,
        form,
        here=_("Withdraw the request"),
        question=_("Withdraw your request for a decision?"),
        consequence=_("It leaves the list of those who decide. It stays in the history."),
        submit=_("Withdraw the request"),
    )


def _page(request: UserRequest, asked: ScreeningRequest, form: forms.Form, **words: str) -> HttpResponseBase:
    context = {"asked": asked, "person": asked.person, "form": form, **words}
    return render(request, "cases/screenings/request.html", context)


def _asked(request: UserRequest, pk: int) -> ScreeningRequest:
    rows = ScreeningRequest.objects.visible_to(request.user).select_related("person", "programme", "asked_by")
    found: ScreeningRequest = get_object_or_404(rows, pk=pk)
    return found


def waiting_on_my_day(user: User, _people: PersonQuerySet, today: date) -> dict[str, Any]:
    """Who waits for a screening that the user decides or set going, longest waiting first."""
    asked = ScreeningRequest.objects.open().select_related("programme", "asked_by")
    rows = my_undecided(user, today).prefetch_related(Prefetch("screening_requests", asked, "asked"))
    found = list(rows[: SHOWN + 1])
    return {
        "people": found[:SHOWN],
        "are_more": len(found) > SHOWN,
        "may_decide": may(user, Right.DECIDE_SCREENING),
        "shown": [person.reference for person in found[:SHOWN]],
    }


def answers_on_my_day(user: User, _people: PersonQuerySet, today: date) -> dict[str, Any]:
    """What became of the decisions the user asked for, the latest answer first."""
    rows = ScreeningRequest.objects.visible_to(user).answered_to(user, today).order_by("-state_since", "-pk")
    found = list(rows.select_related("person", "programme", "answered_by", "screening")[:SHOWN])
    return {"requests": found, "shown": [row.person.reference for row in found]}


register_panel(Panel("answers", "my_day", 10, "cases/screenings/answers_on_my_day.html", answers_on_my_day))
register_panel(Panel("undecided", "my_day", 15, "cases/screenings/waiting_on_my_day.html", waiting_on_my_day))
