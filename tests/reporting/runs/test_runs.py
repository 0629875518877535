"""The life of a report run: every state and event, two workers, a result that is written once."""

from datetime import date, timedelta
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.db import ProgrammingError, connection, transaction

from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.records.actions import as_refusal
from cases.staff.codes import Role
from reporting.chapters.contents import FIGURES
from reporting.chapters.steps import Making
from reporting.disclosure.rules import across_tables, quantities_of, relations_of
from reporting.figures.sums import Quantity, Sum
from reporting.funding.actions import add_funding
from reporting.indicators.registry import INDICATORS
from reporting.midterm.tasks import LOST_AFTER, facts_of, produce
from reporting.runs.actions import cancel_run, fail_run, finish_run, request_run, retry_run, save_part, take_run
from reporting.runs.codes import RunError
from reporting.runs.codes import RunEvent as Event
from reporting.runs.codes import RunState as State
from reporting.runs.models import ReportRun
from reporting.runs.rules import MOST_ATTEMPTS, RUN_STATES
from tests.factories.cases import EnrolmentFactory, MembershipFactory, ProgrammeFactory, UserFactory, staff
from tests.factories.reporting import FundingFactory, ReportRunFactory
from tests.races import at_once
from tests.reporting.reported import facts

pytestmark = pytest.mark.servers

# Every indicator, targets and money, and the two tables of what is entered; nobody asks for a table of courses.
STEPS = len(FIGURES) + 2
AFTER = {
    (State.QUEUED, Event.START): State.RUNNING,
    (State.QUEUED, Event.FAIL): State.FAILED,
    (State.QUEUED, Event.CANCEL): State.CANCELLED,
    (State.RUNNING, Event.RESUME): State.RUNNING,
    (State.RUNNING, Event.FINISH): State.DONE,
    (State.RUNNING, Event.FAIL): State.FAILED,
    (State.RUNNING, Event.CANCEL): State.CANCELLED,
    (State.FAILED, Event.RETRY): State.QUEUED,
    (State.CANCELLED, Event.RETRY): State.QUEUED,
}


@pytest.mark.parametrize("event", list(Event))
@pytest.mark.parametrize("state", list(State))
def test_every_state_and_event(state, event):
    if (state, event) in AFTER:
        assert RUN_STATES.after(state, event) == AFTER[state, event]
    else:
        with pytest.raises(Refused):
            RUN_STATES.after(state, event)


def ask(now, **given):
    period = {"start": date(2025, 1, 1), "last_day": date(2025, 12, 31), "as_of": date(2026, 1, 5)}
    return request_run(**{"by": None, "at": now, "programme": ProgrammeFactory()} | period | given)


def parts_of(run):
    """What was frozen, by key."""
    return {part["key"]: part for chapter in run.result["chapters"] for part in chapter["parts"]}


def marked(run):
    """An indicator as it was frozen by a worker of another time."""
    part = Making(facts_of(run)).part("screened")
    return part | {"name": {"da": "Før", "en": "Before"}}


@pytest.fixture
def now():
    return ReportRunFactory.build().requested_at


@pytest.mark.django_db
def test_asking_for_a_report(now):
    user = staff(Role.LEAD)
    run = ask(now, by=user)
    assert (run.state, run.end, run.last_day, run.steps_total) == (
        State.QUEUED,
        date(2026, 1, 1),
        date(2025, 12, 31),
        STEPS,
    )
    event = AuditEvent.objects.get(target="reporting.reportrun")
    assert (event.by, event.facts["programme"]) == (user, run.programme.code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"as_of": date(2026, 7, 10)}, "as_of", "A report cannot be made as of a day in the future."),
        ({"last_day": date(2024, 12, 31)}, None, "The last day cannot lie before the first."),
        ({"as_of": date(2024, 12, 31)}, None, "The as-of date cannot lie before the period."),
    ],
)
def test_what_cannot_be_asked_for(now, given, field, message, settings):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(Refused) as refused:
        ask(now, **given)
    assert (str(refused.value.message), refused.value.field) == (message, field)


@pytest.mark.django_db
def test_a_report_is_computed_and_frozen(now):
    run = ask(now)
    enrolment = EnrolmentFactory(programme=run.programme, start=date(2025, 3, 1), registered_at=now)
    produce(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert (run.state, run.steps_done, run.parts, run.attempt) == (State.DONE, STEPS, {}, 1)
    assert sorted(parts_of(run)) == sorted(INDICATORS)  # no target and no money: their chapters are left out
    frozen = run.result
    enrolment.start = date(2024, 3, 1)
    enrolment.save()
    produce(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert run.result == frozen


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_result(now):
    run = ask(now)
    produce(run.pk, clock=lambda: now)
    changes: list[dict[str, Any]] = [
        {"result": {"version": 2}},
        {"state": State.QUEUED, "finished_at": None},
        {"start": run.start - timedelta(days=1)},
        {"programme": ProgrammeFactory()},
    ]
    for change in changes:
        with pytest.raises(ProgrammingError, match="cannot be changed"), transaction.atomic():
            ReportRun.objects.filter(pk=run.pk).update(**change)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"state": State.DONE}, "A report has a result when it is done, and not before."),
        ({"state": State.CANCELLED}, "A finished report says when it finished."),
        ({"error": RunError.GAVE_UP}, "A failed report says why."),
        ({"steps_done": STEPS + 1}, "More was computed than there is."),
    ],
)
def test_what_the_database_refuses(given, message, settings):
    settings.LANGUAGE_CODE = "en"
    run = ReportRunFactory.build(programme=ProgrammeFactory(), **given)
    with pytest.raises(Refused) as refused, transaction.atomic(), as_refusal(run):
        run.save()
    assert str(refused.value.message) == message


@pytest.mark.django_db
def test_a_second_worker_goes_on_where_the_first_one_died(now):
    """The first worker saved one indicator and was killed. The second keeps it and computes the rest."""
    run = ask(now)
    first = take_run(at=now, run_id=run.pk)
    assert first
    kept = marked(run)
    assert save_part(at=now, run=first, key="screened", part=kept)
    produce(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert (run.state, run.attempt) == (State.DONE, 2)
    assert parts_of(run)["screened"] == kept


@pytest.mark.django_db
def test_a_run_waiting_during_an_upgrade_gets_the_new_indicators(now):
    """Asked for when there were two indicators, of which one is gone."""
    run = ask(now)
    kept = marked(run)
    ReportRun.objects.filter(pk=run.pk).update(steps_total=2, steps_done=2, parts={"gone": {}, "screened": kept})
    produce(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert (run.state, run.steps_done, run.steps_total) == (State.DONE, STEPS, STEPS)
    assert parts_of(run)["screened"] == kept
    assert "gone" not in parts_of(run)


@pytest.mark.django_db
def test_a_run_tried_again_under_the_hands_of_a_worker_is_sent_out_anew(now):
    """The second message would find the lock taken. The worker itself sends a third when it lets go."""
    user, run, sent = staff(Role.LEAD), ask(now), []

    def clock():
        if ReportRun.objects.get(pk=run.pk).state == State.RUNNING:
            cancel_run(by=user, at=now, run=run)
            retry_run(by=user, at=now, run=run)
        return now

    def note(body, **_):
        sent.append(body[0])

    before_task_publish.connect(note)
    try:
        produce(run.pk, clock=clock)
    finally:
        before_task_publish.disconnect(note)
    run.refresh_from_db()
    assert (run.state, sent) == (State.QUEUED, [(run.pk,)])
    produce(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert run.state == State.DONE


@pytest.mark.django_db
def test_what_a_worker_saves_after_another_took_over_is_refused(now):
    run = ask(now)
    first = take_run(at=now, run_id=run.pk)
    assert first
    assert take_run(at=now, run_id=run.pk)
    assert save_part(at=now, run=first, key="screened", part={}) is False
    assert finish_run(at=now, run=first, rests_on={}) is False
    assert fail_run(at=now, run=first, error=RunError.COMPUTATION) is False
    run.refresh_from_db()
    assert (run.state, run.parts) == (State.RUNNING, {})


@pytest.mark.django_db
def test_a_cancelled_run_is_left_alone_and_can_go_on(now):
    """The worker finds out when it saves; a retry keeps what was computed and the facts known at the start."""
    user = staff(Role.LEAD)
    run = ask(now)
    worker = take_run(at=now, run_id=run.pk)
    assert worker
    save_part(at=now, run=worker, key="screened", part=marked(run))
    cancel_run(by=user, at=now, run=run)
    assert save_part(at=now, run=worker, key="closed", part={}) is False
    assert take_run(at=now, run_id=run.pk) is None
    retried = retry_run(by=user, at=now + timedelta(hours=1), run=run)
    assert (retried.state, retried.steps_done, retried.requested_at) == (State.QUEUED, 1, now)
    assert save_part(at=now, run=worker, key="closed", part={}) is False
    produce(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert run.state == State.DONE


@pytest.mark.django_db
def test_a_finished_run_cannot_be_cancelled_or_tried_again(now):
    user, run = staff(Role.LEAD), ask(now)
    produce(run.pk, clock=lambda: now)
    for action in (cancel_run, retry_run):
        with pytest.raises(Refused):
            action(by=user, at=now, run=run)


@pytest.mark.django_db
def test_a_figure_that_cannot_be_computed_fails_the_run_with_a_code(now):
    """A column is missing, as in the middle of an upgrade. What came before it is kept for the next try."""
    run = ask(now)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE housing_stay RENAME COLUMN kind TO kind_gone")
    produce(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, RunError.COMPUTATION)
    assert set(run.parts) == set(list(FIGURES)[:8])


@pytest.mark.django_db
def test_a_run_that_takes_its_workers_down_gives_up(now):
    run = ask(now)
    taken = [take_run(at=now, run_id=run.pk) for _ in range(MOST_ATTEMPTS + 1)]
    assert [bool(one) for one in taken] == [True] * MOST_ATTEMPTS + [False]
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, RunError.GAVE_UP)
    retry_run(by=staff(Role.LEAD), at=now, run=run)
    assert take_run(at=now, run_id=run.pk)


@pytest.mark.django_db
def test_what_the_sweeper_sends_again(now):
    lost, fresh = ReportRunFactory(), ReportRunFactory(moved_at=now)
    still = ReportRunFactory(state=State.RUNNING, moved_at=now - timedelta(seconds=61))
    ReportRunFactory(state=State.CANCELLED, finished_at=now)
    lost.moved_at = now - timedelta(seconds=61)
    lost.save()
    found = ReportRun.objects.standing_still(now, longer_than=LOST_AFTER)
    assert set(found) == {lost, still}
    assert fresh not in found


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_run_give_one_result(now):
    run = ask(now)
    outcomes = at_once(*(lambda: produce(run.pk) for _ in range(2)))
    run.refresh_from_db()
    assert outcomes == ["done", "done"]
    assert (run.state, run.attempt, run.steps_done) == (State.DONE, 1, STEPS)


@pytest.mark.django_db(transaction=True)
def test_two_retries_at_once_queue_it_once(now):
    user = staff(Role.LEAD)
    run = ReportRunFactory(state=State.CANCELLED, finished_at=now)
    outcomes = at_once(*(lambda: retry_run(by=user, at=now, run=run) for _ in range(2)))
    assert [text == "done" for text in outcomes] == [True, False]


QUERIES = {
    "screened": 2,
    "age_and_gender": 3,
    "days_to_enrolment": 1,
    "contacts_per_month": 3,
    "share_reached": 3,
    "phases": 3,
    "referral_days": 1,
    "referrals_refused": 3,
    "own_home": 3,
    "shelter_nights": 3,
    "handovers": 1,
    "closed": 2,
    "targets": 1,
    "money": 2,
}


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 30])
@pytest.mark.parametrize("key", list(FIGURES))
def test_every_indicator_asks_a_fixed_number_of_queries(key, people, django_assert_num_queries):
    programme = ProgrammeFactory()
    EnrolmentFactory.create_batch(people, programme=programme, start=date(2025, 3, 1))
    with django_assert_num_queries(QUERIES[key]):
        FIGURES[key].compute(facts(programme))


@pytest.mark.django_db
def test_the_relations_of_a_report_form_no_ring(now):
    """The protection of small numbers rests on it: a forest has one line less than points in each of its trees."""
    quantities: dict[str, Quantity] = {}
    relations: list[Sum] = []
    for key, indicator in FIGURES.items():
        figures = indicator.compute(facts_of(ask(now)))
        for table in indicator.tables:
            rows = [row.frozen() for row in figures[table.key]]
            quantities |= quantities_of(key, table, rows)
            relations += relations_of(key, table, rows)
    across = across_tables(quantities)
    assert len(across) == 3
    rules = [*enumerate(relations + across)]
    lines = {(f"relation {place}", name) for place, rule in rules for name in rule.members}
    points = {*quantities, *(f"relation {place}" for place, _rule in rules)}
    assert len(lines) == len(points) - trees(points, lines)


def trees(points: set[str], lines: set[tuple[str, str]]) -> int:
    """How many connected pieces there are."""
    root = {point: point for point in points}

    def find(point: str) -> str:
        while root[point] != point:
            point = root[point]
        return point

    for a, b in lines:
        root[find(a)] = find(b)
    return len({find(point) for point in points})


@pytest.mark.django_db
def test_an_evaluator_reaches_the_runs_of_the_own_programmes():
    mine, other = ReportRunFactory(), ReportRunFactory()
    evaluator = UserFactory()
    MembershipFactory(user=evaluator, role=Role.EVALUATOR, team=None, programme=mine.programme)
    assert list(ReportRun.objects.visible_to(evaluator)) == [mine]
    assert set(ReportRun.objects.visible_to(staff(Role.LEAD))) == set()
    led = EnrolmentFactory(programme=other.programme).team
    assert list(ReportRun.objects.visible_to(staff(Role.LEAD, led))) == [other]
    assert list(ReportRun.objects.visible_to(staff(Role.PARTNER))) == []


@pytest.mark.django_db
def test_a_source_of_money_stands_once_in_a_budget(now):
    known = FundingFactory(source="ESF+", kind="grant")
    budget = {"programme": known.programme, "source": "ESF+", "amount": known.amount}
    with pytest.raises(Refused), transaction.atomic():
        add_funding(by=staff(Role.LEAD), at=now, kind="grant", **budget)
    assert add_funding(by=staff(Role.LEAD), at=now, kind="expense", **budget).amount == known.amount
