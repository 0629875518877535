"""One young person's time line: what every part of the system knows, newest first, by kind, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.paginator import Page, Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.codes import Label
from cases.panels.registry import TimelineEntry, TimelineSource, timeline_sources
from cases.people.models import Person
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right

PAGE = 40


@dataclass(frozen=True)
class Line:
    """An entry as `components/timeline.html` shows it."""

    when: date
    title: Label
    kind_label: Label
    icon: str
    text: str
    url: str
    by: str
    tone: str
    detail: tuple[tuple[Label, Label], ...]


def lines(person: Person, user: User, kind: str = "") -> list[Line]:
    """Every entry of the kind, or of all kinds, newest first; those of a day that have no time come last in it.

    Of entries of the same moment the one found last comes first: what follows from another stands above it.
    """
    sources = [source for source in timeline_sources() if kind in {"", source.key}]
    found = [(entry, source) for source in sources for entry in source.load(person, user)]
    found.sort(key=lambda pair: _moment(pair[0]))
    return [_line(entry, source) for entry, source in reversed(found)]


def page_of(found: Iterable[Line], number: str | int | None) -> Page[Line]:
    """A page of lines; a wrong number gives the nearest page there is."""
    return Paginator(list(found), PAGE).get_page(number)


@needs(Right.WORK_CASES)
def more(request: UserRequest, reference: str) -> HttpResponseBase:
    """The next page of the time line, for a page that already shows what is newer. A piece of it, for HTMX."""
    person = get_object_or_404(Person.objects.visible_to(request.user), reference=reference)
    if not request.htmx:
        return redirect(f"{reverse('cases:person', args=[reference])}?{request.GET.urlencode()}")
    kind = request.GET.get("kind", "")
    kind = kind if kind in {source.key for source in timeline_sources()} else ""
    page = page_of(lines(person, request.user, kind), request.GET.get("page"))
    note_read(request, AuditAction.OPENED, person=person, page="timeline", kind=kind)
    context = {"person": person, "page": page, "kind": kind}
    return render(request, "cases/person_page/timeline_page.html", context)


def _moment(entry: TimelineEntry) -> datetime:
    if isinstance(entry.when, datetime):
        return entry.when
    return datetime.combine(entry.when, time.min, tzinfo=timezone.get_current_timezone())


def _line(entry: TimelineEntry, source: TimelineSource) -> Line:
    when = timezone.localtime(entry.when) if isinstance(entry.when, datetime) else entry.when
    return Line(
        when=when,
        title=entry.title,
        kind_label=source.label,
        icon=source.icon,
        text=entry.body,
        url=entry.url,
        by=entry.who,
        tone=entry.tone,
        detail=entry.detail,
    )
