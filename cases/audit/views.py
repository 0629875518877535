"""Printing: logged before the paper comes. What a page holds is known from its seals (`cases/audit/printing.py`)."""

from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.audit.printing import note_print
from cases.staff.gate import UserRequest

MOST_SEALS = 50  # a page, and the pieces of it that were exchanged since

CREATED = 201  # no other answer is taken for a yes: not the login page, nor one of a proxy


@require_POST
def printed(request: UserRequest) -> HttpResponse:
    """Log the printing and answer with the line for the head of the paper: when, and by whom."""
    seals = request.POST.getlist("seal")
    if len(seals) > MOST_SEALS:
        raise BadRequest("Too many seals")
    try:
        for sealed in seals:
            note_print(request, sealed)
    except BadSignature as error:
        raise BadRequest("A seal that is not the user's own") from error
    now = timezone.localtime()
    facts = {
        "day": date_format(now, "SHORT_DATE_FORMAT"),
        "time": date_format(now, "TIME_FORMAT"),
        "name": request.user.name,
    }
    line = _("Printed %(day)s at %(time)s by %(name)s") % facts
    return HttpResponse(line, content_type="text/plain; charset=utf-8", status=CREATED)
