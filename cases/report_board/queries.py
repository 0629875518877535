"""The reports that are waited for, sorted by team and worker. Every number is the length of one of these lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.core.codes import Label
from cases.core.names import sort_key
from cases.core.periods import open_after
from cases.enrolments.models import Assignment, Enrolment
from cases.enrolments.queries import Selection, running_on
from cases.staff.models import User
from cases.statusreports.queries import DueLine, latest_of, with_reports

# Which of the reports a number counts.
WHICH: dict[str, Label] = {
    "expected": gettext_lazy("Expected"),
    "received": gettext_lazy("Received"),
    "missing": gettext_lazy("Missing"),
    "late": gettext_lazy("Late"),
}

NOBODY = "none"  # in place of a worker's key


@dataclass
class Complete:
    """The reports of one worker's young people in one team. `late`: their window has closed, and none was made."""

    team: str
    team_code: str
    worker: str
    worker_key: str
    lines: dict[str, list[DueLine]] = field(default_factory=lambda: {which: [] for which in WHICH})


def waited_for(user: User, today: date, selection: Selection) -> list[DueLine]:
    """The reports whose window is open, made or not, and those that are late, of the courses the user may see."""
    rows = running_on(user, today, selection).filter(pk__in=Enrolment.objects.visible_to(user).values("pk"))
    rows = rows.filter(programme__questionnaires__isnull=False).distinct()
    assigned = Prefetch("assignments", Assignment.objects.filter(open_after(today)).select_related("worker"))
    courses = list(rows.select_related("person", "programme", "team").prefetch_related(assigned))
    with_reports(courses)
    found = [DueLine(enrolment, due) for enrolment in courses if (due := latest_of(enrolment, today))]
    return [line for line in found if not (line.due.is_met and line.due.is_overdue(today))]


def counted(lines: Iterable[DueLine], today: date) -> dict[str, list[DueLine]]:
    """The lines that each number counts. A report that is late is no longer expected in a window that is open."""
    everyone = list(lines)
    now = [line for line in everyone if not line.due.is_overdue(today)]
    return {
        "expected": now,
        "received": [line for line in now if line.due.is_met],
        "missing": [line for line in now if not line.due.is_met],
        "late": [line for line in everyone if line.due.is_overdue(today)],
    }


def by_worker(lines: Sequence[DueLine], today: date) -> list[Complete]:
    """A row for each worker of each team; a course with several workers stands with each of them."""
    rows: dict[tuple[str, str], Complete] = {}
    theirs: dict[tuple[str, str], list[DueLine]] = {}
    for line in lines:
        team = line.enrolment.team
        for key, worker in workers_of(line).items():
            rows.setdefault((team.code, key), Complete(team.name, team.code, worker, key))
            theirs.setdefault((team.code, key), []).append(line)
    for place, row in rows.items():
        row.lines = counted(theirs[place], today)
    return sorted(rows.values(), key=lambda row: (sort_key(row.team), row.worker_key == NOBODY, sort_key(row.worker)))


def workers_of(line: DueLine) -> dict[str, str]:
    """The workers of a course by their keys."""
    found = {str(one.worker_id): one.worker.name for one in line.enrolment.assignments.all()}
    return found or {NOBODY: _("Without a worker")}
