"""The application with pages of a test's own: one that asks the database for too much, and one for its patience."""

import os

import django
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from config.web.urls import handler500  # noqa: E402, F401  of the address plan below
from config.web.wsgi import application  # noqa: E402, F401  what gunicorn serves

settings.ROOT_URLCONF = __name__


def asked(statement: str) -> HttpResponse:
    """The answer of the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return HttpResponse(str(cursor.fetchone()[0]))


@login_not_required
def slow(_request: HttpRequest) -> HttpResponse:
    """Ask for what takes a minute."""
    return asked("SELECT pg_sleep(60)")


@login_not_required
def patience(_request: HttpRequest) -> HttpResponse:
    """Ask for how long a statement may take."""
    return asked("SHOW statement_timeout")


urlpatterns = [re_path("^(?:api/)?slow/$", slow), re_path("^patience/$", patience)]
