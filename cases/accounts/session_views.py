"""What belongs to being signed in rather than to the work: keeping the session, choosing the language."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from cases.accounts import actions as users
from cases.drafts.views import is_of
from cases.staff.models import User


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Answer 204; that a request was made is what extends the session. 401 to a page that somebody else had opened."""
    is_theirs = is_of(cast("User", request.user), request.headers.get("Draft-Owner"))
    return HttpResponse(status=204 if is_theirs else 401)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages, and remember it for a user who is signed in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        users.set_language(by=request.user, at=timezone.now(), language=chosen)
    response: HttpResponse = set_language(request)
    return response


def not_here(request: HttpRequest) -> HttpResponse:
    """A page of the login library that this house does not have: an e-mail is changed by an administrator."""
    raise Http404(request.path)
