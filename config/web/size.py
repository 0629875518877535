"""How large a request may be: refused by what it says of itself, before anything of it is read."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_request, gettext_lazy, override

from cases.staff.policy import may

API = "/api/"  # programs read JSON
DETAILS = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: gettext_lazy("Too much was sent at once"),
    HTTPStatus.LENGTH_REQUIRED: gettext_lazy("Send along how much it is, as Content-Length."),
}


class SizeLimit:
    """Refuses what is larger than any form of ours, and what does not say how large it is.

    Django's own limit leaves out files: anybody could have 200 MB read and taken apart on the login page. Stands in
    front of everything that looks into a request, and so in front of the choice of a language too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, or say that it is too large."""
        status = refusal(request)
        if status is None:
            return self.get_response(request)
        with override(get_language_from_request(request)):
            if request.path_info.startswith(API):
                return JsonResponse({"detail": str(DETAILS[status])}, status=status)
            return render(request, "413.html", {"takes_files": takes_files(request)}, status=status)


class FilesWithRight:
    """Lets what is larger than a form be read from those alone who may send files there.

    Stands behind the session and in front of whatever reads what was sent: the token of the form is in there, and the
    gate of the view comes later still.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, send the visitor to the login, or answer 403."""
        if length_of(request) > settings.LARGEST_REQUEST:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            rights = getattr(resolve(request.path_info).func, "rights", ())
            if not any(may(request.user, right) for right in rights):
                raise PermissionDenied
        return self.get_response(request)


def length_of(request: HttpRequest) -> int:
    """How much is sent, in bytes. A length that is no number counts as none, as it does for Django."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


def refusal(request: HttpRequest) -> HTTPStatus | None:
    """Why the request is not read, if it is not."""
    length = length_of(request)
    if length > settings.LARGEST_REQUEST:
        if takes_files(request) and length <= settings.LARGEST_REQUEST_WITH_FILE:
            return None
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if not request.META.get("CONTENT_LENGTH") and request.headers.get("Transfer-Encoding"):
        return HTTPStatus.LENGTH_REQUIRED
    return None


def takes_files(request: HttpRequest) -> bool:
    """Whether the view that the address leads to says that files are sent to it."""
    try:
        return getattr(resolve(request.path_info).func, "takes_files", False)
    except Resolver404:
        return False
