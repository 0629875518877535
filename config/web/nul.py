"""The character NUL: no text holds it and PostgreSQL takes none, so that one in a request would end in a fault."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase

from config.web.size import API

NUL = "\x00"


class WithoutNulInCookies:
    """Leaves out cookies with NUL. Stands in front of the session, which is looked up by a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)


class WithoutNul:
    """Leaves NUL out of what is sent in the address or in a form; everything else stays as it was.

    Stands behind the choice of a language: what cannot be taken apart at all is refused here. The API reads JSON
    alone, and its fields refuse NUL themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        request.GET = _without(request.GET)  # type: ignore[assignment]
        if not request.path_info.startswith(API):
            with suppress(UnreadablePostError):  # the visitor has gone: nobody reads what follows
                request.POST = _without(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


def _without(sent: QueryDict) -> QueryDict:
    if not any(NUL in text for name, values in sent.lists() for text in (name, *values)):
        return sent
    clean = sent.copy()
    clean.clear()
    for name, values in sent.lists():
        clean.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    return clean
