"""What is said where no view has answered: a page to people, JSON to programs, in the language of the request."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework.exceptions import NotFound

from config.web.size import API


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
    if request.path_info.startswith(API):
        return JsonResponse({"detail": _("Something went wrong here")}, status=500)
    return defaults.server_error(request)
