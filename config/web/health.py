"""Two addresses for whatever watches the system: one says that it lives, one that it is ready for work.

They need no login, name no secrets, and never say more than which part is missing.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app

OK = "ok"
PATIENCE = 2  # seconds until the database has let us in; it takes no smaller number
ADDRESSES = {"/healthz", "/readyz"}


class WithoutSession:
    """Middleware: whoever asks here asks as nobody, for a session lies in the database, which may be gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, at our two addresses without the cookie of the session."""
        if request.path_info in ADDRESSES:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


@login_not_required
@never_cache
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches neither database nor queue."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """One word for each part; 200 as long as the pages work, else 503.

    They work without the queue, and all servers share one: were it missed here, all would be taken out of rotation.
    """
    found = {"database": database(), "broker": broker()}
    found["migrations"] = migrations() if found["database"] == OK else "not known"
    return JsonResponse(found, status=200 if {found[name] for name in NEEDED} == {OK} else 503)


def database() -> str:
    """Whether the database lets somebody in and answers.

    By a connection of its own, opened with little patience: one that was left behind by a database that has fallen
    silent waits for as long as that is silent.
    """
    fresh = connection.copy()
    fresh.settings_dict["OPTIONS"] = {**fresh.settings_dict["OPTIONS"], "connect_timeout": PATIENCE}
    try:
        with fresh.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    finally:
        fresh.close()
    return OK


def broker() -> str:
    """Whether the queue takes a connection."""
    try:
        with app.connection_for_write() as queue:
            queue.ensure_connection(max_retries=0)
    except (OperationalError, OSError):
        return "does not answer"
    return OK


def migrations() -> str:
    """Whether the tables are those that this version of the code expects."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "not known"
    return f"{len(waiting)} not applied" if waiting else OK


NEEDED = ("database", "migrations")
