"""A client for thousands of pages."""

from typing import Any

from django.test import Client


class Bare(Client):
    """Asks as `Client` does and keeps no copy of what the templates were given; a fault is an answer with 500.

    Those copies are made for every template and every field of a form, and cost as much as the page itself.
    """

    def request(self, **request: Any) -> Any:
        """The answer of the whole application."""
        return self.handler(self._base_environ(**request))  # type: ignore[attr-defined]
