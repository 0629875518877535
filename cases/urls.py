"""The addresses of the cases app."""

from django.conf import settings
from django.urls import URLPattern, path

from cases.views import gallery, session

app_name = "cases"

urlpatterns: list[URLPattern] = [
    path("session/keep", session.keep, name="session_keep"),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns += [path("gallery/", gallery.gallery, name="gallery")]
