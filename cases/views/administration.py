"""The administrator's front page, the directory of organisations, and the teams. No case content stands here."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access.gate import UserRequest, needs
from cases.access.policy import Right
from cases.actions.organisations import change_organisation, create_organisation
from cases.actions.teams import change_team, create_team
from cases.audit.history import changes_in
from cases.forms.organisations import OrganisationChangeForm, OrganisationFilter, OrganisationForm
from cases.forms.refusals import refusals
from cases.forms.teams import TeamChangeForm, TeamForm
from cases.models import Organisation, Programme, Team, TeamProgramme, User
from cases.models.order import in_danish_order
from cases.views.submissions import submitted

PAGE = 50


@needs(Right.ADMINISTER)
def front(request: UserRequest) -> HttpResponseBase:
    """What there is to administer, with how much of each."""
    return render(
        request,
        "cases/administration/front.html",
        {
            "users": User.objects.filter(is_active=True).count(),
            "teams": Team.objects.filter(is_active=True).count(),
            "organisations": Organisation.objects.active().count(),
            "programmes": Programme.objects.running_on(timezone.localdate()).count(),
        },
    )


@needs(Right.ADMINISTER)
def organisations(request: UserRequest) -> HttpResponseBase:
    """The directory."""
    form = OrganisationFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Organisation.objects.visible_to(request.user)
    if text := chosen.get("q"):
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
    if kind := chosen.get("kind"):
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/administration/organisations.html", {"form": form, "page": page})


@needs(Right.ADMINISTER)
def organisation_new(request: UserRequest) -> HttpResponseBase:
    """Add an organisation."""
    form = OrganisationForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            create_organisation(by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The organisation is added."))
            return redirect("cases:organisations")
    return form_page(request, form, title=_("New organisation"), back="cases:organisations")


@needs(Right.ADMINISTER)
def organisation(request: UserRequest, code: str) -> HttpResponseBase:
    """Change an organisation, and see what was changed in it."""
    row = get_object_or_404(Organisation.objects.visible_to(request.user), code=code)
    name, changes = row.name, changes_in(row.history.select_related("history_user"))
    form = OrganisationChangeForm(request.POST or None, instance=row, initial={"version": row.version})
    if submitted(request, form):
        with refusals(form):
            change_organisation(by=request.user, at=timezone.now(), organisation=row, **form.cleaned_data)
            messages.success(request, _("The organisation is saved."))
            return redirect("cases:organisations")
    return form_page(request, form, title=name, back="cases:organisations", changes=changes)


@needs(Right.ADMINISTER)
def teams(request: UserRequest) -> HttpResponseBase:
    """Every team, the active ones first."""
    rows = (
        Team.objects.visible_to(request.user)
        .select_related("organisation")
        .order_by("-is_active", in_danish_order(), "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/administration/teams.html", {"page": page})


@needs(Right.ADMINISTER)
def team_new(request: UserRequest) -> HttpResponseBase:
    """Add a team."""
    form = TeamForm(request.POST or None)
    if submitted(request, form):
        with refusals(form):
            create_team(by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The team is added."))
            return redirect("cases:teams")
    return form_page(request, form, title=_("New team"), back="cases:teams")


@needs(Right.ADMINISTER)
def team(request: UserRequest, code: str) -> HttpResponseBase:
    """Change a team, and see what was changed in it."""
    row = get_object_or_404(Team.objects.visible_to(request.user), code=code)
    histories = (row.history, TeamProgramme.history.filter(team=row))
    name, changes = row.name, changes_in(*(kind.select_related("history_user") for kind in histories))
    form = TeamChangeForm(request.POST or None, instance=row, initial={"version": row.version})
    if submitted(request, form):
        with refusals(form):
            change_team(by=request.user, at=timezone.now(), team=row, **form.cleaned_data)
            messages.success(request, _("The team is saved."))
            return redirect("cases:teams")
    return form_page(request, form, title=name, back="cases:teams", changes=changes)


def form_page(
    request: HttpRequest, form: Any, *, title: str, back: str, back_args: tuple[Any, ...] = (), **more: Any
) -> HttpResponseBase:
    """A page with one form; `back` is the address it came from, `more` for instance the record's changes."""
    context = {"form": form, "title": title, "back": resolve_url(back, *back_args), **more}
    return render(request, "cases/administration/form.html", context)
