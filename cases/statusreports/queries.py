"""The reports of courses, what was answered last, and what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from cases.enrolments.models import Enrolment
from cases.statusreports.codes import TakingPart
from cases.statusreports.due_rules import Due, Made, Rhythm, latest_due, next_due
from cases.statusreports.models import Participation, StatusReport


@dataclass(frozen=True)
class Last:
    """What was answered last, and in which report."""

    value: Any
    report: StatusReport


@dataclass(frozen=True)
class DueLine:
    """A report that is due, of whom."""

    enrolment: Enrolment
    due: Due


def with_reports(enrolments: Iterable[Enrolment]) -> None:
    """Read what is asked below about courses: their reports without the answers, who takes part, what is asked.

    Of those that were read before nothing is read again.
    """
    reports = StatusReport.objects.select_related("by").defer("answers", "comments", "origins")
    lookups = (Prefetch("status_reports", reports), "participation", "programme__questionnaires")
    prefetch_related_objects(list(enrolments), *lookups)


def counting(enrolment: Enrolment) -> list[StatusReport]:
    """The reports of a course that count, the earliest first."""
    return [report for report in enrolment.status_reports.all() if report.is_standing]


def made_of(enrolment: Enrolment) -> list[Made]:
    """The same as the rules read them."""
    return [Made(report.kind, report.report_on) for report in counting(enrolment)]


def rhythm_of(enrolment: Enrolment) -> Rhythm:
    """What the due days of a course follow from."""
    return Rhythm(enrolment.start, enrolment.end, enrolment.programme.report_months)


def participation_of(enrolment: Enrolment) -> Participation | None:
    """What the young person said about taking part; None where nobody has asked."""
    return getattr(enrolment, "participation", None)


def is_reported(enrolment: Enrolment) -> bool:
    """Whether reports are made: the programme asks something, and the young person takes part."""
    said = participation_of(enrolment)
    takes_part = said is None or said.state == TakingPart.CONSENTED
    return takes_part and bool(enrolment.programme.questionnaires.all())


def next_of(enrolment: Enrolment, today: date) -> Due | None:
    """The report of a course that is to be made next, if one is."""
    return next_due(rhythm_of(enrolment), made_of(enrolment), today) if is_reported(enrolment) else None


def latest_of(enrolment: Enrolment, today: date) -> Due | None:
    """The report of a course whose window opened last, made or not."""
    return latest_due(rhythm_of(enrolment), made_of(enrolment), today) if is_reported(enrolment) else None


def last_answers(enrolment: Enrolment, *, up_to: date, but: StatusReport | None = None) -> dict[str, Last]:
    """What was answered last to each question, in the reports of a course up to a day; `but` one is left out."""
    found: dict[str, Last] = {}
    rows = StatusReport.objects.standing().filter(enrolment=enrolment, report_on__lte=up_to).select_related("by")
    rows = rows.exclude(pk=but.pk) if but else rows
    for report in rows.order_by("-report_on", "-pk"):
        for key, value in report.answers.items():
            if value is not None:
                found.setdefault(key, Last(value, report))
    return found
