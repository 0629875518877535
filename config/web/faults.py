"""What is said where no view has answered: a page to people, JSON to programs, in the language of the request."""

import sys

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework.exceptions import NotFound

from config.web.size import API

# The database is not reached, is shut down, or has taken too long for a statement. An export asks the driver itself.
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
RETRY_AFTER = 30  # seconds


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent could not be taken apart."""
    if request.path_info.startswith(API):
        return JsonResponse({"detail": _("The request could not be understood")}, status=400)
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such address."""
    if request.path_info.startswith(API):
        return JsonResponse({"detail": str(NotFound.default_detail)}, status=404)
    return defaults.page_not_found(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """The fault is ours, or the database does not answer."""
    if isinstance(sys.exception(), AWAY):
        return no_database(request)
    if request.path_info.startswith(API):
        return JsonResponse({"detail": _("Something went wrong here")}, status=500)
    return defaults.server_error(request)


def no_database(request: HttpRequest) -> HttpResponse:
    """The database does not answer. The page asks it for nothing, nor who the visitor is."""
    headers = {"Retry-After": str(RETRY_AFTER)}
    if hasattr(request, "session"):
        request.session.clear()  # or it is asked for once more on the way out; after a fault it is not saved
    if request.path_info.startswith(API):
        text = _("The database does not answer just now. What you sent may not have been saved.")
        return JsonResponse({"detail": text}, status=503, headers=headers)
    return HttpResponse(loader.get_template("503.html").render(), status=503, headers=headers)
