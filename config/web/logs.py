"""One line of JSON an event, with the request it belongs to and nothing personal.

Logged are: what happened, where in the code, the request's own number and the user's id. Left out are query strings,
form data, and the messages of exceptions, which may quote what somebody has typed or what a row holds.
"""

import logging
import re
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponseBase

REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
REQUEST_ID_HEADER = "X-Request-ID"
KEYS = re.compile(r"(/(?:account/(?:password/reset/key|confirm-email)|own-answers)/)[^/\s\"]+")


class RequestContext:
    """Middleware: gives every request a number, which its log lines and its answer carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Bind the number for the time of the request."""
        sent = request.headers.get(REQUEST_ID_HEADER, "")
        number = sent if REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=number)
        response = self.get_response(request)
        response.headers[REQUEST_ID_HEADER] = number
        return response

    def process_view(
        self, request: HttpRequest, view: object, _arguments: tuple[Any, ...], _named: dict[str, Any]
    ) -> None:
        """Add who asks; not for the open addresses, which must answer even without a database."""
        if getattr(view, "login_required", True) and request.user.is_authenticated:
            structlog.contextvars.bind_contextvars(user_id=request.user.pk)


def without_messages(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Say of an exception what it is and where it came from, not what it said."""
    found = event.pop("exc_info", None)
    if isinstance(found, tuple) and found[0] is not None:
        event["exception"] = [described(error) for error in _chain(found[1])]
    return event


def in_lines(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Write an exception in lines, where it is read by eye."""
    for error in event.pop("exception", []):
        event["event"] = "\n    ".join([str(event["event"]), error["type"], *error["where"]])
    return event


def without_keys(text: str) -> str:
    """Leave out of addresses the key that lets whoever has it set a password, or answer a young person's questions."""
    return KEYS.sub(r"\1...", text)


def keyless(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Leave such keys out of the sentence of an event."""
    event["event"] = without_keys(str(event["event"]))
    return event


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def described(error: BaseException) -> dict[str, object]:
    """An exception by its type and where it came from, without what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


class TaskFailures(logging.Filter):
    """Celery writes a failed task's exception into its message: keep the kind, drop what it said."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; every record passes."""
        if isinstance(record.args, dict) and "exc" in record.args:
            kind = str(record.args["exc"]).partition("(")[0]
            record.args = {**record.args, "exc": kind, "args": "", "kwargs": ""}
        return True


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """The logging settings of Django, Celery and our own code."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_messages,
        keyless,
    ]
    render: list[structlog.types.Processor] = (
        [structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [in_lines, structlog.dev.ConsoleRenderer(colors=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"task_failures": {"()": TaskFailures}},
        "formatters": {
            "event": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
            },
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "event", "filters": ["task_failures"]},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": _loggers(level),
    }


def _loggers(level: str) -> dict[str, Any]:
    return {
        "django": {"handlers": [], "level": level, "propagate": True},
        "django.server": {"handlers": [], "level": level, "propagate": True},
        # It tells of every name that a template asks for in vain, as many do.
        "django.template": {"handlers": [], "level": "INFO", "propagate": True},
        # It repeats what a visitor wrote as the name of the host; the access log has the request.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    }
