"""The address plan: each app owns its own part."""

from django.urls import include, path

urlpatterns = [
    path("", include("cases.urls")),
    path("housing/", include("housing.urls")),
    path("reports/", include("reporting.urls")),
    path("account/", include("allauth.urls")),
]
