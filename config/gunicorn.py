"""How gunicorn serves the application, on one machine and in production."""

from config.env import env

workers = env.int("WEB_WORKERS", default=2)
threads = env.int("WEB_THREADS", default=4)
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 2000
max_requests_jitter = 200
control_socket_disable = True
accesslog = "-"
errorlog = "-"
# Path without its query string, which may hold a name that was searched for; no address of the visitor.
access_log_format = '{"event": "request", "method": "%(m)s", "path": "%(U)s", "status": %(s)s, "milliseconds": %(M)s}'
