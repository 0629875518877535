"""A number and the list behind it are the same young people."""

from datetime import date, datetime, timedelta

import pytest

from cases.contacts.codes import ContactOutcome
from cases.enrolments.actions import pause, resume
from cases.enrolments.models import Pause
from cases.enrolments.queries import Selection, people_in
from cases.programmes.codes import WorkerFunction
from cases.staff.codes import Role
from cases.worklists.queries import (
    LABELS,
    contact_days,
    enrolments_on,
    my_enrolments,
    not_distributed,
    numbers,
    people_on,
)
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    ProgrammeFactory,
    TeamFactory,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def lead(team):
    return staff(Role.LEAD, team)


@pytest.fixture
def programme():
    return ProgrammeFactory(quiet_days=14, silent_days=30)


def enrolled(team, programme, *, reached_days_ago=None, outcome=ContactOutcome.REACHED, **fields):
    """A young person in the programme since 1 January 2025, last reached so many days before 4 June."""
    person = PersonFactory(team=team, **fields)
    enrolment = EnrolmentFactory(person=person, programme=programme)
    if reached_days_ago is not None:
        when = NOW - timedelta(days=reached_days_ago)
        ContactFactory(people=[person], happened_at=when, registered_at=when, outcome=outcome)
    return enrolment


def references(user, key, selection=Selection()):  # noqa: B008  frozen
    return sorted(people_on(user, key, TODAY, selection).values_list("reference", flat=True))


@pytest.mark.parametrize(
    ("days", "lists"),
    [
        (0, set()),
        (13, set()),
        (14, {"quiet"}),
        (29, {"quiet"}),
        (30, {"quiet", "silent"}),
        (None, {"quiet", "silent"}),
    ],
)
def test_days_without_contact_follow_the_programme(lead, team, programme, days, lists):
    """Never reached counts from the enrolment, here 154 days ago."""
    enrolled(team, programme, reached_days_ago=days)
    assert {key for key in ("quiet", "silent") if references(lead, key)} == lists


@pytest.mark.parametrize("outcome", [outcome for outcome in ContactOutcome if outcome != "reached"])
def test_only_a_young_person_reached_is_a_contact(lead, team, programme, outcome):
    enrolment = enrolled(team, programme, reached_days_ago=20)
    ContactFactory(people=[enrolment.person], outcome=outcome)
    assert contact_days(enrolments_on(lead, TODAY).get(), TODAY) == 20


def test_a_withdrawn_contact_does_not_count(lead, team, programme):
    enrolment = enrolled(team, programme, reached_days_ago=20)
    ContactFactory(people=[enrolment.person], withdrawn_at=NOW, withdrawn_why="wrong person")
    assert contact_days(enrolments_on(lead, TODAY).get(), TODAY) == 20


def test_days_change_at_midnight_in_copenhagen(lead, team, programme):
    """23.30 UTC on 3 June is 1.30 on 4 June in Denmark: today, not yesterday."""
    enrolment = enrolled(team, programme)
    when = datetime.fromisoformat("2025-06-03T23:30:00+00:00")
    ContactFactory(people=[enrolment.person], happened_at=when, registered_at=when)
    assert contact_days(enrolments_on(lead, TODAY).get(), TODAY) == 0


def test_phase_target_passed(lead, team, programme):
    for target in (date(2025, 6, 3), date(2025, 6, 4), None):
        PhaseSpellFactory(enrolment=enrolled(team, programme), target_end=target)
    assert sorted(enrolments_on(lead, TODAY).values_list("days_over_target", flat=True), key=str) == [0, 1, None]
    assert len(references(lead, "overdue")) == 1


@pytest.mark.parametrize(
    ("start", "days"),
    [(date(2025, 4, 1), -30), (date(2025, 5, 6), 5), (TODAY, 34)],
    ids=["before the target", "after the target", "today"],
)
def test_a_pause_stops_the_count_of_days_past_the_target(lead, team, programme, start, days):
    """The target is 1 May; on 4 June, 34 days later, a pause that has run since `start` is still running."""
    enrolment = enrolled(team, programme)
    PhaseSpellFactory(enrolment=enrolment, target_end=date(2025, 5, 1))
    Pause.objects.create(enrolment=enrolment, reason="hospital", start=date(2025, 1, 10), end=date(2025, 1, 20))
    Pause.objects.create(enrolment=enrolment, reason="prison", start=start)
    assert enrolments_on(lead, TODAY).get().days_over_target == days
    assert len(references(lead, "overdue")) == (days > 0)


def test_going_on_after_a_pause_does_not_change_the_days_past_the_target(lead, team, programme):
    """The pause spans the target: the days stand still while it runs, and resuming moves the target by its length."""
    enrolment = enrolled(team, programme)
    PhaseSpellFactory(enrolment=enrolment, target_end=date(2025, 5, 1))
    pause(by=lead, at=NOW, enrolment=enrolment, reason="prison", on=date(2025, 4, 3))
    paused = enrolments_on(lead, TODAY).get().days_over_target
    resume(by=lead, at=NOW, enrolment=enrolment, on=TODAY - timedelta(days=1))
    assert (paused, enrolments_on(lead, TODAY).get().days_over_target) == (-28, -28)


def test_without_a_worker_and_paused(lead, team, programme):
    alone = enrolled(team, programme)
    left = enrolled(team, programme)
    AssignmentFactory(enrolment=left, end=TODAY)
    resting = enrolled(team, programme)
    AssignmentFactory(enrolment=resting, worker=staff())
    Pause.objects.create(enrolment=resting, reason="prison", start=date(2025, 5, 1))
    assert references(lead, "unassigned") == sorted([alone.person.reference, left.person.reference])
    assert references(lead, "paused") == [resting.person.reference]


@pytest.mark.parametrize(
    ("account", "role", "end", "is_alone"),
    [
        (True, Role.CASEWORKER, None, False),
        (True, Role.AUTHORITY, TODAY + timedelta(days=1), False),
        (True, Role.CASEWORKER, TODAY, True),
        (True, Role.PARTNER, None, True),
        (False, Role.CASEWORKER, None, True),
    ],
    ids=["another team", "last day", "role ended", "no role in a team", "account closed"],
)
def test_a_worker_who_has_left_is_no_worker(lead, team, programme, *, account, role, end, is_alone):
    """Whoever works in any team counts: an authority worker may sit in another one and keep the young person."""
    worker = staff(role, is_active=account)
    worker.memberships.update(end=end)
    enrolment = enrolled(team, programme)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    assert references(lead, "unassigned") == ([enrolment.person.reference] if is_alone else [])


def test_closed_and_other_teams_are_left_out(lead, team, programme):
    inside = enrolled(team, programme)
    EnrolmentFactory(
        person=PersonFactory(team=team), programme=programme, end=date(2025, 5, 1), closing_reasons=["completed"]
    )
    enrolled(TeamFactory(), programme)
    assert references(lead, "enrolled") == [inside.person.reference]


def test_filters_look_at_one_and_the_same_enrolment(lead, team, programme):
    """A young person in two programmes is quiet only where the programme's own limit says so."""
    patient = ProgrammeFactory(quiet_days=60, silent_days=90)
    enrolment = enrolled(team, programme, reached_days_ago=20)
    EnrolmentFactory(person=enrolment.person, programme=patient)
    assert references(lead, "quiet", Selection(programme=programme)) == [enrolment.person.reference]
    assert references(lead, "quiet", Selection(programme=patient)) == []
    assert numbers(lead, TODAY)["enrolled"] == 1


def test_looking_at_everything_counts_those_who_are_not_enrolled_too(lead, team, programme):
    inside = EnrolmentFactory(person__team=team, programme=programme).person
    never = PersonFactory(team=team)
    left = EnrolmentFactory(team=team, programme=programme, end=TODAY, closing_reasons=["completed"]).person
    PersonFactory()
    PersonFactory(team=team, is_restricted=True)
    assert set(people_in(lead, TODAY)) == set(people_in(lead, TODAY, Selection(team=team))) == {inside, never, left}
    assert set(people_in(lead, TODAY, Selection(programme=programme))) == {inside}
    assert set(people_in(lead, TODAY, Selection(team=TeamFactory()))) == set()


def test_filters_by_team_worker_function_and_phase(lead, team, programme):
    spell = PhaseSpellFactory(enrolment=enrolled(team, programme))
    worker = AssignmentFactory(enrolment=spell.enrolment, function=WorkerFunction.JOB).worker
    enrolled(team, programme)
    expected = [spell.enrolment.person.reference]
    assert references(lead, "enrolled", Selection(phase=spell.phase)) == expected
    assert references(lead, "enrolled", Selection(worker=worker)) == expected
    assert references(lead, "enrolled", Selection(worker=worker, function=WorkerFunction.JOB)) == expected
    assert references(lead, "enrolled", Selection(worker=worker, function=WorkerFunction.STREET)) == []
    assert references(lead, "enrolled", Selection(team=TeamFactory())) == []


def test_every_number_is_as_long_as_its_list(lead, team, programme):
    for days in (0, 15, 40, None):
        PhaseSpellFactory(enrolment=enrolled(team, programme, reached_days_ago=days), target_end=date(2025, 5, 1))
    enrolled(team, programme, is_restricted=True)
    found = numbers(lead, TODAY)
    assert found == {key: len(references(lead, key)) for key in LABELS}
    assert (found["enrolled"], found["silent"]) == (4, 2)
    assert [not_distributed(lead, TODAY, one) for one in (None, programme, ProgrammeFactory())] == [1, 1, 0]


def test_all_numbers_are_four_queries(lead, team, programme, django_assert_num_queries):
    """The programmes' two limits, the counts of all enrolments at once, and who waits for a screening."""
    enrolled(team, programme)
    lead.scope  # noqa: B018  read once per request
    with django_assert_num_queries(4):
        numbers(lead, TODAY)


def test_mine_are_those_assigned_to_me_today(team, programme):
    worker = staff(Role.CASEWORKER, team)
    rows = [enrolled(team, programme, reached_days_ago=days) for days in (3, 40, 15)]
    for enrolment in rows:
        AssignmentFactory(enrolment=enrolment, worker=worker)
    AssignmentFactory(enrolment=enrolled(team, programme))
    AssignmentFactory(enrolment=enrolled(team, programme), worker=worker, end=TODAY)
    assert {contact_days(enrolment, TODAY) for enrolment in my_enrolments(worker, TODAY)} == {3, 15, 40}
