"""What programmes ask in status reports, and reports, as the actions make them."""

from datetime import date
from typing import Any

from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion, Questionnaire
from cases.staff.models import User
from cases.statusreports.actions import submit_report
from cases.statusreports.models import StatusReport
from tests.clock import NOW


def asks(programme: Programme, *codes: str, edition: str = "2013") -> Questionnaire:
    """Let a programme ask these items, in the version of the edition where it has them, or all of the edition."""
    load_items(by=None, at=NOW)
    rows = ItemVersion.objects.filter(edition=edition).order_by("pk")
    versions = {row.code: row for row in (*ItemVersion.objects.order_by("pk"), *rows)}
    items = [versions[code] for code in codes] if codes else list(rows)
    return ask(by=None, at=NOW, programme=programme, items=items)


def reported(enrolment: Enrolment, by: User, **facts: Any) -> StatusReport:
    """A report that was handed in, the first of the course unless it says otherwise."""
    told: dict[str, Any] = {"kind": "start", "on": date(2025, 2, 1), "answers": {"housing_now": "almen"}} | facts
    return submit_report(by=by, at=NOW, enrolment=enrolment, **told)
