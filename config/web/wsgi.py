"""The WSGI application that gunicorn serves."""

import codecs
import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

TEXT = {"utf-8", "iso8859-1"}
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]*)\"?", re.IGNORECASE)

_application = get_wsgi_application()


def application(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request."""
    request["CONTENT_TYPE"] = readable(request.get("CONTENT_TYPE", ""))
    return _application(request, start_response)


def readable(content_type: str) -> str:
    """A content type without a charset that is none of text: Python knows `hex`, and Django would end in a fault."""
    known = all(_is_text(charset) for charset in _CHARSET.findall(content_type))
    return content_type if known else _CHARSET.sub("", content_type)


def _is_text(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in TEXT
    except (LookupError, ValueError):
        return False
