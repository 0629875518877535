"""Setting something aside on My day until a day, and taking it back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.pages.views import Told, done, form_page, link, saved
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

    def save(told: Told) -> HttpResponseBase:
        until = told["until"]
        row = act.set_aside(by=request.user, at=now, kind=kind, target=record, person=person, until=until)
        return done(request, _said(row), "cases:my_day")

    title = _("Set aside: %(title)s") % {"title": of.title(record)}
    lead = _("It is gone from your My day until the day you choose. You can take it back at any time.")
    page = {"title": title, "lead": lead, "here": _("Set aside"), "submit": _("Set aside")}
    return saved(request, form, save) or _page(request, form, person, **page)


@needs(Right.WORK_CASES)
def take_back(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Put it back on My day at once."""
    of, record = _load(request, kind, pk)
    person, form = _person(record), forms.Form(request.POST if request.method == "POST" else None)

    def save(_told: Told) -> HttpResponseBase:
        act.take_back(by=request.user, at=timezone.now(), kind=kind, target=record, person=person)
        return done(request, _("It is on My day again."), "cases:my_day")

    title = _("Put back on My day: %(title)s") % {"title": of.title(record)}
    page = {"title": title, "here": _("Put back on My day"), "submit": _("Put back")}
    return saved(request, form, save) or _page(request, form, person, **page)


def _page(request: UserRequest, form: forms.Form, person: Person, **page: Any) -> HttpResponseBase:
    above = [link(_("My day"), "cases:my_day")]
    return form_page(request, form, above=above, person=person, noted={"page": "set_aside"}, **page)


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


def _said(row: SetAside) -> SafeString:
    said = _("Set aside until %(day)s.") % {"day": date_format(row.until, "SHORT_DATE_FORMAT")}
    undo = reverse("cases:take_back", args=[row.kind, row.record])
    return format_html('{} <a href="{}">{}</a>', said, undo, _("Undo"))


register_aside(
    AsideKind("person", Person, lambda row: row.name, lambda row: reverse("cases:person", args=[row.reference]))
)
