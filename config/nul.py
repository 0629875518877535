"""The character NUL: no text holds it and PostgreSQL takes none, so that one in a request would end in a fault."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase

NUL = "\x00"


class WithoutNul:
    """Leaves NUL out of what is sent in the address, in a form or in a cookie; everything else stays as it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        request.GET = _without(request.GET)  # type: ignore[assignment]
        with suppress(UnreadablePostError):  # the visitor has gone: nobody reads what follows
            request.POST = _without(request.POST)  # type: ignore[assignment]
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)


def _without(sent: QueryDict) -> QueryDict:
    if not any(NUL in text for name, values in sent.lists() for text in (name, *values)):
        return sent
    clean = sent.copy()
    clean.clear()
    for name, values in sent.lists():
        clean.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    return clean
