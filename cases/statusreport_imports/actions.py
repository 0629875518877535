"""Taking over the courses and reports of a file: all of it, in one step."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.codes import Label
from cases.core.errors import Refused
from cases.enrolments.actions import close
from cases.enrolments.models import Enrolment, PhaseSpell
from cases.enrolments.rules import phase_target
from cases.people.actions import PersonFacts, take_over
from cases.people.models import Person
from cases.programmes.models import Programme
from cases.questionnaires.actions import ask
from cases.questionnaires.definition import Item
from cases.questionnaires.models import Questionnaire
from cases.questionnaires.queries import current, latest_versions
from cases.records.actions import count_anew, lock, write, write_all
from cases.records.turns import wait_for_turn
from cases.staff.models import User
from cases.statusreport_imports.files import FileRead
from cases.statusreport_imports.models import ImportedEnrolment, ReportImport
from cases.statusreport_imports.queries import Plan, PlannedCourse, items_known, planned
from cases.statusreport_imports.rules import CLOSING_REASON, OTHER_REASON
from cases.statusreports.models import StatusReport
from cases.teams.models import Team

AT_ONCE = 2_000  # reports written in one statement


class PlanChanged(Refused):
    """Somebody has changed something since the plan was shown. `plan` is the one of now; nothing was added."""

    def __init__(self, message: Label, *, plan: Plan) -> None:
        super().__init__(message)
        self.plan = plan


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
    agreed: str = "",
    file_name: str = "",
) -> Plan:
    """Add what a file says and is not known yet. Returns what was found, added or not.

    With faults nothing is added, unless `only_valid`: then the rows without. A report that is known with other answers
    is a fault of its row; the same file twice adds nothing. A programme that asks nothing yet asks from then on what
    the file has.

    `agreed` is the fingerprint of the plan that somebody has seen: raises `PlanChanged` where it is another one by
    now, and `Refused` where the questions have changed since `items` were read. `file_name` is sealed.
    """
    wait_for_turn("import status reports")
    plan = _planned_and_held(programme, found, items, by=by)
    if agreed and plan.fingerprint != agreed:
        raise PlanChanged(_("Something has changed since the file was looked through."), plan=plan)
    if (plan.faults and not only_valid) or not plan.reports:
        return plan
    batch = ReportImport(
        programme=programme,
        by=by,
        at=at,
        fingerprint=found.fingerprint,
        courses=len(plan.new_courses),
        reports=plan.reports,
        known=plan.known,
        refused=plan.refused,
        file_name=file_name,
    )
    write(batch, by=by, at=at)
    for course in plan.courses:
        _close(course, by=by, at=at)
    _enrol(plan, batch, team, by=by, at=at)
    questionnaire = _questionnaire(programme, found, by=by, at=at)
    reports = _reports(plan, questionnaire)
    while chunk := list(islice(reports, AT_ONCE)):
        write_all(chunk, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, target=batch, courses=batch.courses, reports=batch.reports)
    _check_questions(programme, questionnaire, items)
    plan.batch = batch
    return plan


def _planned_and_held(programme: Programme, found: FileRead, items: Sequence[Item], *, by: User | None) -> Plan:
    """The plan, and whom it adds something to: nobody enrols, closes or reports about them until the import has ended.

    All others of the programme go on being written about: a large file takes minutes, and a page waits for seconds.
    What changes while they are looked for may bring in more of them.
    """
    held: set[int] = set()
    while True:
        plan = planned(programme, found, items, by=by)
        touched = {person.pk for course in plan.courses if (person := _touched(course, plan)) is not None}
        if touched <= held:
            return plan
        held |= touched
        people = Person.objects.filter(pk__in=held)
        for rows in (people, Enrolment.objects.filter(programme=programme, person__in=held)):
            list(rows.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))


def _touched(course: PlannedCourse, plan: Plan) -> Person | None:
    """The young person who is there already and gets something from a course of the file."""
    if course.enrolment is not None:
        return course.enrolment.person if course.new or _ends(course) else None
    return plan.people.get(course.facts.called) if course.new else None


def _check_questions(programme: Programme, questionnaire: Questionnaire, items: Sequence[Item]) -> None:
    """Raises `Refused` where the questions are others than those by which the file was read.

    The programme is held only now: whoever changes it does not wait while a large file is written.
    """
    programme = lock(programme)
    known = {(item.code, item.version) for item in items_known(programme)}
    if current(programme) != questionnaire or known != {(item.code, item.version) for item in items}:
        raise Refused(_("The questions of the programme have changed meanwhile. Look the file through once more."))


def _questionnaire(programme: Programme, found: FileRead, *, by: User | None, at: datetime) -> Questionnaire:
    """What the programme asks. If nothing yet: the items that the file has."""
    questionnaire = current(programme)
    if questionnaire is not None:
        return questionnaire
    versions = [
        version for version in latest_versions(programme) if set(version.item.keys) & found.columns.columns.keys()
    ]
    return ask(by=by, at=at, programme=programme, items=versions)


def _reports(plan: Plan, questionnaire: Questionnaire) -> Iterator[StatusReport]:
    for course in plan.courses:
        for row, answers in course.new:
            yield StatusReport(
                enrolment=course.enrolment,
                questionnaire=questionnaire,
                kind=row.kind,
                report_on=row.on,
                answers=answers,
            )


def _enrol(plan: Plan, batch: ReportImport, team: Team, *, by: User | None, at: datetime) -> None:
    """Young people and enrolments for the courses that are new. One young person may have several courses."""
    people = _people(plan, batch, team, by=by, at=at)
    count_anew(Person)
    courses = plan.new_courses
    for course in courses:
        facts = course.facts
        course.enrolment = Enrolment(
            person=people[facts.called],
            programme=batch.programme,
            team=team,
            start=facts.start,
            end=None if facts.last_day is None else facts.last_day + timedelta(days=1),
            closing_reasons=[] if facts.last_day is None else _closing_reasons(course),
            is_imported=True,
        )
    enrolments = [course.enrolment for course in courses if course.enrolment]
    write_all(enrolments, by=by, at=at)
    count_anew(Enrolment)
    write_all([_imported(course, batch) for course in courses], by=by, at=at)
    _first_phase(enrolments, batch.programme, by=by, at=at)


def _imported(course: PlannedCourse, batch: ReportImport) -> ImportedEnrolment:
    return ImportedEnrolment(
        programme=batch.programme,
        file_key=course.facts.key,
        file_person=course.facts.person,
        enrolment=course.enrolment,
        brought_by=batch,
        age_given=course.facts.age,
        unit=course.facts.unit,
    )


def _close(course: PlannedCourse, *, by: User | None, at: datetime) -> None:
    """Close a course that went on when it was taken over, and has ended since."""
    enrolment, last = course.enrolment, course.facts.last_day
    if enrolment is not None and last is not None and _ends(course):
        close(by=by, at=at, enrolment=enrolment, on=last, reasons=_closing_reasons(course))


def _ends(course: PlannedCourse) -> bool:
    there = course.enrolment
    return there is not None and there.end is None and course.facts.last_day is not None


def _closing_reasons(course: PlannedCourse) -> list[str]:
    """The reasons of the last report that gives any, as enrolments name them."""
    given = [row.answers.get("closing_why") for row in sorted(course.rows, key=lambda row: row.on)]
    codes: list[str] = next((answer for answer in reversed(given) if answer), [])
    return list(dict.fromkeys(CLOSING_REASON.get(code, OTHER_REASON) for code in codes)) or [OTHER_REASON]


def _people(plan: Plan, batch: ReportImport, team: Team, *, by: User | None, at: datetime) -> dict[str, Person]:
    """The young people of the courses by what they are called in the file: known ones, and new ones."""
    new: dict[str, PersonFacts] = {}
    for course in plan.new_courses:
        facts = course.facts
        if facts.called in plan.people:
            continue
        begun = min(facts.start, new[facts.called]["first_met_on"]) if facts.called in new else facts.start
        new[facts.called] = PersonFacts(
            alias=facts.called,
            birth_date=facts.birth_date,
            gender=facts.gender,
            acting_municipality=facts.municipality,
            paying_municipality=facts.municipality,
            first_met_on=begun,
        )
    taken = take_over(by=by, at=at, team=team, people=new.values(), target=batch)
    return plan.people | dict(zip(new, taken, strict=True))


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
