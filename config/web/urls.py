"""The address plan: each app owns its own part."""

from django.urls import include, path

from cases.accounts import session_views as session
from config.web import health

handler400 = "config.web.faults.bad_request"
handler404 = "config.web.faults.not_found"
handler500 = "config.web.faults.fault"

urlpatterns = [
    path("", include("cases.urls")),
    path("housing/", include("housing.urls")),
    path("reports/", include("reporting.urls")),
    path("api/v1/", include("config.web.api")),
    path("account/email/", session.not_here, name="account_email"),
    path("account/", include("allauth.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("language/", session.language, name="set_language"),
]
