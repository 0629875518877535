"""Young people at a glance: what the list's rows and the head of a person's page say about where each one stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.contacts.rules import ContactLevel
from cases.core.periods import Period, last_day, open_after
from cases.enrolments.models import Assignment, Enrolment, EnrolmentQuerySet, Pause, PhaseSpell, StepDone
from cases.enrolments.queries import with_leavers
from cases.people.models import Person
from cases.programmes.codes import WorkerFunction
from cases.records.reading import read_once, read_where
from cases.worklists.queries import contact_days, level_of, with_target

FUNCTION_ORDER = {
    WorkerFunction.RELATION: 0,
    WorkerFunction.COORDINATOR: 1,
    WorkerFunction.AUTHORITY: 2,
    WorkerFunction.STREET: 3,
    WorkerFunction.JOB: 4,
}


@dataclass(frozen=True)
class Badge:
    """A state in a word; `tone` as `components/badge.html` has it."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Course:
    """A running enrolment as it stands on a day. `contact_days` since last reached, or since it began."""

    enrolment: Enrolment
    spell: PhaseSpell | None
    assignments: list[Any]
    pause: Pause | None
    contact_days: int
    level: ContactLevel
    days_over_target: int | None

    @property
    def main_worker(self) -> str:
        """Whom to call first."""
        return next((assigned.worker.name for assigned in self.assignments if not assigned.has_left), "")

    def badges(self) -> list[Badge]:
        """What needs attention in the enrolment."""
        found = []
        if self.pause:
            found.append(Badge(_("Paused: %(reason)s") % {"reason": self.pause.get_reason_display()}, "info"))
        if not self.main_worker:
            found.append(Badge(_("No worker"), "warning"))
        if self.days_over_target and self.days_over_target > 0:
            days = self.days_over_target
            text = ngettext("Phase target passed by %(days)s day", "Phase target passed by %(days)s days", days)
            found.append(Badge(text % {"days": days}, "warning"))
        if self.level != ContactLevel.FINE:
            text = ngettext("No contact for %(days)s day", "No contact for %(days)s days", self.contact_days)
            tone = "error" if self.level == ContactLevel.SILENT else "warning"
            found.append(Badge(text % {"days": self.contact_days}, tone))
        return found


def courses(people: Iterable[Any], today: date) -> dict[int, list[Course]]:
    """The running enrolments of each young person, by the person's key; a fixed number of queries.

    The young people carry `last`, when they were last reached.
    """
    by_pk = {person.pk: person for person in people}
    assigned = with_leavers(Assignment.objects.filter(open_after(today)), today).select_related("worker")
    spells = PhaseSpell.objects.filter(open_after(today))
    rows: Any = with_target(Enrolment.objects.going_on(today).filter(person__in=by_pk), today)
    rows = rows.select_related("programme", "team").prefetch_related(
        Prefetch("phase_spells", spells.select_related("phase"), "running_spells"),
        Prefetch("assignments", assigned, "assigned_now"),
        Prefetch("pauses", Pause.objects.filter(open_after(today)), "running_pauses"),
    )
    found: dict[int, list[Course]] = {}
    for row in rows:
        running = {"spells": row.running_spells, "assigned": row.assigned_now, "pauses": row.running_pauses}
        course = _course(by_pk[row.person_id], row, today, **running)
        found.setdefault(row.person_id, []).append(course)
    return found


def courses_of(person: Any, today: date) -> list[Course]:
    """The running enrolments of one young person."""
    return [
        _course(
            person,
            row,
            today,
            spells=_going_on(row.phase_spells.all(), today),
            assigned=_going_on(row.assignments.all(), today),
            pauses=_going_on(row.pauses.all(), today),
        )
        for row in _going_on(enrolments_of(person, today), today)
    ]


def enrolments_of(person: Person, today: date) -> list[Any]:
    """Every enrolment of a young person with all that the person page and its time line say of it, read once."""
    return read_once(person, "enrolments", partial(_whole_enrolments, today), _with_what_few_have)


def _whole_enrolments(today: date) -> EnrolmentQuerySet:
    done = StepDone.objects.filter(spell=OuterRef("pk"), undone=False)
    spells = (
        PhaseSpell.objects.annotate(has_done=Exists(done)).select_related("phase").prefetch_related("phase__steps")
    )
    assigned = with_leavers(Assignment.objects.all(), today).select_related("worker")
    rows = with_target(
        Enrolment.objects.annotate(has_pauses=Exists(Pause.objects.filter(enrolment=OuterRef("pk")))), today
    )
    return rows.select_related("programme", "team", "reopened_as").prefetch_related(
        Prefetch("phase_spells", spells), Prefetch("assignments", assigned), "programme__phases"
    )


def _with_what_few_have(enrolments: list[Any]) -> None:
    spells = [spell for enrolment in enrolments for spell in enrolment.phase_spells.all()]
    done = StepDone.objects.filter(undone=False).select_related("step", "done_by")
    read_where("has_pauses", enrolments, "pauses", Pause.objects.all())
    read_where("has_done", spells, "steps_done", done)


def _going_on(rows: Iterable[Any], today: date) -> list[Any]:
    return [row for row in rows if Period(row.start, row.end).goes_on_after(today)]


def _course(
    person: Any, row: Any, today: date, *, spells: list[PhaseSpell], assigned: list[Any], pauses: list[Pause]
) -> Course:
    row.last_reached_on = timezone.localdate(person.last) if person.last else None
    return Course(
        enrolment=row,
        spell=spells[0] if spells else None,
        assignments=sorted(assigned, key=lambda one: (FUNCTION_ORDER[WorkerFunction(one.function)], one.start)),
        pause=pauses[0] if pauses else None,
        contact_days=contact_days(row, today),
        level=level_of(row, today),
        days_over_target=row.days_over_target,
    )


def person_badges(person: Person, running: list[Course], otherwise: str) -> list[Badge]:
    """Everything that a worker must see before doing anything else; what two enrolments share is said once.

    `otherwise` is said of someone who is not enrolled.
    """
    found = []
    if person.has_protected_address:
        found.append(Badge(_("Name and address protection"), "error"))
    if person.is_restricted:
        found.append(Badge(_("Protected person"), "error"))
    if not running:
        found.append(Badge(otherwise))
    found += [badge for course in running for badge in course.badges()]
    return list(dict.fromkeys(found))


def contact_text(last: datetime | None, today: date) -> str:
    """When the young person was last reached, in days."""
    if last is None:
        return _("Not reached yet")
    days = (today - timezone.localdate(last)).days
    if days == 0:
        return _("Reached today")
    return ngettext("Reached %(days)s day ago", "Reached %(days)s days ago", days) % {"days": days}


def waiting_text(since: datetime, today: date) -> str:
    """For how long a screening has been waited for, in days."""
    days = (today - timezone.localdate(since)).days
    if days == 0:
        return _("Waiting for a screening since today")
    text = ngettext("Waiting for a screening for %(days)s day", "Waiting for a screening for %(days)s days", days)
    return text % {"days": days}


@dataclass(frozen=True)
class StepMark:
    """A phase as `components/steps.html` shows it."""

    name: str
    state: str
    note: str


def phase_marks(course: Course) -> list[StepMark]:
    """The phases of the programme, with those behind, the running one and those ahead."""
    position = course.spell.phase.position if course.spell else -1
    spells: dict[int, list[PhaseSpell]] = {}
    for spell in course.enrolment.phase_spells.all():
        spells.setdefault(spell.phase_id, []).append(spell)
    marks = []
    for phase in course.enrolment.programme.phases.all():
        been = spells.get(phase.pk, [])
        if phase.position == position:
            marks.append(StepMark(str(phase), "current", _running_note(course)))
        else:
            is_behind = phase.position < position and bool(been)
            marks.append(StepMark(str(phase), "done" if is_behind else "next", " · ".join(map(_span, been))))
    return marks


def _span(spell: PhaseSpell) -> str:
    start = date_format(spell.start, "SHORT_DATE_FORMAT")
    end = last_day(spell.end)
    return f"{start} – {date_format(end, 'SHORT_DATE_FORMAT')}" if end else start


def _running_note(course: Course) -> str:
    spell = course.spell
    if spell is None:
        return ""
    note = _("Since %(day)s") % {"day": date_format(spell.start, "SHORT_DATE_FORMAT")}
    if spell.target_end:
        note += " · " + _("target %(day)s") % {"day": date_format(spell.target_end, "SHORT_DATE_FORMAT")}
    return note
