"""The unusual values that somebody has confirmed, for the team lead to look at; importing it registers the panel."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.contacts.models import Contact
from cases.enrolments.forms import SelectionForm
from cases.enrolments.models import Enrolment
from cases.enrolments.queries import people_in
from cases.handovers.models import Handover
from cases.intake.models import Screening
from cases.pages.views import PAGE
from cases.panels.registry import Panel, register_panel
from cases.people.models import Person, PersonQuerySet
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from cases.unusual import queries as boards
from cases.unusual.kinds import UnusualKind, register_unusual


@dataclass(frozen=True)
class Line:
    """One record in words."""

    names: str
    kind: str
    url: str
    values: list[tuple[str, str]]
    who: str
    at: datetime


@needs(Right.SEE_BOARD)
def unusual(request: UserRequest) -> HttpResponseBase:
    """The confirmed unusual values, the latest first, narrowed as the board is."""
    user, today = request.user, timezone.localdate()
    form = SelectionForm(request.GET, user=user, today=today)
    people = people_in(user, today, replace(form.selection(), function="", phase=None))
    page = Paginator(boards.unusual(people), PAGE).get_page(request.GET.get("page"))
    rows = boards.unusual_rows(list(page), people)
    shown = list(dict.fromkeys(person.reference for row in rows for person in row.people))
    note_read(request, AuditAction.LISTED, page="unusual", found=page.paginator.count, shown=shown)
    return render(request, "cases/unusual/unusual.html", {"form": form, "page": page, "lines": list(_lines(rows))})


def _lines(rows: list[boards.UnusualRow]) -> Iterator[Line]:
    for row in rows:
        yield Line(
            names=", ".join(person.name for person in row.people),
            kind=capfirst(row.record._meta.verbose_name),
            url=row.kind.url(row.record),
            values=[(capfirst(label), _shown(value)) for label, value in row.values],
            who=row.who,
            at=row.at,
        )


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return number_format(value, force_grouping=True)


def on_board(_user: User, people: PersonQuerySet, _today: date) -> dict[str, Any]:
    """How many there are."""
    return {"count": boards.unusual_count(people)}


def _page_of(person: Person) -> str:
    return reverse("cases:person", args=[person.reference])


register_panel(Panel("unusual", "board", 50, "cases/unusual/unusual_on_board.html", on_board))

register_unusual(UnusualKind("person", Person.objects.all, "pk", _page_of))

register_unusual(
    UnusualKind("contact", Contact.objects.standing, "people", lambda row: reverse("cases:contact", args=[row.pk]))
)

register_unusual(UnusualKind("screening", Screening.objects.all, "person", lambda row: _page_of(row.person)))

register_unusual(
    UnusualKind("enrolment", Enrolment.objects.all, "person", lambda row: reverse("cases:course", args=[row.pk]))
)

register_unusual(
    UnusualKind("handover", Handover.objects.all, "person", lambda row: reverse("cases:handover", args=[row.pk]))
)
