"""A programme whose young people are followed: three courses of twelve with a home at the start, nine at the latest."""

from datetime import date
from typing import Any

from cases.enrolments.models import Enrolment
from cases.programmes.models import Programme
from cases.staff.codes import Role
from reporting.documents.presentation import ShownReport, shown
from reporting.editions.protecting import Counted, without
from reporting.midterm.tasks import produce
from reporting.runs.actions import request_run
from reporting.runs.models import ReportRun
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, PhaseSpellFactory, PhaseTemplateFactory, ProgrammeFactory, staff
from tests.factories.statusreports import asks, reported

HOME, NONE = {"housing_now": "almen"}, {"housing_now": "ikke_egen_bolig"}


def followed(people: int = 12, *items: str) -> Programme:
    """The programme, its young people enrolled and asked about where they live (and `items`)."""
    programme: Programme = ProgrammeFactory(code="unge", name="Unge på vej", start=date(2025, 1, 1))
    phase = PhaseTemplateFactory(programme=programme, position=0, code="start", name_da="Opstart", name_en="Start")
    asks(programme, "housing_now", *items)
    worker = staff(Role.CASEWORKER)
    for index in range(people):
        enrolment: Enrolment = EnrolmentFactory(
            programme=programme, start=date(2025, 1, 15), person__gender="man" if index < 2 else "woman"
        )
        PhaseSpellFactory(enrolment=enrolment, phase=phase, start=date(2025, 1, 15))
        reported(enrolment, worker, on=date(2025, 2, 1), answers=HOME if index < 3 else NONE)
        reported(enrolment, worker, kind="quarterly", on=date(2025, 5, 1), answers=HOME if index < 9 else NONE)
    return programme


def finished(programme: Programme, **asked: Any) -> ReportRun:
    """A run of the programme, computed."""
    period = {"by": None, "at": NOW, "start": date(2025, 1, 1), "last_day": TODAY, "as_of": TODAY}
    run = request_run(programme=programme, **period | asked)
    produce(run.pk, clock=lambda: NOW)
    run.refresh_from_db()
    assert run.is_done, run.state
    return run


def protected(run: ReportRun) -> ShownReport:
    """What an edition would show of a run where nobody has had anything yet."""
    told = Counted(run.result or {})
    return shown(without(told, told.hidden()))


def part(run: ReportRun, key: str) -> Any:
    """One indicator or outcome table as it was frozen."""
    chapters = (run.result or {})["chapters"]
    return next(one for chapter in chapters for one in chapter["parts"] if one["key"] == key)


def counted(table: Any) -> dict[str, int]:
    """The counts of an outcome table by row, noughts left out."""
    return {row["key"]: row["count"] for row in table["rows"] if row.get("count")}
