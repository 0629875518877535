"""How gunicorn serves the application, on one machine and in production."""

import sys
from typing import Any

from django.db import connections
from gunicorn.glogging import Logger

from config.env import env
from config.web.logs import described, without_keys
from config.web.spare import SpareThreads

worker_class = SpareThreads
workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)
timeout = 60
graceful_timeout = 10
keepalive = 75
max_requests = 2000
max_requests_jitter = 200
control_socket_disable = True
# Seconds until a page gives up a statement that the database has not finished; 0 waits for as long as it takes.
statement_seconds = env.int("STATEMENT_SECONDS", default=30)


def post_worker_init(_worker: object) -> None:
    """Limit the statements of all connections that this process will open. A job or a command takes its time."""
    connections.settings["default"]["OPTIONS"]["options"] += f" -c statement_timeout={statement_seconds}s"


# How gunicorn begins to tell of a request that it could not read, and of one that ended in a fault outside the
# application.
INVALID, FAULT = "Invalid request", "Error handling request"


class AccessLog(Logger):  # type: ignore[misc]
    """Writes of a request neither its query string, nor what it says, nor from where it comes.

    Its path is written without the key of an invitation, which is valid for days.
    """

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """What the format below can name."""
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return found | {"U": without_keys(found["U"])}

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Of something that is no HTTP only that it came."""
        super().warning(INVALID if str(msg).startswith(INVALID) else msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Of a fault while a request is answered its type and place; the message may hold what was sent."""
        error = sys.exception()
        if error is None or not str(msg).startswith(FAULT):
            super().exception(msg, *args, **kwargs)
        else:
            self.error_log.error("%s: %s", FAULT, described(error))


logger_class = AccessLog
accesslog = "-"
errorlog = "-"
# Path without its query string, which may hold a name that was searched for; no address of the visitor.
access_log_format = '{"event": "request", "method": "%(m)s", "path": "%(U)s", "status": %(s)s, "milliseconds": %(M)s}'
