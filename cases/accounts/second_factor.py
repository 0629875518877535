"""The second factor as a duty: whose role needs it sets it up before anything else."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.staff.models import User

# What is open until then: setting it up, and the way out.
STILL_OPEN = {"account_logout", "account_reauthenticate", "session_keep", "set_language"}


class SecondFactor:
    """Leads users of the roles in `REQUIRE_MFA` to the set-up page until they have a second factor.

    Who came through the organisation's own login has passed that house's second factor already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the check waits until the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: tuple[Any, ...], _named: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Turn the user aside, or nothing."""
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name in STILL_OPEN or name.startswith("mfa_") or not isinstance(request.user, User):
            return None
        if not (request.user.scope.roles & set(settings.REQUIRE_MFA)) or _has_second_factor(request, request.user):
            return None
        messages.info(request, _("Your role needs two-step login. Set it up to go on."))
        return redirect("mfa_index")


def _has_second_factor(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    return any(record["method"] == "socialaccount" for record in records) or is_mfa_enabled(user)
