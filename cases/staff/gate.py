"""The gate in front of every view: which rights it asks for, and what a signed-in request looks like."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from cases.staff.models import User
from cases.staff.policy import Right, may

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request of a signed-in user; the login middleware turns everyone else away before a view runs."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[UserRequest, P], HttpResponseBase]


def needs(*rights: Right) -> Callable[[View[P]], View[P]]:
    """Let a user with any of `rights` through and answer 403 to others. Sweep tests read `view.rights`."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(may(request.user, right) for right in rights):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rights = rights  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return guard
