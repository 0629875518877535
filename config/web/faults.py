"""What is said where no view has answered: a page to people, JSON to programs, in the language of the request."""

import sys
from http import HTTPStatus

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework.exceptions import NotFound

from cases.questionnaires.definition import UnreadableItem
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
    """The fault is ours, or the database does not answer, or what it holds was broken by hand."""
    error = sys.exception()
    if isinstance(error, AWAY):
        return no_database(request)
    if isinstance(error, UnreadableItem):
        return unreadable(request, str(error.message))
    if request.path_info.startswith(API):
        return JsonResponse({"detail": _("Something went wrong here")}, status=500)
    return defaults.server_error(request)


def unreadable(request: HttpRequest, text: str) -> HttpResponse:
    """The definition of a question is none: the pages that ask it say so, and all others work on."""
    if request.path_info.startswith(API):
        return JsonResponse({"detail": text}, status=HTTPStatus.CONFLICT)
    return render(request, "409.html", {"text": text}, status=HTTPStatus.CONFLICT)


def no_database(request: HttpRequest) -> HttpResponse:
    """The database does not answer. The page asks it for nothing, nor who the visitor is."""
    headers = {"Retry-After": str(RETRY_AFTER)}
    if hasattr(request, "session"):
        request.session.clear()  # or it is asked for once more on the way out; after a fault it is not saved
    if request.path_info.startswith(API):
        text = _("The database does not answer just now. What you sent may not have been saved.")
        return JsonResponse({"detail": text}, status=503, headers=headers)
    return HttpResponse(loader.get_template("503.html").render(), status=503, headers=headers)
