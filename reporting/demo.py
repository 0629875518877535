"""What the demo programme has to report: its money, as its own presentation gives it (9.0 m kr.), and two reports."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cases.core.periods import Period, last_day
from cases.demo.clock import at
from cases.demo.world import BEGIN, World
from cases.enrolments.models import Enrolment
from cases.questionnaires.actions import ask, load_items
from cases.questionnaires.models import ItemVersion
from cases.statusreports.actions import submit_report
from reporting.edition_pages.tasks import work
from reporting.editions.actions import release_edition, request_edition
from reporting.editions.rules import periods_of
from reporting.figures.rules import half_up
from reporting.funding.actions import add_funding, use_hours, use_money
from reporting.funding.codes import Category, FundingKind, Stage
from reporting.funding.queries import money_of
from reporting.funding.rules import quarters
from reporting.midterm.tasks import produce
from reporting.presets.actions import load_targets
from reporting.presets.programmes import PRESETS, S1
from reporting.presets.statistics import STATISTICS
from reporting.presets.stories import every_few_months, told
from reporting.runs.actions import cancel_run, request_run
from reporting.runs.models import ReportRun
from reporting.statistics.actions import import_statistics

MISSING = 0.1  # of the courses nobody has made reports

# Kind, source, kroner, note, category and stage.
MONEY = (
    (FundingKind.TOTAL, "Samlet finansiering", "9000000", "", "", ""),
    (FundingKind.GRANT, "Den Europæiske Socialfond Plus", "8100000", "90 %", "", ""),
    (FundingKind.OWN, "Københavns Kommune", "900000", "10 %", "", ""),
    (FundingKind.EXPENSE, "Løn", "6400000", "", Category.WAGES, Stage.RUNNING),
    (
        FundingKind.EXPENSE,
        "Husleje, aktiviteter, kompetencer og transport",
        "2600000",
        "",
        Category.SEVERAL,
        Stage.RUNNING,
    ),
)
UNTOLD = 5  # of every so many quarters nobody has written what was used: the pages say so


def fund(world: World) -> None:
    """Where the money comes from, what it is spent on, and invented kroner and hours used in each quarter."""
    for kind, source, amount, note, category, stage in MONEY:
        add_funding(
            by=None,
            at=at(BEGIN, 8),
            programme=world.programme,
            kind=kind,
            source=source,
            amount=Decimal(amount),
            note=note,
            category=category,
            stage=stage,
        )
    _use(world)


def _use(world: World) -> None:
    """What was used in the quarters that are over: evenly, but for some of which nobody has written."""
    money, now = money_of(world.programme, world.today), at(world.today, 8)
    every = quarters(Period(world.programme.start, world.programme.end), last_day(world.programme.end) or world.today)
    draw = Random(world.programme.code)
    for number, quarter in enumerate(money.quarters, 1):
        for one in money.lines:
            evenly = (one.line.amount or Decimal(0)) / len(every) * Decimal(draw.randint(85, 105)) / 100
            amount = None if number % UNTOLD == 0 else half_up(evenly, -3)
            use_money(by=None, at=now, line=one.line, quarter=quarter, amount=amount)
        for post in money.posts:
            worked = post.post.weekly_hours * draw.randint(11, 13)
            hours = None if number % UNTOLD == 0 else half_up(worked, 0)
            use_hours(by=None, at=now, post=post.post, quarter=quarter, hours=hours)


def aim(world: World) -> None:
    """What the programme is to reach, as examples, and the statistics of others."""
    import_statistics(by=None, at=at(world.today, 8), found=STATISTICS)
    load_targets(at=at(world.today, 8), programme=world.programme)


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


def publish(world: World) -> None:
    """Two editions of the programme up to the end of the last quarter: one is out, one is to be looked at."""
    lead, now = world.staff["lead"], at(world.today, 8)
    programme = Period(world.programme.start, world.programme.end)
    about = periods_of(programme, world.today - timedelta(days=1))[0]
    for audience, is_out in (("Den Europæiske Socialfond Plus", True), ("Social- og Boligstyrelsen", False)):
        asked = request_edition(by=lead, at=now, programme=world.programme, about=about, audience=audience)
        edition = work(asked.pk, clock=lambda: now)
        if edition is not None and is_out:
            release_edition(by=lead, at=now, edition=edition)


def _request(world: World, last_day: date) -> ReportRun:
    return request_run(
        by=world.staff["evaluator"],
        at=at(last_day + timedelta(days=1), 7),
        programme=world.programme,
        start=world.programme.start,
        last_day=last_day,
        as_of=last_day,
    )
