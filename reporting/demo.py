"""What the demo programme has to report: its money, as its own presentation gives it (9.0 m kr.), and two reports."""

from datetime import date, timedelta
from decimal import Decimal

from cases.demo.clock import at
from cases.demo.world import BEGIN, World
from reporting.funding.actions import add_funding
from reporting.funding.codes import FundingKind
from reporting.midterm.tasks import produce
from reporting.runs.actions import cancel_run, request_run
from reporting.runs.models import ReportRun

MONEY = (
    (FundingKind.GRANT, "Den Europæiske Socialfond Plus", "8100000", "90 %"),
    (FundingKind.OWN, "Københavns Kommune", "900000", "10 %"),
    (FundingKind.EXPENSE, "Løn", "6400000", ""),
    (FundingKind.EXPENSE, "Husleje, aktiviteter, kompetencer og transport", "2600000", ""),
)


def fund(world: World) -> None:
    """Where the money comes from, and what it is spent on."""
    for kind, source, amount, note in MONEY:
        add_funding(
            by=None,
            at=at(BEGIN, 8),
            programme=world.programme,
            kind=kind,
            source=source,
            amount=Decimal(amount),
            note=note,
        )


def report(world: World) -> None:
    """A midterm report that was made when last month was over, and one that was stopped."""
    last_day = world.today.replace(day=1) - timedelta(days=1)
    stopped, run = _request(world, last_day), _request(world, last_day)
    cancel_run(by=world.staff["evaluator"], at=stopped.requested_at, run=stopped)
    produce(run.pk, clock=lambda: run.requested_at)


def _request(world: World, last_day: date) -> ReportRun:
    return request_run(
        by=world.staff["evaluator"],
        at=at(last_day + timedelta(days=1), 7),
        programme=world.programme,
        start=world.programme.start,
        last_day=last_day,
        as_of=last_day,
    )
