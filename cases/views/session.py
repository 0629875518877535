"""Keeping a session alive while somebody is still at work on a page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def keep(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes one
    """Answer 204; that a request was made is what extends the session."""
    return HttpResponse(status=204)
