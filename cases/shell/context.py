"""What every page needs around its content."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cases.audit.printing import seal
from cases.drafts import views as drafts
from cases.shell import navigation
from cases.staff.codes import Role
from cases.staff.models import User


def shell(request: HttpRequest) -> dict[str, object]:
    """Menu, roles, session length and version for `base.html`, from what the request already holds.

    Found once for all the templates of a page: each panel is one of its own.
    """
    known: dict[str, object] | None = request.__dict__.get("shell")
    if known is None:
        known = request.__dict__["shell"] = _shell(request)
    return known


def _shell(request: HttpRequest) -> dict[str, object]:
    base: dict[str, object] = {"demo": settings.DEMO, "version": settings.VERSION}
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return base
    return base | {
        "nav": navigation.links(user, request.path),
        "role_labels": [role.label for role in Role if role in user.scope.roles],
        # The longest it can last: a page that says it is over must be right.
        "session_seconds": request.session.get_session_cookie_age(),
        "session_keep": reverse("cases:session_keep"),
        "vault": drafts.vault_of(user),
        "print_url": reverse("cases:printed"),
        "print_seal": partial(seal, request),
    }
