"""Drawing the panels that apps have registered for a page."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cases.access.gate import UserRequest
from cases.registry import Place, Subject, panels


def rendered(request: UserRequest, place: Place, subject: Subject, today: date) -> list[SafeString]:
    """The panels of a page in their order, each with the context it loads itself; an empty panel is left out."""
    drawn = (
        render_to_string(panel.template, panel.load(request.user, subject, today), request) for panel in panels(place)
    )
    return [html for html in drawn if html.strip()]
