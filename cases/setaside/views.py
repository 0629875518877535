"""Setting something aside on My day until a day, and taking it back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.drafts.submissions import submitted
from cases.pages.forms import refusals
from cases.people.models import Person
from cases.setaside import actions as act
from cases.setaside.forms import SetAsideForm
from cases.setaside.kinds import AsideKind, aside_kind, register_aside
from cases.setaside.models import SetAside
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right


@dataclass(frozen=True)
class Line:
    """One thing that is set aside, with the day on which it is back."""

    kind: str
    pk: int
    person: Person
    title: str
    url: str
    until: date


@needs(Right.WORK_CASES)
def set_aside(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Choose the day on which it is on My day again."""
    now, (of, record) = timezone.now(), _load(request, kind, pk)
    person = _person(record)
    form = SetAsideForm(request.POST or None, today=timezone.localdate(now))
    if submitted(request, form):
        with refusals(form):
            row = act.set_aside(by=request.user, at=now, kind=kind, target=record, person=person, **form.cleaned_data)
            _say_set_aside(request, row)
            return redirect("cases:my_day")
    note_read(request, AuditAction.OPENED, person=person, page="set_aside")
    lead = _("It is gone from your My day until the day you choose. You can take it back at any time.")
    heading = _("Set aside: %(title)s") % {"title": of.title(record)}
    words = {"here": _("Set aside"), "heading": heading, "lead": lead, "submit": _("Set aside")}
    return render(request, "cases/setaside/set_aside.html", {"form": form, "person": person, **words})


@needs(Right.WORK_CASES)
def take_back(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Put it back on My day at once."""
    of, record = _load(request, kind, pk)
    person, form = _person(record), forms.Form(request.POST if request.method == "POST" else None)
    if submitted(request, form):
        act.take_back(by=request.user, at=timezone.now(), kind=kind, target=record, person=person)
        messages.success(request, _("It is on My day again."))
        return redirect("cases:my_day")
    note_read(request, AuditAction.OPENED, person=person, page="set_aside")
    heading = _("Put back on My day: %(title)s") % {"title": of.title(record)}
    words = {"here": _("Put back on My day"), "heading": heading, "submit": _("Put back")}
    return render(request, "cases/setaside/set_aside.html", {"form": form, "person": person, **words})


def lines(user: User, today: date) -> Iterator[Line]:
    """What the user has set aside, the soonest back first, as far as the user still reaches it."""
    rows = list(SetAside.objects.by(user, today))
    keys: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        keys[row.kind].append(row.record)
    found = {kind: of for kind in keys if (of := aside_kind(kind))}
    records = {
        (kind, record.pk): record
        for kind, of in found.items()
        for record in _reached(of, user).filter(pk__in=keys[kind])
    }
    for row in rows:
        if record := records.get((row.kind, row.record)):
            of = found[row.kind]
            yield Line(row.kind, row.record, _person(record), of.title(record), of.url(record), row.until)


def _load(request: UserRequest, kind: str, pk: int) -> tuple[AsideKind, Any]:
    of = aside_kind(kind)
    if of is None:
        raise Http404
    return of, get_object_or_404(_reached(of, request.user), pk=pk)


def _reached(of: AsideKind, user: User) -> QuerySet[Any]:
    """The records of a kind whose young person the user may see."""
    people = Person.objects.visible_to(user).values("pk")
    rows = of.model._default_manager.filter(**{f"{of.path}__in": people})
    return rows if of.model is Person else rows.select_related("person")


def _person(record: Any) -> Person:
    return record if isinstance(record, Person) else record.person


def _say_set_aside(request: UserRequest, row: SetAside) -> None:
    said = _("Set aside until %(day)s.") % {"day": date_format(row.until, "SHORT_DATE_FORMAT")}
    undo = reverse("cases:take_back", args=[row.kind, row.record])
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Undo")))


register_aside(
    AsideKind("person", Person, lambda row: row.name, lambda row: reverse("cases:person", args=[row.reference]))
)
