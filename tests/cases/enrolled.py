"""An enrolment as the actions make it, for tests of what is corrected in it afterwards."""

from datetime import date
from typing import Any

from cases.enrolments.actions import assign, enrol
from cases.enrolments.models import Enrolment
from cases.programmes.models import PhaseTemplate
from tests.clock import NOW
from tests.factories.cases import PhaseTemplateFactory, ProgrammeFactory, screened, staff

WHY = "Tastefejl"


def day(month: int, number: int) -> date:
    return date(2025, month, number)


def now(row: Any) -> Any:
    """As it stands in the database."""
    return type(row).objects.get(pk=row.pk)


def three_phases() -> list[PhaseTemplate]:
    programme = ProgrammeFactory()
    return [PhaseTemplateFactory(programme=programme, position=n, target_days=90) for n in (1, 2, 3)]


def enrolled(phases: list[PhaseTemplate]) -> Enrolment:
    """Decided on 10 January, enrolled on the 15th in the first phase (target 15 April) with a worker."""
    screening = screened(phases[0].programme, decided_on=day(1, 10))
    team = screening.person.team
    by = staff(team=team)
    found = enrol(by=by, at=NOW, screening=screening, team=team, on=day(1, 15))
    assign(by=by, at=NOW, enrolment=found, worker=by, function="relation", on=day(1, 15))
    return found
