"""Who has handed in the status reports of the current windows: for the team lead, by team and worker."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.names import sort_key
from cases.core.periods import open_after
from cases.enrolments.forms import SelectionForm
from cases.enrolments.models import Assignment, Enrolment
from cases.enrolments.queries import Selection, running_on
from cases.report_forms.panels import DueLine
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from cases.statusreports.queries import latest_of, with_reports


@dataclass(frozen=True)
class Complete:
    """The reports of one worker's young people in one team. `late`: their window has closed, and none was made."""

    team: str
    worker: str
    expected: int
    received: int
    missing: list[DueLine]
    late: list[DueLine]


@needs(Right.SEE_BOARD)
def complete(request: UserRequest) -> HttpResponseBase:
    """Expected, received and missing reports of the windows that are open today, and those that are late."""
    user, today = request.user, timezone.localdate()
    form = SelectionForm(request.GET, user=user, today=today)
    lines = _waited_for(_courses(user, today, replace(form.selection(), function="", phase=None)), today)
    shown = [line.enrolment.person.reference for line in lines if not line.due.is_met]
    note_read(request, AuditAction.LISTED, page="reports_complete", shown=list(dict.fromkeys(shown)))
    now = [line for line in lines if not line.due.is_overdue(today)]
    totals = {"expected": len(now), "received": sum(line.due.is_met for line in now)}
    context = {"form": form, "rows": list(_rows(lines, today)), "today": today}
    return render(request, "cases/report_forms/complete.html", context | totals)


def _courses(user: User, today: date, selection: Selection) -> list[Enrolment]:
    """The running courses of the teams whose young people the user may see, in programmes that have reports."""
    rows = running_on(user, today, selection).filter(pk__in=Enrolment.objects.visible_to(user).values("pk"))
    rows = rows.filter(programme__questionnaires__isnull=False).distinct()
    assigned = Prefetch("assignments", Assignment.objects.filter(open_after(today)).select_related("worker"))
    found = list(rows.select_related("person", "programme", "team").prefetch_related(assigned))
    with_reports(found)
    return found


def _waited_for(enrolments: Iterable[Enrolment], today: date) -> list[DueLine]:
    """The reports whose window is open, made or not, and those that are late."""
    found = [DueLine(enrolment, due) for enrolment in enrolments if (due := latest_of(enrolment, today))]
    return [line for line in found if not (line.due.is_met and line.due.is_overdue(today))]


def _rows(lines: Iterable[DueLine], today: date) -> Iterator[Complete]:
    """A row for each worker of each team; a course with several workers stands with each of them."""
    found: dict[tuple[str, str], list[DueLine]] = {}
    for line in lines:
        for worker in {assigned.worker.name for assigned in line.enrolment.assignments.all()} or {""}:
            found.setdefault((line.enrolment.team.name, worker), []).append(line)
    for team, worker in sorted(found, key=lambda pair: tuple(map(sort_key, pair))):
        theirs = found[team, worker]
        now = [line for line in theirs if not line.due.is_overdue(today)]
        yield Complete(
            team=team,
            worker=worker or _("Without a worker"),
            expected=len(now),
            received=sum(line.due.is_met for line in now),
            missing=[line for line in now if not line.due.is_met],
            late=[line for line in theirs if line.due.is_overdue(today)],
        )
