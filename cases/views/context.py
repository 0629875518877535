"""What every page needs: navigation and the signed-in user."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """The frame around every page."""
    return {}
