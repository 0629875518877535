"""Who has handed in what: a row for each worker, and the list behind each number."""

from dataclasses import replace

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.enrolments.forms import SelectionForm
from cases.report_board.queries import WHICH, by_worker, counted, waited_for, workers_of
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right

# What a row adds to the address of the page, to say whose number is opened.
TEAM, WORKER = "of_team", "of_worker"


@needs(Right.SEE_BOARD)
def complete(request: UserRequest) -> HttpResponseBase:
    """Expected, received and missing reports of the windows that are open today, and those that are late."""
    user, today = request.user, timezone.localdate()
    form = SelectionForm(request.GET, user=user, today=today)
    lines = waited_for(user, today, replace(form.selection(), function="", phase=None))
    shown = [line.enrolment.person.reference for line in lines if not line.due.is_met]
    note_read(request, AuditAction.LISTED, page="reports_complete", shown=list(dict.fromkeys(shown)))
    context = {"form": form, "rows": by_worker(lines, today), "totals": counted(lines, today), "which": WHICH}
    return render(request, "cases/report_board/complete.html", context | {"today": today})


@needs(Right.SEE_BOARD)
def complete_list(request: UserRequest, which: str) -> HttpResponseBase:
    """The young people that one number counts, of the whole selection or of one worker in one team."""
    if which not in WHICH:
        raise Http404
    user, today = request.user, timezone.localdate()
    selection = SelectionForm(request.GET, user=user, today=today).selection()
    lines = waited_for(user, today, replace(selection, function="", phase=None))
    team, worker = request.GET.get(TEAM, ""), request.GET.get(WORKER, "")
    if team:
        lines = [line for line in lines if line.enrolment.team.code == team]
    if worker:
        lines = [line for line in lines if worker in workers_of(line)]
    found = counted(lines, today)[which]
    shown = list(dict.fromkeys(line.enrolment.person.reference for line in found))
    note_read(request, AuditAction.LISTED, page="reports_complete_list", which=which, shown=shown)
    rows = [(line, ", ".join(workers_of(line).values())) for line in found]
    title = _("Status reports: %(which)s") % {"which": str(WHICH[which]).lower()}
    return render(request, "cases/report_board/list.html", {"rows": rows, "title": title, "today": today})
