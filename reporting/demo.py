"""What the demo programme has to report: its money, as its own presentation gives it (9.0 m kr.), and two reports."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cases.core.periods import last_day
from cases.demo.clock import at
from cases.demo.world import BEGIN, World
from cases.enrolments.models import Enrolment
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion
from cases.statusreports.actions import submit_report
from reporting.funding.actions import add_funding
from reporting.funding.codes import FundingKind
from reporting.midterm.tasks import produce
from reporting.presets.programmes import PRESETS, S1
from reporting.presets.stories import every_few_months, told
from reporting.runs.actions import cancel_run, request_run
from reporting.runs.models import ReportRun

MISSING = 0.1  # of the courses nobody has made reports

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


def ask_reports(world: World) -> None:
    """Status reports of the demo people, as their workers would have made them: start, every three months, end."""
    now, yesterday = at(BEGIN, 8), world.today - timedelta(days=1)
    load_items(by=None, at=now)
    versions = {(item.code, item.edition): item for item in ItemVersion.objects.all()}
    preset = next(one for one in PRESETS[S1] if one.code == world.programme.code)
    ask(by=None, at=now, programme=world.programme, items=[versions[item] for item in preset.items])
    keys = {key for version in versions.values() for key in version.item.keys}
    enrolments = Enrolment.objects.filter(programme=world.programme).select_related("person").order_by("pk")
    for enrolment in enrolments.prefetch_related("assignments__worker"):
        draw = Random(enrolment.person.reference)
        if draw.random() < MISSING:
            continue
        worker = next((one.worker for one in enrolment.assignments.all()), world.staff["relation"])
        days = every_few_months(
            enrolment.start, last_day(enrolment.end), today=yesterday, months=world.programme.report_months
        )
        for kind, on, answers in told(draw, days):
            known = {key: answer for key, answer in answers.items() if key in keys}
            submit_report(by=worker, at=at(on, 15), enrolment=enrolment, kind=kind, on=on, answers=known)


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
