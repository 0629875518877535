"""Views that trust what they are sent, or ask for no right: planted for the tests of the sweeps."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import path, re_path


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Trust the address."""
    return HttpResponse(str(int(request.GET.get("page", "1"))))


def signed_in(_request: HttpRequest) -> HttpResponse:
    """Answer everyone who is signed in."""
    return HttpResponse("A10000")


def late(_request: HttpRequest, pk: str) -> HttpResponse:
    """Look for the record first."""
    return HttpResponseNotFound(pk)


urlpatterns = [
    path("page/", page, name="page"),
    path("signed-in/", signed_in, name="signed-in"),
    re_path(r"^late/(?P<pk>[0-9]{1,18})/$", late, name="late"),
]
