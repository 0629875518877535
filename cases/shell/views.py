"""The front doors: each role begins where its work is, and what there is to administer."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.programmes.models import Programme
from cases.shell import navigation
from cases.staff.gate import UserRequest, needs
from cases.staff.models import Organisation, User
from cases.staff.policy import Right, may
from cases.teams.models import Team


def home(request: UserRequest) -> HttpResponseBase:
    """A lead begins at the board, everyone else on the first page of the own menu; without a role: whom to ask."""
    if may(request.user, Right.SEE_BOARD):
        return redirect("cases:board")
    links = navigation.links(request.user, request.path)
    return redirect(links[0].url) if links else render(request, "cases/shell/no_role.html")


@needs(Right.ADMINISTER)
def front(request: UserRequest) -> HttpResponseBase:
    """What there is to administer, with how much of each."""
    return render(
        request,
        "cases/shell/front.html",
        {
            "users": User.objects.filter(is_active=True).count(),
            "teams": Team.objects.filter(is_active=True).count(),
            "organisations": Organisation.objects.active().count(),
            "programmes": Programme.objects.running_on(timezone.localdate()).count(),
        },
    )
