"""The teams and the programmes they work in. No case content stands here."""

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.history import changes_in
from cases.pages.views import PAGE, Told, done, form_page, saved
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

    def save(told: Told) -> HttpResponseBase:
        create_team(
            by=request.user,
            at=timezone.now(),
            code=told["code"],
            name=told["name"],
            organisation=told["organisation"],
            programmes=told["programmes"],
        )
        return done(request, _("The team is added."), "cases:teams")

    return saved(request, form, save) or form_page(request, form, title=_("New team"), back="cases:teams")


@needs(Right.ADMINISTER)
def team(request: UserRequest, code: str) -> HttpResponseBase:
    """Change a team, and see what was changed in it."""
    row = get_object_or_404(Team.objects.visible_to(request.user), code=code)
    histories = (row.history, TeamProgramme.history.filter(team=row).select_related("team", "programme"))
    name, changes = row.name, changes_in(*(kind.select_related("history_user") for kind in histories))
    form = TeamChangeForm(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        change_team(
            by=request.user,
            at=timezone.now(),
            team=row,
            version=told["version"],
            name=told["name"],
            organisation=told["organisation"],
            programmes=told["programmes"],
            is_active=told["is_active"],
        )
        return done(request, _("The team is saved."), "cases:teams")

    return saved(request, form, save) or form_page(request, form, title=name, back="cases:teams", changes=changes)
