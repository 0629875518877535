"""Taking over the courses and reports of a file: all of it, in one step."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.enrolments.actions import close
from cases.enrolments.models import Enrolment, PhaseSpell
from cases.enrolments.rules import phase_target
from cases.people.actions import PersonFacts, take_over
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.questionnaires.actions import ask
from cases.questionnaires.definition import Item, contradictions
from cases.questionnaires.models import Questionnaire
from cases.questionnaires.queries import current, latest_versions
from cases.records.actions import write, write_all
from cases.records.turns import wait_for_turn
from cases.staff.models import User
from cases.statusreport_imports.files import FileRead
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreport_imports.rules import CourseFacts, Fault, ReportRow, answers_kept
from cases.statusreports.models import StatusReport
from cases.teams.models import Team

AT_ONCE = 2_000  # reports written in one statement

# The answers of reports by their kind and day, and a report that is to be added.
_Known = dict[tuple[str, date], dict[str, Any]]
_Kept = tuple[ReportRow, dict[str, Any]]


@dataclass
class Outcome:
    """What an import did, or would do: new courses, new reports, reports known before, and rows that cannot be read.

    `warnings` are contradictions inside a report, with how often each occurs: they refuse nothing.
    """

    courses: int = 0
    reports: int = 0
    known: int = 0
    faults: list[Fault] = field(default_factory=list)
    refused: int = 0
    warnings: Counter[str] = field(default_factory=Counter)
    batch: ReportImport | None = None


@dataclass
class _Course:
    """A course with its rows: its enrolment, once there is one."""

    facts: CourseFacts
    rows: list[ReportRow]
    enrolment: Enrolment | None = None


@transaction.atomic
def import_reports(
    *,
    by: User | None,
    at: datetime,
    programme: Programme,
    team: Team,
    items: Sequence[Item],
    found: FileRead,
    only_valid: bool = False,
    is_tried: bool = False,
) -> Outcome:
    """Add what a file says and is not known yet; `is_tried` only says what would be added.

    With faults nothing is added, unless `only_valid`: then the rows without. A report that is known with other answers
    is a fault of its row; the same file twice adds nothing. A programme that asks nothing yet asks from then on what
    the file has.
    """
    wait_for_turn("import status reports")
    outcome = Outcome(faults=list(found.faults), refused=len({fault.row for fault in found.faults}))
    courses = _courses(programme, found.rows, outcome)
    known = _known(courses)
    new = {
        course.facts.key: _new_answers(course, items, known[course.enrolment.pk] if course.enrolment else {}, outcome)
        for course in courses
    }
    outcome.courses = sum(course.enrolment is None for course in courses)
    outcome.reports = sum(map(len, new.values()))
    if is_tried or (outcome.faults and not only_valid) or not outcome.reports:
        return outcome
    outcome.batch = write(
        ReportImport(
            programme=programme,
            by=by,
            at=at,
            fingerprint=found.fingerprint,
            courses=outcome.courses,
            reports=outcome.reports,
            known=outcome.known,
            refused=outcome.refused,
        ),
        by=by,
        at=at,
    )
    _enrol([course for course in courses if course.enrolment is None], outcome.batch, team, by=by, at=at)
    for course in courses:
        _close(course, by=by, at=at)
    questionnaire = _questionnaire(programme, found, by=by, at=at)
    for chunk in _chunks(_reports(courses, new, questionnaire), AT_ONCE):
        write_all(chunk, by=by, at=at)
    record(
        AuditAction.CREATED,
        by=by,
        at=at,
        target=outcome.batch,
        courses=outcome.courses,
        reports=outcome.reports,
    )
    return outcome


def _questionnaire(programme: Programme, found: FileRead, *, by: User | None, at: datetime) -> Questionnaire:
    """What the programme asks. If nothing yet: the items that the file has."""
    questionnaire = current(programme)
    if questionnaire is not None:
        return questionnaire
    versions = [version for version in latest_versions() if set(version.item.keys) & found.columns.columns.keys()]
    return ask(by=by, at=at, programme=programme, items=versions)


def _fault(outcome: Outcome, row: ReportRow, column: str, message: str) -> None:
    outcome.faults.append(Fault(row.number, column, message))
    outcome.refused += 1


def _courses(programme: Programme, rows: Iterable[ReportRow], outcome: Outcome) -> list[_Course]:
    """The courses of the file with their rows. A row that says otherwise about its course than another is a fault."""
    found: dict[str, _Course] = {}
    for row in rows:
        course = found.setdefault(row.course.key, _Course(row.course, []))
        try:
            course.facts = course.facts.with_more(row.course)
        except Refused as refused:
            _fault(outcome, row, refused.field or "enrolment", str(refused.message))
            continue
        course.rows.append(row)
    known = ImportedEnrolment.objects.filter(programme=programme).select_related("enrolment")
    for imported in known:
        if imported.file_key in found:
            found[imported.file_key].enrolment = imported.enrolment
    return [course for course in found.values() if course.rows]


def _new_answers(course: _Course, items: Sequence[Item], known: _Known, outcome: Outcome) -> list[_Kept]:
    """The reports of a course that are not known yet, in their order, with the answers to be kept."""
    first = min([row.on for row in course.rows] + [on for _kind, on in known])
    new = []
    for row in sorted(course.rows, key=lambda row: row.on):
        answers = answers_kept(items, row, is_first=row.on == first)
        if isinstance(answers, Fault):
            outcome.faults.append(answers)
            outcome.refused += 1
        elif (row.kind, row.on) not in known:
            known[row.kind, row.on] = answers
            new.append((row, answers))
            outcome.warnings.update(map(str, contradictions(items, answers)))
        elif known[row.kind, row.on] == answers:
            outcome.known += 1
        else:
            _fault(outcome, row, "report_on", _("A report of this kind and day is there with other answers."))
    return new


def _known(courses: Iterable[_Course]) -> dict[int, _Known]:
    """The answers of the reports there are, by kind and day, for each course that is known."""
    known: dict[int, _Known] = defaultdict(dict)
    enrolments = [course.enrolment.pk for course in courses if course.enrolment]
    standing = StatusReport.objects.standing().filter(enrolment__in=enrolments)
    for enrolment, kind, on, answers in standing.values_list("enrolment", "kind", "report_on", "answers"):
        known[enrolment][kind, on] = answers
    return known


def _enrol(courses: Sequence[_Course], batch: ReportImport, team: Team, *, by: User | None, at: datetime) -> None:
    """Young people and enrolments for the courses that are new. One young person may have several courses."""
    people = _people(courses, batch, team, by=by, at=at)
    for course in courses:
        facts = course.facts
        course.enrolment = Enrolment(
            person=people[facts.person or facts.key],
            programme=batch.programme,
            team=team,
            start=facts.start,
            end=None if facts.end is None else facts.end + timedelta(days=1),
            closing_reasons=[] if facts.end is None else _closing_reasons(course),
            is_imported=True,
        )
    enrolments = [course.enrolment for course in courses if course.enrolment]
    write_all(enrolments, by=by, at=at)
    write_all([_imported(course, batch) for course in courses], by=by, at=at)
    _first_phase(enrolments, batch.programme, by=by, at=at)


def _close(course: _Course, *, by: User | None, at: datetime) -> None:
    """Close a course that went on when it was first taken over."""
    enrolment, last = course.enrolment, course.facts.end
    if enrolment is not None and enrolment.end is None and last is not None:
        close(by=by, at=at, enrolment=enrolment, on=last, reasons=_closing_reasons(course))


def _imported(course: _Course, batch: ReportImport) -> ImportedEnrolment:
    return ImportedEnrolment(
        programme=batch.programme,
        file_key=course.facts.key,
        file_person=course.facts.person,
        enrolment=course.enrolment,
        brought_by=batch,
        age_at_start=course.facts.age,
        unit=course.facts.unit,
    )


def _people(
    courses: Sequence[_Course], batch: ReportImport, team: Team, *, by: User | None, at: datetime
) -> dict[str, Person]:
    """The young people of the courses by what they are called in the file: known ones, and new ones."""
    earlier = ImportedEnrolment.objects.filter(programme=batch.programme).select_related("enrolment__person")
    people = {row.file_person or row.file_key: row.enrolment.person for row in earlier}
    new: dict[str, PersonFacts] = {}
    for course in courses:
        facts = course.facts
        name = facts.person or facts.key
        if name in people:
            continue
        begun = min(facts.start, new[name]["first_met_on"]) if name in new else facts.start
        new[name] = PersonFacts(
            alias=name,
            birth_date=facts.birth_date,
            gender=facts.gender,
            acting_municipality=facts.municipality,
            paying_municipality=facts.municipality,
            first_met_on=begun,
        )
    taken = take_over(by=by, at=at, team=team, people=new.values(), target=batch)
    return people | dict(zip(new, taken, strict=True))


def _first_phase(enrolments: Sequence[Enrolment], programme: Programme, *, by: User | None, at: datetime) -> None:
    """Courses that go on stand in the programme's first phase: in which one they are, the file does not say."""
    phase = programme.phases.order_by("position").first()
    if phase is None:
        return
    spells = [
        PhaseSpell(
            enrolment=enrolment,
            phase=phase,
            start=enrolment.start,
            target_end=phase_target(enrolment.start, phase.target_days),
        )
        for enrolment in enrolments
        if enrolment.end is None
    ]
    write_all(spells, by=by, at=at)


# What a closing report gives as reasons, as enrolments name them.
_REASONS = {
    "ikke_behov": "no_need",
    "anden_stoette": "other_support",
    "oensker_ikke": "declined",
    "eget_fravalg": "declined",
    "mistet_kontakt": "lost_contact",
    "forloebet_slut": "completed",
    "flyttet": "moved",
    "afsoner": "prison",
    "doed": "death",
}


def _closing_reasons(course: _Course) -> list[str]:
    """The reasons of the last report that gives any."""
    given = [row.answers.get("closing_why") for row in sorted(course.rows, key=lambda row: row.on)]
    codes = next((answer for answer in reversed(given) if answer), [])
    return list(dict.fromkeys(_REASONS.get(code, "other") for code in codes)) or ["other"]


def _reports(
    courses: Sequence[_Course],
    new: dict[str, list[_Kept]],
    questionnaire: Questionnaire,
) -> Iterator[StatusReport]:
    for course in courses:
        for row, answers in new[course.facts.key]:
            yield StatusReport(
                enrolment=course.enrolment,
                questionnaire=questionnaire,
                kind=row.kind,
                report_on=row.on,
                answers=answers,
            )


def _chunks(reports: Iterator[StatusReport], size: int) -> Iterator[list[StatusReport]]:
    chunk: list[StatusReport] = []
    for report in reports:
        chunk.append(report)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def default_team(programme: Programme) -> Team:
    """The team of imported young people where none is named. Raises `Refused` where the programme has none."""
    team = programme.teams.filter(is_active=True).order_by("pk").first()
    if team is None:
        raise Refused(_("No team works in the programme. Add one first."))
    return team


def group_faults(faults: Iterable[Fault]) -> dict[int, list[Fault]]:
    """Faults by row, in the order of the file."""
    grouped: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        grouped[fault.row].append(fault)
    return dict(sorted(grouped.items()))
