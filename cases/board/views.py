"""The team lead's board: one page of numbers, each the way to the young people behind it."""

from dataclasses import dataclass, replace
from functools import partial

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.board import queries as boards
from cases.core.codes import Label
from cases.enrolments.forms import SelectionForm
from cases.enrolments.queries import Selection, people_in
from cases.panels.views import rendered
from cases.programmes.codes import WorkerFunction
from cases.programmes.models import Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.models import User
from cases.staff.policy import Right
from cases.worklists.queries import LABELS, not_distributed, numbers

WARNINGS = {"quiet", "silent", "unassigned", "overdue", "undecided"}

WORST_FIRST = {"quiet": "contact", "silent": "contact", "overdue": "target", "undecided": "waited"}


@dataclass(frozen=True)
class Linked:
    """A number as the board shows it: its list is one click away."""

    label: Label
    number: int
    url: str
    warning: bool = False


@needs(Right.SEE_BOARD)
def board(request: UserRequest) -> HttpResponseBase:
    """Show the board of the user's teams, narrowed by programme, team and worker in the address."""
    user, today = request.user, timezone.localdate()
    form = SelectionForm(request.GET, user=user, today=today)
    selection = replace(form.selection(), function="", phase=None)
    programmes = boards.programmes_on(user, today, selection)
    link = partial(list_url, selection)
    return render(
        request,
        "cases/board/board.html",
        {
            "form": form,
            "today": today,
            "tiles": _tiles(numbers(user, today, selection), selection, programmes),
            "not_distributed": not_distributed(user, today, selection.programme),
            "phases": _phases(
                boards.phases(user, today, selection, programmes), selection, several=len(programmes) > 1
            ),
            "caseloads": _caseloads(boards.caseloads(user, today, selection, programmes), selection),
            "places": [
                (row, Linked(row.programme.name, row.own, link("enrolled", programme=row.programme)))
                for row in boards.places(user, today, selection, programmes)
            ],
            "several": len(programmes) > 1,
            "panels": rendered(request, "board", people_in(user, today, selection), today),
        },
    )


def list_url(selection: Selection, key: str, **narrower: object) -> str:
    """The address of the list behind a number, with the filters the number was counted with."""
    spot = replace(selection, **narrower)  # type: ignore[arg-type]
    query = QueryDict(mutable=True)
    query["list"] = key
    values = {
        "programme": spot.programme and spot.programme.code,
        "team": spot.team and spot.team.code,
        "worker": spot.worker and spot.worker.pk,
        "function": spot.function,
        "phase": spot.phase and spot.phase.pk,
        "sort": WORST_FIRST.get(key),
    }
    query.update({name: str(value) for name, value in values.items() if value})
    return f"{reverse('cases:person_list')}?{query.urlencode()}"


def _tiles(found: dict[str, int], selection: Selection, programmes: list[Programme]) -> list[Linked]:
    labels = dict(LABELS)
    for key, limits in (
        ("quiet", {programme.quiet_days for programme in programmes}),
        ("silent", {programme.silent_days for programme in programmes}),
    ):
        if len(limits) == 1:
            labels[key] = _("No contact for %(days)d days") % {"days": limits.pop()}
    return [
        Linked(labels[key], number, list_url(selection, key), warning=key in WARNINGS) for key, number in found.items()
    ]


def _phases(rows: list[boards.PhaseRow], selection: Selection, *, several: bool) -> list[dict[str, object]]:
    return [
        {
            "name": f"{row.phase.programme} · {row.phase}" if several else str(row.phase),
            "people": Linked("", row.people, list_url(selection, "enrolled", phase=row.phase)),
            "overdue": Linked("", row.overdue, list_url(selection, "overdue", phase=row.phase)),
        }
        for row in rows
    ]


def _caseloads(rows: list[boards.CaseloadRow], selection: Selection) -> list[dict[str, object]]:
    return [
        {
            "row": row,
            "function": WorkerFunction(row.function).label if row.function else "",
            "people": Linked(
                "",
                row.people,
                _caseload_url(selection, row),
            ),
        }
        for row in rows
    ]


def _caseload_url(selection: Selection, row: boards.CaseloadRow) -> str:
    programme, worker = row.programme or selection.programme, User(pk=row.worker_id)
    return list_url(selection, "enrolled", programme=programme, worker=worker, function=row.function)
