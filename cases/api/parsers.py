"""How a request's body is read. A module of its own: the framework loads it while it loads itself."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class Json(JSONParser):
    """JSON; nested deeper than anyone means it is bad input like any other that cannot be read."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """The body as plain values."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError from error
