"""The list of young people, and the search above it: filters stand in the address, what is searched for never does."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Min
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import replace_url

from cases.audit.codes import AuditAction
from cases.audit.trail import masked, note_read
from cases.contacts.models import last_reached
from cases.core.names import words_and_numbers
from cases.core.periods import open_after
from cases.drafts.searching import Search, address_of, keep, kept, searched
from cases.enrolments.models import Enrolment
from cases.enrolments.queries import EVERYTHING, Intake, Selection, in_team, intakes, people_in
from cases.intake.queries import with_wait
from cases.pages.views import PAGE
from cases.people.cpr import clean_cpr
from cases.people.models import Person, PersonQuerySet, danish_order
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from cases.worklists.forms import PeopleForm
from cases.worklists.overview import Badge, contact_text, courses, person_badges, waiting_text
from cases.worklists.queries import LABELS, people_on

ALIKE = 10

SHORTEST_SEARCH = 2


@dataclass(frozen=True)
class Row:
    """One young person in the list."""

    person: Person
    age: int | None
    phases: list[tuple[str, str]]
    worker: str
    contact: str
    badges: list[Badge]


@needs(Right.WORK_CASES)
def people(request: UserRequest) -> HttpResponseBase:
    """The young people of a list, of a part of the work, or all whom the user may see."""
    today = timezone.localdate()
    form = PeopleForm(request.GET, user=request.user, today=today)
    found = _found(request.user, form.shown("list"), form.selection(), today)
    page = Paginator(_sorted(found, form.shown("sort"), today), PAGE).get_page(request.GET.get("page"))
    references = [person.reference for person in page]
    note_read(request, AuditAction.LISTED, list=form.shown("list"), found=page.paginator.count, shown=references)
    context = {"form": form, "page": page, "rows": _rows(list(page), today)}
    context |= _found_by(request, Search() if request.htmx else kept(request), today)  # HTMX exchanges the list alone
    return render(request, "cases/worklists/list.html", context)


@needs(Right.WORK_CASES)
def search(request: UserRequest) -> HttpResponseBase:
    """Find young people by name, phone, reference or CPR number among all whom the user may see."""
    if request.method != "POST":
        return redirect("cases:person_list")
    search = keep(request, q=searched(request))
    url = address_of(request, reverse("cases:person_list"), search)
    if not request.htmx:
        return redirect(url)
    context = _found_by(request, search, timezone.localdate())
    return replace_url(render(request, "cases/worklists/hits.html", context), url)


def _found_by(request: UserRequest, search: Search, today: date) -> dict[str, Any]:
    """Whom a search finds, and whose name is something like it: the one never hides the other."""
    text = search.fields.get("q", "")
    hits: list[Person] = []
    like: list[Person] = []
    if len(text) >= SHORTEST_SEARCH:
        visible = Person.objects.visible_to(request.user)
        hits = list(_sorted(visible.matching(text), "", today)[: PAGE + 1])
        like = _like(visible, text, hits, today) if len(hits) <= PAGE else []
        references = [person.reference for person in [*hits[:PAGE], *like]]
        criteria = "cpr" if clean_cpr(text) else masked(text)
        note_read(request, AuditAction.SEARCHED, criteria=criteria, found=len(hits) + len(like), shown=references)
    rows = _rows([*hits[:PAGE], *like], today)
    shown = len(hits[:PAGE])
    return {"text": text, "hits": rows[:shown], "like": rows[shown:], "are_more": len(hits) > PAGE, "most": PAGE}


def _like(visible: PersonQuerySet, text: str, hits: list[Person], today: date) -> list[Person]:
    """Others whose name is something like the words of a search; a few, for most are somebody else."""
    words, _numbers = words_and_numbers(text)
    others = visible.exclude(pk__in=[person.pk for person in hits]).alike(name=" ".join(spelt[0] for spelt in words))
    return list(_sorted(visible.filter(pk__in=others.values("pk")[:ALIKE]), "", today))


def _found(user: User, key: str, selection: Selection, today: date) -> PersonQuerySet:
    if key in LABELS:
        return people_on(user, key, today, selection)
    if not key:
        return people_in(user, today, selection)
    rows = Person.objects.visible_to(user).exclude(pk__in=Enrolment.objects.going_on(today).values("person"))
    rows = rows.filter(enrolments__isnull=key == "waiting").distinct()
    return rows if selection == EVERYTHING else _in_reach(rows, selection)


def _in_reach(rows: PersonQuerySet, selection: Selection) -> PersonQuerySet:
    """Those of a team, and those who ever were in the programme or phase or with the worker."""
    if selection.team:
        rows = in_team(rows, selection.team)
    earlier = Enrolment.objects.all()
    if selection.programme:
        earlier = earlier.filter(programme=selection.programme)
    if selection.phase:
        earlier = earlier.filter(phase_spells__phase=selection.phase)
    if selection.worker:
        earlier = earlier.filter(assignments__worker=selection.worker)
    is_narrowed = selection.programme or selection.phase or selection.worker
    return rows.filter(pk__in=earlier.values("person")) if is_narrowed else rows


def _sorted(rows: PersonQuerySet, order: str, today: date) -> PersonQuerySet:
    rows = Person.objects.filter(pk__in=rows.values("pk")).annotate(last=last_reached(today))
    if order == "contact":
        return rows.order_by(F("last").asc(nulls_first=True), danish_order(), "pk")
    if order == "target":
        running = open_after(today, start="enrolments__start", end="enrolments__end")
        spell = open_after(today, start="enrolments__phase_spells__start", end="enrolments__phase_spells__end")
        rows = rows.annotate(target=Min("enrolments__phase_spells__target_end", filter=running & spell))
        return rows.order_by(F("target").asc(nulls_last=True), danish_order(), "pk")
    if order == "waited":
        return with_wait(rows).order_by(F("waits_since").asc(nulls_last=True), danish_order(), "pk")
    return rows.in_danish_order()


def _rows(people: list[Person], today: date) -> list[Row]:
    running = courses(people, today)
    intake = intakes([person for person in people if person.pk not in running], today)
    return [_row(person, running.get(person.pk, []), intake.get(person.pk), today) for person in people]


def _row(person: Any, running: list[Any], intake: Intake | None, today: date) -> Row:
    return Row(
        person=person,
        age=person.age(today),
        phases=[(str(course.enrolment.programme), str(course.spell.phase)) for course in running if course.spell],
        worker=next((course.main_worker for course in running if course.main_worker), ""),
        contact=contact_text(person.last, today),
        badges=[*person_badges(person, running, otherwise=intake.badge if intake else ""), *_waits(person, today)],
    )


def _waits(person: Any, today: date) -> list[Badge]:
    """For how long a screening has been waited for, in the list that is sorted by it."""
    since = getattr(person, "waits_since", None)
    return [Badge(waiting_text(since, today), "warning")] if since else []
