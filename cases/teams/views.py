"""The teams and the programmes they work in. No case content stands here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.history import changes_in
from cases.drafts.submissions import submitted
from cases.pages.forms import refusals
from cases.pages.views import PAGE, form_page
from cases.records.order import in_danish_order
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from cases.teams.actions import change_team, create_team
from cases.teams.forms import TeamChangeForm, TeamForm
from cases.teams.models import Team, TeamProgramme


@needs(Right.ADMINISTER)
def teams(request: UserRequest) -> HttpResponseBase:
    """Every team, the active ones first."""
    rows = (
        Team.objects.visible_to(request.user)
        .select_related("organisation")
        .order_by("-is_active", in_danish_order(), "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/teams/list.html", {"page": page})


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
    histories = (row.history, TeamProgramme.history.filter(team=row).select_related("team", "programme"))
    name, changes = row.name, changes_in(*(kind.select_related("history_user") for kind in histories))
    form = TeamChangeForm(request.POST or None, instance=row, initial={"version": row.version})
    if submitted(request, form):
        with refusals(form):
            change_team(by=request.user, at=timezone.now(), team=row, **form.cleaned_data)
            messages.success(request, _("The team is saved."))
            return redirect("cases:teams")
    return form_page(request, form, title=name, back="cases:teams", changes=changes)
