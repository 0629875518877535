"""What an import into a programme can read, and what a file would add to it."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.core.periods import Period, ongoing
from cases.enrolments.models import Assignment, Enrolment, Pause, PhaseSpell
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.questionnaires.definition import Item, contradictions
from cases.questionnaires.queries import current, latest_versions
from cases.staff.models import User
from cases.statusreport_imports.course_rules import CourseThere, against_there, check_apart, period_of
from cases.statusreport_imports.files import FileRead
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreport_imports.rules import CourseFacts, Fault, ReportRow, answers_kept
from cases.statusreports.models import Participation, StatusReport
from cases.statusreports.rules import check_kind
from cases.teams.models import Team


@dataclass
class PlannedCourse:
    """A course of the file: its enrolment, once there is one, and the reports to be added with their answers."""

    facts: CourseFacts
    rows: list[ReportRow]
    enrolment: Enrolment | None = None
    imported: ImportedEnrolment | None = None
    new: list[tuple[ReportRow, dict[str, Any]]] = field(default_factory=list)

    @property
    def period(self) -> Period:
        """When it lasts: as it is here, or as the file has it."""
        there = self.enrolment
        return (
            Period(there.start, there.end) if there and there.end else period_of(self.facts.start, self.facts.last_day)
        )


@dataclass
class Plan:
    """What a file would add, how many of its reports are known, and what is wrong with its rows.

    `read_as` is how the file was read: the column of each answer, and the questions in their versions.
    `people` are the young people that the programme's files have named before, by what they are called there.
    `warnings` are contradictions inside a report, with how often each occurs: they refuse nothing.
    `batch` is the import that came of it, if it did.
    """

    read_as: list[str] = field(default_factory=list)
    courses: list[PlannedCourse] = field(default_factory=list)
    new_courses: list[PlannedCourse] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    batch: ReportImport | None = None

    @property
    def reports(self) -> int:
        return sum(len(course.new) for course in self.courses)

    @property
    def refused(self) -> int:
        """How many rows cannot be taken over."""
        return len({fault.row for fault in self.faults})

    @property
    def new_people(self) -> set[str]:
        """The young people who are registered for it, by what the file calls them."""
        return {course.facts.called for course in self.new_courses} - self.people.keys()

    @property
    def fingerprint(self) -> str:
        """The same for a plan that was read alike, adds the same, knows the same and refuses the same."""
        said: list[Any] = [
            self.read_as,
            sorted(course.facts.key for course in self.new_courses),
            sorted(self.new_people),
            self.known,
        ]
        said += [sorted(row.number for course in self.courses for row, _answers in course.new)]
        said += [sorted(map(astuple, self.faults))]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def items_known(programme: Programme) -> list[Item]:
    """The items that the programme asks, and the others that it has asked or could in the version added last."""
    questionnaire = current(programme)
    asked = list(questionnaire.asked) if questionnaire else []
    others = [version.item for version in latest_versions(programme)]
    return asked + [item for item in others if item.code not in {one.code for one in asked}]


def team_of(programme: Programme) -> Team:
    """The team of imported young people where none is named. Raises `Refused` where no team works in the programme."""
    team = programme.teams.filter(is_active=True).order_by("pk").first()
    if team is None:
        raise Refused(_("No team works in the programme. Add one first."))
    return team


def planned(programme: Programme, found: FileRead, items: Sequence[Item], *, by: User | None = None) -> Plan:
    """What a file would add to the programme as it stands; `by` None is the command on the server.

    A number that stands for a young person whom the user may not see is a fault, whatever else its rows say.
    """
    plan = Plan(faults=list(found.faults), read_as=read_as(found, items))
    plan.courses = _courses(found.rows, plan)
    there = _There(programme, plan.courses, by)
    columns = set().union(*(row.answers for row in found.rows))
    told = [item for item in items if not columns.isdisjoint(item.keys)]
    plan.people = there.people
    for course in plan.courses:
        if faults := list(there.faults_of(course)):
            plan.faults += [Fault(row.number, *fault) for row in course.rows for fault in faults]
        else:
            _plan_reports(course, told, there.reports_of(course), plan)
    plan.new_courses = [course for course in plan.courses if course.enrolment is None and course.new]
    return plan


def read_as(found: FileRead, items: Iterable[Item]) -> list[str]:
    """Which column was taken for what, and by which versions of the questions."""
    columns = sorted(f"{name}: {heading}" for name, heading in found.columns.columns.items())
    return [*columns, *(f"{item.code} {item.version}" for item in items)]


def _courses(rows: Iterable[ReportRow], plan: Plan) -> list[PlannedCourse]:
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
    return [course for course in found.values() if course.rows]


@dataclass
class _Reports:
    """The reports of a course: what counts, by kind and day, and every version there ever was."""

    standing: dict[tuple[str, date], dict[str, Any]] = field(default_factory=dict)
    versions: dict[tuple[str, date], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, kind: str, on: date, answers: dict[str, Any], *, is_standing: bool = True) -> None:
        self.versions.setdefault((kind, on), []).append(answers)
        if is_standing:
            self.standing[kind, on] = answers


class _There:
    """What the programme holds already of the courses and young people of a file."""

    def __init__(self, programme: Programme, courses: Sequence[PlannedCourse], by: User | None) -> None:
        """Read it once for all courses, and tell each which enrolment it is."""
        imported = list(ImportedEnrolment.objects.filter(programme=programme).select_related("enrolment__person"))
        everybody: dict[str, Person] = {row.file_person or row.file_key: row.enrolment.person for row in imported}
        seen = None if by is None else set(Person.objects.visible_to(by).values_list("pk", flat=True))
        self.people = {name: one for name, one in everybody.items() if seen is None or one.pk in seen}
        self._of_others = everybody.keys() - self.people.keys()
        by_key = {row.file_key: row for row in imported}
        for course in courses:
            course.imported = by_key.get(course.facts.key)
            course.enrolment = course.imported.enrolment if course.imported else None
        known = [course.enrolment.pk for course in courses if course.enrolment]
        self._reports = _reports(known)
        self._lasting = _lasting(known)
        refused = Participation.objects.refused().filter(enrolment__programme=programme)
        self._silent = set(refused.values_list("enrolment", flat=True))
        self._taken = defaultdict[int | str, list[Period]](list)
        others = Enrolment.objects.filter(programme=programme, person__in={one.pk for one in self.people.values()})
        endings = {course.enrolment.pk: course.facts for course in courses if course.enrolment}
        for pk, person, start, end in others.values_list("pk", "person", "start", "end"):
            facts = endings.get(pk)
            self._taken[person].append(period_of(start, facts.last_day) if facts and not end else Period(start, end))

    def faults_of(self, course: PlannedCourse) -> Iterator[tuple[str, str]]:
        """What keeps all rows of a course out, as column and sentence."""
        facts, enrolment, imported = course.facts, course.enrolment, course.imported
        whose = {facts.called} if imported is None else {facts.called, imported.file_person or imported.file_key}
        if not self._of_others.isdisjoint(whose):
            yield "enrolment", _("Another team uses this number in the programme. Give the young person another one.")
            return
        if enrolment is None or imported is None:
            person = self.people.get(facts.called)
            yield from check_apart(facts, self._taken[person.pk if person else facts.called])
            return
        if enrolment.pk in self._silent:
            yield "enrolment", _("The young person does not take part in the documentation.")
        lasting = self._lasting.get(enrolment.pk, enrolment.start)
        yield from against_there(facts, CourseThere(enrolment.start, enrolment.end, imported.file_person, lasting))

    def reports_of(self, course: PlannedCourse) -> _Reports:
        """The reports that there are of a course."""
        return self._reports[course.enrolment.pk] if course.enrolment else _Reports()


def _reports(enrolments: Sequence[int]) -> dict[int, _Reports]:
    """The reports there are, those that were put right or withdrawn too, for each course that is known."""
    found: dict[int, _Reports] = defaultdict(_Reports)
    rows = StatusReport.objects.filter(enrolment__in=enrolments).order_by("pk")
    for pk, kind, on, answers, is_standing in rows.values_list(
        "enrolment", "kind", "report_on", "answers", "is_standing"
    ):
        found[pk].add(kind, on, answers, is_standing=is_standing)
    return found


def _lasting(enrolments: Sequence[int]) -> dict[int, date]:
    """The latest day on which something of each course began that goes on: it cannot be closed before."""
    latest: dict[int, date] = {}
    for kind in (PhaseSpell, Pause, Assignment):
        rows = kind._default_manager.filter(ongoing(), enrolment__in=enrolments)
        for enrolment, start in rows.values_list("enrolment", "start"):
            latest[enrolment] = max(start, latest.get(enrolment, start))
    return latest


def _plan_reports(course: PlannedCourse, items: Sequence[Item], known: _Reports, plan: Plan) -> None:
    """Find the reports of a course that are not known yet, in their order, with the answers to be kept.

    A row that says what an earlier version said is known: it was put right or withdrawn since, on purpose.
    """
    first = min([row.on for row in course.rows] + [on for _kind, on in known.standing])
    for row in sorted(course.rows, key=lambda row: row.on):
        answers = _answers(course, items, row, is_first=row.on == first)
        same_day = known.versions.get((row.kind, row.on), [])
        if isinstance(answers, Fault):
            plan.faults.append(answers)
        elif any(_given(answers) == _given(one) for one in same_day):
            plan.known += 1
        elif (row.kind, row.on) in known.standing:
            said = _("A report of this kind and day is there with other answers.")
            plan.faults.append(Fault(row.number, "report_on", said))
        else:
            known.add(row.kind, row.on, answers)
            course.new.append((row, answers))
            plan.warnings.update(map(str, contradictions(items, answers)))


def _answers(
    course: PlannedCourse, items: Sequence[Item], row: ReportRow, *, is_first: bool
) -> dict[str, Any] | Fault:
    """The answers of a row as its report keeps them, or why there can be no such report."""
    try:
        check_kind(row.kind, row.on, course=course.period)
    except Refused as refused:
        return Fault(row.number, refused.field or "report_on", str(refused.message))
    return answers_kept(items, row, is_first=is_first)


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered. Whether a blank was asked depends on the reports before it, which may come later."""
    return {key: answer for key, answer in answers.items() if answer is not None}
