"""Submitting, correcting and withdrawing status reports, and saying who takes part in the documentation."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.core.periods import Period
from cases.enrolments.models import Enrolment
from cases.questionnaires.queries import current
from cases.records.actions import lock, write
from cases.staff.models import User
from cases.statusreports.codes import asked_in
from cases.statusreports.models import Participation, StatusReport
from cases.statusreports.rules import blank_when_asked, check_day, check_kind, completed
from cases.statusreports.standing import Standing, check_seen


@transaction.atomic
def submit_report(
    *,
    by: User,
    at: datetime,
    enrolment: Enrolment,
    kind: str,
    on: date,
    answers: Mapping[str, Any],
    comments: Mapping[str, str] | None = None,
    origins: Mapping[str, str] | None = None,
    seen: Standing | None = None,
) -> StatusReport:
    """Hand in a report. What the programme asks and `answers` leaves out is kept as blank.

    Raises `Refused` on a day before the course or after today, where the young person does not take part, and at the
    key of an answer that is none. With `seen`, what the user's page was based on, `Stale` where that has changed.
    """
    enrolment = lock(enrolment)
    questionnaire = current(enrolment.programme)  # before the comparison, which finds a later one
    if seen is not None:
        check_seen(enrolment, kind, seen)
    course = Period(enrolment.start, enrolment.end)
    check_day(on, course=course, today=timezone.localdate(at))
    check_kind(kind, on, course=course)
    if Participation.objects.refused().filter(enrolment=enrolment).exists():
        raise Refused(_("The young person does not take part in the documentation."))
    if questionnaire is None:
        raise Refused(_("The programme has no status reports yet. Ask a team lead to choose what they ask."))
    is_first = not StatusReport.objects.standing().filter(enrolment=enrolment, report_on__lt=on).exists()
    kind_is = asked_in(kind, is_first=is_first)
    whole = blank_when_asked(questionnaire.asked, kind_is=kind_is, answers=answers) | dict(answers)
    report = StatusReport(
        enrolment=enrolment,
        questionnaire=questionnaire,
        kind=kind,
        report_on=on,
        by=by,
        answers=completed(questionnaire.asked, whole, kind_is=kind_is),
        comments={key: text for key, text in (comments or {}).items() if text},
        origins=dict(origins or {}),
    )
    write(report, by=by, at=at)
    record(AuditAction.CREATED, by=by, at=at, person=enrolment.person, target=report, kind=kind)
    return report


@transaction.atomic
def correct_report(
    *,
    by: User,
    at: datetime,
    report: StatusReport,
    answers: Mapping[str, Any],
    comments: Mapping[str, str],
    reason: str,
    origins: Mapping[str, str] | None = None,
    version: int | None = None,
) -> StatusReport:
    """Put a new version in place of a report, which stays readable. The items asked are those of the first version."""
    report = _standing(report, version=version)
    items = report.questionnaire.asked
    is_first = not _earlier(report)
    kind_is = asked_in(report.kind, is_first=is_first)
    whole = blank_when_asked(items, kind_is=kind_is, answers=answers) | dict(answers)
    write(_ended(report), by=by, at=at, why=reason)
    new = StatusReport(
        enrolment=report.enrolment,
        questionnaire=report.questionnaire,
        kind=report.kind,
        report_on=report.report_on,
        by=by,
        answers=completed(items, whole, kind_is=kind_is),
        comments={key: text for key, text in comments.items() if text},
        origins=dict(origins or {}),
        corrects=report,
        reason=reason.strip(),
    )
    write(new, by=by, at=at, why=reason)
    record(AuditAction.CHANGED, by=by, at=at, person=report.enrolment.person, target=new)
    return new


@transaction.atomic
def withdraw_report(*, by: User, at: datetime, report: StatusReport, why: str, version: int | None = None) -> None:
    """Take a report that was made by mistake out of every figure. It stays readable."""
    report = _ended(_standing(report, version=version))
    if not why.strip():
        raise Refused(_("Write why the report is withdrawn."), field="why")
    report.withdrawn_why = why.strip()
    write(report, by=by, at=at, why=why)
    record(AuditAction.STATE_CHANGED, by=by, at=at, person=report.enrolment.person, target=report)


def _standing(report: StatusReport, *, version: int | None) -> StatusReport:
    report = lock(report, version=version)
    if not report.is_standing:
        raise Refused(_("Another version stands in its place, or it was withdrawn."))
    return report


def _ended(report: StatusReport) -> StatusReport:
    report.is_standing = False
    return report


def _earlier(report: StatusReport) -> bool:
    rows = StatusReport.objects.standing().filter(enrolment=report.enrolment)
    return rows.filter(report_on__lt=report.report_on).exists()


@transaction.atomic
def set_participation(
    *, by: User, at: datetime, enrolment: Enrolment, state: str, on: date, version: int | None = None
) -> Participation:
    """Keep what the young person said about taking part. Whoever withdrew after taking part is counted as that."""
    enrolment = lock(enrolment)
    if on > timezone.localdate(at):
        raise Refused(_("That day is still to come."), field="told_on")
    row = Participation.objects.filter(enrolment=enrolment).first()
    row = Participation(enrolment=enrolment) if row is None else lock(row, version=version)
    row.state, row.told_on = state, on
    write(row, by=by, at=at)
    record(AuditAction.CHANGED, by=by, at=at, person=enrolment.person, target=row, state=state)
    return row
