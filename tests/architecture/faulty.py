"""An address with a fault, for the test of the test of hostile input."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Trust the address."""
    return HttpResponse(str(int(request.GET["page"])))


urlpatterns = [path("page/", page)]
