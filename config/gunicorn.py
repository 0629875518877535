"""How gunicorn serves the application, on one machine and in production."""

from typing import Any

from gunicorn.glogging import Logger

from config.env import env
from config.logs import without_keys

workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
control_socket_disable = True


class AccessLog(Logger):  # type: ignore[misc]
    """Writes the path of a request without the key of an invitation, which is valid for days."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """What the format below can name."""
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return found | {"U": without_keys(found["U"])}


logger_class = AccessLog
accesslog = "-"
errorlog = "-"
# Path without its query string, which may hold a name that was searched for; no address of the visitor.
access_log_format = '{"event": "request", "method": "%(m)s", "path": "%(U)s", "status": %(s)s, "milliseconds": %(M)s}'
