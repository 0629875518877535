"""What an import into a programme can read, and what a file would add to it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from cases.questionnaires.definition import Item, contradictions
from cases.questionnaires.models import ItemVersion
from cases.questionnaires.queries import current
from cases.statusreport_imports.files import FileRead
from cases.statusreport_imports.models import ImportedEnrolment
from cases.statusreport_imports.rules import CourseFacts, Fault, ReportRow, answers_kept
from cases.statusreports.models import Participation, StatusReport
from cases.teams.models import Team

# The answers of reports by their kind and day.
_Known = dict[tuple[str, date], dict[str, Any]]


@dataclass
class PlannedCourse:
    """A course of the file: its enrolment, once there is one, and the reports to be added with their answers."""

    facts: CourseFacts
    rows: list[ReportRow]
    enrolment: Enrolment | None = None
    new: list[tuple[ReportRow, dict[str, Any]]] = field(default_factory=list)


@dataclass
class Plan:
    """What a file would add, how many of its reports are known, and what is wrong with its rows.

    `warnings` are contradictions inside a report, with how often each occurs: they refuse nothing.
    """

    courses: list[PlannedCourse] = field(default_factory=list)
    new_courses: list[PlannedCourse] = field(default_factory=list)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def reports(self) -> int:
        return sum(len(course.new) for course in self.courses)

    @property
    def refused(self) -> int:
        """How many rows cannot be taken over."""
        return len({fault.row for fault in self.faults})


def items_known(programme: Programme) -> list[Item]:
    """The items that the programme asks, and all others in the version that was added last."""
    questionnaire = current(programme)
    asked = list(questionnaire.asked) if questionnaire else []
    others = {version.code: version.item for version in ItemVersion.objects.order_by("pk")}
    return asked + [item for code, item in others.items() if code not in {item.code for item in asked}]


def team_of(programme: Programme) -> Team:
    """The team of imported young people where none is named. Raises `Refused` where no team works in the programme."""
    team = programme.teams.filter(is_active=True).order_by("pk").first()
    if team is None:
        raise Refused(_("No team works in the programme. Add one first."))
    return team


def planned(programme: Programme, found: FileRead, items: Sequence[Item]) -> Plan:
    """What a file would add to the programme as it stands."""
    plan = Plan(faults=list(found.faults))
    plan.courses = _courses(programme, found.rows, plan)
    known = _known(plan.courses)
    silent = set(
        Participation.objects.refused().filter(enrolment__programme=programme).values_list("enrolment", flat=True)
    )
    for course in plan.courses:
        if course.enrolment and course.enrolment.pk in silent:
            said = _("The young person does not take part in the documentation.")
            plan.faults += [Fault(row.number, "enrolment", said) for row in course.rows]
            continue
        _plan_reports(course, items, known[course.enrolment.pk] if course.enrolment else {}, plan)
    plan.new_courses = [course for course in plan.courses if course.enrolment is None and course.new]
    return plan


def _courses(programme: Programme, rows: Iterable[ReportRow], plan: Plan) -> list[PlannedCourse]:
    """The courses of the file with their rows. A row that says otherwise about its course than another is a fault."""
    found: dict[str, PlannedCourse] = {}
    for row in rows:
        course = found.setdefault(row.course.key, PlannedCourse(row.course, []))
        try:
            course.facts = course.facts.with_more(row.course)
        except Refused as refused:
            plan.faults.append(Fault(row.number, refused.field or "enrolment", str(refused.message)))
            continue
        course.rows.append(row)
    for imported in ImportedEnrolment.objects.filter(programme=programme).select_related("enrolment"):
        if imported.file_key in found:
            found[imported.file_key].enrolment = imported.enrolment
    return [course for course in found.values() if course.rows]


def _known(courses: Iterable[PlannedCourse]) -> dict[int, _Known]:
    """The answers of the reports there are, for each course that is known."""
    known: dict[int, _Known] = defaultdict(dict)
    enrolments = [course.enrolment.pk for course in courses if course.enrolment]
    standing = StatusReport.objects.standing().filter(enrolment__in=enrolments)
    for enrolment, kind, on, answers in standing.values_list("enrolment", "kind", "report_on", "answers"):
        known[enrolment][kind, on] = answers
    return known


def _plan_reports(course: PlannedCourse, items: Sequence[Item], known: _Known, plan: Plan) -> None:
    """Find the reports of a course that are not known yet, in their order, with the answers to be kept."""
    first = min([row.on for row in course.rows] + [on for _kind, on in known])
    for row in sorted(course.rows, key=lambda row: row.on):
        answers = answers_kept(items, row, is_first=row.on == first)
        if isinstance(answers, Fault):
            plan.faults.append(answers)
        elif (row.kind, row.on) not in known:
            known[row.kind, row.on] = answers
            course.new.append((row, answers))
            plan.warnings.update(map(str, contradictions(items, answers)))
        elif known[row.kind, row.on] == answers:
            plan.known += 1
        else:
            said = _("A report of this kind and day is there with other answers.")
            plan.faults.append(Fault(row.number, "report_on", said))
