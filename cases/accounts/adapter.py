"""Sign-in only: accounts are made by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cases.staff.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No one can sign up by themselves; who signs in finds the pages in the own language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the framework's signature
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What wrong passwords are counted for: an account as tried from one address.

        Counted for the account alone, anybody could keep its owner out with five wrong passwords.
        """
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Set the language the user has chosen, whatever browser this is."""
        response: HttpResponse = super().post_login(request, user, **details)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
