"""The front door: each role begins where its work is."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from cases.access.gate import UserRequest
from cases.access.policy import Right, may
from cases.views import navigation


def home(request: UserRequest) -> HttpResponseBase:
    """A lead begins at the board, everyone else on the first page of the own menu; without a role: whom to ask."""
    if may(request.user, Right.SEE_BOARD):
        return redirect("cases:board")
    links = navigation.links(request.user, request.path)
    return redirect(links[0].url) if links else render(request, "cases/no_role.html")
