"""The one write that a reading request makes: the log of what was read, or printed."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.utils import timezone

from cases.audit.printing import HEADER, seal
from cases.audit.trail import write_noted
from cases.staff.gate import UserRequest

ERROR = 400


class AuditReads:
    """Writes the reads a view noted, after it returned and before anything is sent: no log, no data."""

    def __init__(self, get_response: Callable[[UserRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: UserRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < ERROR:
            write_noted(request, at=timezone.now())
            if request.htmx:  # a piece of a page; a whole page has its seal in the text
                response[HEADER] = seal(request)
        return response
