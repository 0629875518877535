"""The address plan: each app owns its own part."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config import health

urlpatterns = [
    path("", include("cases.urls")),
    path("housing/", include("housing.urls")),
    path("reports/", include("reporting.urls")),
    path("api/v1/", include("config.api")),
    path("account/", include("allauth.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("language/", login_not_required(set_language), name="set_language"),
]
