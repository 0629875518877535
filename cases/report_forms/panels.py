"""Status reports on other pages: the young person's page with its time line, My day, the board."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.core.periods import not_over
from cases.enrolments.models import Enrolment
from cases.panels.registry import Panel, TimelineEntry, TimelineSource, register_panel, register_timeline
from cases.people.models import Person, PersonQuerySet
from cases.setaside.kinds import AsideKind, register_aside
from cases.setaside.models import SetAside
from cases.staff.models import User
from cases.statusreports.codes import ReportKind
from cases.statusreports.due_rules import CLOSES_AFTER, GIVEN_UP_AFTER, Due, fitting_kinds
from cases.statusreports.models import Participation, StatusReport
from cases.statusreports.queries import (
    DueLine,
    counting,
    is_reported,
    made_of,
    next_of,
    participation_of,
    rhythm_of,
    with_reports,
)
from cases.worklists.overview import enrolments_of

SHOWN = 10

LATEST = 3  # reports of a course on the young person's page


@dataclass(frozen=True)
class CourseReports:
    """How the reports of a course stand."""

    enrolment: Enrolment
    latest: list[StatusReport]
    due: Due | None
    kinds: list[ReportKind]
    participation: Participation | None
    is_asked: bool


def on_person(user: User, person: Person, today: date) -> dict[str, Any]:
    """The reports so far of each course, what is due next, and who takes part."""
    enrolments = enrolments_of(person, user.scope.day)
    with_reports(enrolments)
    courses = [_course(enrolment, today) for enrolment in enrolments]
    return {"courses": [course for course in courses if course.is_asked or course.latest], "today": today}


def _course(enrolment: Enrolment, today: date) -> CourseReports:
    is_open = is_reported(enrolment)
    return CourseReports(
        enrolment=enrolment,
        latest=counting(enrolment)[: -LATEST - 1 : -1],
        due=next_of(enrolment, today),
        kinds=fitting_kinds(rhythm_of(enrolment), made_of(enrolment)) if is_open else [],
        participation=participation_of(enrolment),
        is_asked=bool(enrolment.programme.questionnaires.all()),
    )


def on_my_day(user: User, people: PersonQuerySet, today: date) -> dict[str, Any]:
    """The reports of my young people whose window has opened, the longest overdue first."""
    rows = due_courses(Enrolment.objects.filter(person__in=people), today)
    rows = rows.exclude(pk__in=SetAside.objects.keys(user, "report", today))
    found = due_lines(rows.select_related("person", "programme"), today)
    shown = [line.enrolment.person.reference for line in found[:SHOWN]]
    return {"lines": found[:SHOWN], "are_more": len(found) > SHOWN, "today": today, "shown": shown}


def due_courses(enrolments: Any, today: date) -> Any:
    """Those of the courses whose reports can be due: running, or closed so lately that the last is waited for."""
    lately = today - CLOSES_AFTER - GIVEN_UP_AFTER - timedelta(days=1)
    asked = Q(programme__questionnaires__isnull=False)
    return enrolments.filter(not_over(lately), asked).distinct()


def due_lines(enrolments: Iterable[Enrolment], today: date) -> list[DueLine]:
    """The reports that are due by today and not made, the earliest due first."""
    rows = list(enrolments)
    with_reports(rows)
    found = [DueLine(row, due) for row in rows if (due := next_of(row, today)) and due.is_opened(today)]
    return sorted(found, key=lambda line: (line.due.on, line.enrolment.pk))


def on_board(_user: User, _people: PersonQuerySet, _today: date) -> dict[str, Any]:
    """The way to the list of who has handed in what."""
    return {}


def on_timeline(person: Person, user: User) -> Iterator[TimelineEntry]:
    """The reports that were handed in, those withdrawn among them; of one put right the last version."""
    enrolments = enrolments_of(person, user.scope.day)
    with_reports(enrolments)
    for report in (report for enrolment in enrolments for report in enrolment.status_reports.all()):
        if not report.is_standing and not report.withdrawn_why:
            continue
        yield TimelineEntry(
            when=report.report_on,
            kind="report",
            title=_("Status report: %(kind)s") % {"kind": report.get_kind_display().lower()},
            url=reverse("cases:status_report", args=[report.pk]),
            who=report.by.name if report.by else "",
            body=report.withdrawn_why,
            tone="withdrawn" if report.withdrawn_why else "",
        )


register_panel(Panel("reports", "person", 15, "cases/report_forms/on_person.html", on_person))

register_panel(Panel("reports", "my_day", 15, "cases/report_forms/on_my_day.html", on_my_day))

register_panel(Panel("reports", "board", 15, "cases/report_forms/on_board.html", on_board))

register_timeline(TimelineSource("report", gettext_lazy("Status reports"), on_timeline, "document"))

register_aside(
    AsideKind(
        "report",
        Enrolment,
        lambda row: _("Status report of %(name)s") % {"name": row.person.name},
        lambda row: reverse("cases:course_reports", args=[row.pk]),
    )
)
