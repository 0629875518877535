"""Everything about one young person on one page."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.contacts.models import last_reached
from cases.corrections.rights import may_correct_record
from cases.enrolments.queries import intake_of, tasks
from cases.intake.codes import RequestState
from cases.intake.queries import requests_of
from cases.panels.registry import timeline_sources
from cases.panels.views import rendered
from cases.people.cpr import decrypt_cpr
from cases.people.models import Person
from cases.person_page.timeline_views import lines, page_of
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right, may
from cases.worklists.overview import Course, contact_text, courses_of, person_badges, phase_marks


@needs(Right.WORK_CASES)
def person(request: UserRequest, reference: str) -> HttpResponseBase:
    """Everything about one young person: where they stand, what to do, what has happened."""
    subject = _subject(request, reference)
    is_print = "print" in request.GET
    note_read(request, AuditAction.OPENED, person=subject)
    return render(request, "cases/person_page/person.html", _page(request, subject, is_print=is_print))


@require_POST
@needs(Right.WORK_CASES)
def cpr(request: UserRequest, reference: str) -> HttpResponseBase:
    """Show the CPR number, on request; that it was shown is logged."""
    subject = _subject(request, reference)
    note_read(request, AuditAction.OPENED, person=subject, what="cpr")
    number = decrypt_cpr(subject.cpr_encrypted) if subject.cpr_encrypted else ""
    context = {"person": subject, "number": f"{number[:6]}-{number[6:]}" if number else ""}
    if request.htmx:
        return render(request, "cases/person_page/cpr.html", context)
    return render(request, "cases/person_page/person.html", _page(request, subject) | context)


def _subject(request: UserRequest, reference: str) -> Any:
    rows = Person.objects.visible_to(request.user).select_related("team")
    return get_object_or_404(rows.annotate(last=last_reached(timezone.localdate())), reference=reference)


def _page(request: UserRequest, subject: Any, *, is_print: bool = False) -> dict[str, Any]:
    """What the person page shows. Printed, the whole time line is on it."""
    now, user, kind = timezone.now(), request.user, request.GET.get("kind", "")
    today = timezone.localdate(now)
    running = courses_of(subject, today)
    found, intake = lines(subject, user, kind), intake_of(subject, today)
    return {
        "person": subject,
        "age": subject.age(today),
        "contact": contact_text(subject.last, today),
        "badges": person_badges(subject, running, otherwise=intake.badge),
        "cards": [_card(course) for course in running],
        "intake": intake,
        "requests": [row for row in requests_of(subject) if row.state == RequestState.OPEN],
        "may_screen": may(user, Right.DECIDE_SCREENING),
        "correctable": [row for row in intake.unused if may_correct_record(user, row, person=subject, at=now)],
        "panels": rendered(request, "person", subject, today),
        "page": page_of(found, request.GET.get("page")),
        "lines": found if is_print else None,
        "kind": kind,
        "kinds": [(source.key, source.label) for source in timeline_sources()],
        "is_print": is_print,
        "today": today,
    }


def _card(course: Course) -> dict[str, Any]:
    """An enrolment with its phases and the steps of the running one: the next to be done, and the others."""
    found = tasks(course.spell)
    ahead = next((task for task in found if not task.done), None)
    others = [task for task in found if task is not ahead]
    return {"course": course, "marks": phase_marks(course), "next": ahead, "tasks": others}
