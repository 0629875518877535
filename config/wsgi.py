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


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request. A charset that is none of text (Python knows `hex`) would end Django before it can answer."""
    kind = environ.get("CONTENT_TYPE", "")
    if not all(_is_text(charset) for charset in _CHARSET.findall(kind)):
        environ["CONTENT_TYPE"] = _CHARSET.sub("", kind)
    return _application(environ, start_response)


def _is_text(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in TEXT
    except (LookupError, ValueError):
        return False
