"""Drawing the panels that apps have registered for a page."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.panels.registry import Panel, Place, Subject, panels
from cases.people.models import Person, PersonQuerySet
from cases.records.reading import compiled
from cases.staff.gate import UserRequest


def rendered(request: UserRequest, place: Place, subject: Subject, today: date) -> list[SafeString]:
    """The panels of a page in their order, each with the context it loads itself; an empty panel is left out."""
    if isinstance(subject, PersonQuerySet):
        subject = Person.objects.filter(pk__in=compiled(subject.values("pk")))
    drawn = (_drawn(request, panel, subject, today) for panel in panels(place))
    return [html for html in drawn if html.strip()]


def _drawn(request: UserRequest, panel: Panel, subject: Subject, today: date) -> SafeString:
    context = panel.load(request.user, subject, today)
    if context.get("shown"):
        note_read(request, AuditAction.LISTED, page=f"{panel.place}_{panel.key}", shown=context["shown"])
    return render_to_string(panel.template, context, request)
