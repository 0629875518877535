"""Who may correct what stands on record: the one who entered it for 24 hours, then a lead of the young person."""

from datetime import timedelta

import pytest

from cases.corrections.rights import may_correct
from cases.staff.codes import Role
from tests.clock import NOW
from tests.factories.cases import EnrolmentFactory, PersonFactory, TeamFactory, staff

pytestmark = pytest.mark.django_db

DAY = timedelta(hours=24)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def person(team):
    return PersonFactory(team=team)


def allowed(user, person, *, author=None, age=DAY + MOMENT):
    author_id = author.pk if author else None
    return may_correct(user, author_id=author_id, registered_at=NOW - age, person=person, at=NOW)


@pytest.mark.parametrize(("age", "answer"), [(MOMENT, True), (DAY, True), (DAY + MOMENT, False)])
def test_who_entered_it_may_for_24_hours(person, team, age, answer):
    worker = staff(team=team)
    assert allowed(worker, person, author=worker, age=age) is answer


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUTHORITY])
def test_a_colleague_may_not(person, team, role):
    assert not allowed(staff(role, team=team), person, author=staff(team=team), age=MOMENT)


def test_a_lead_of_the_young_persons_team_may_at_any_time(person, team):
    assert allowed(staff(Role.LEAD, team=team), person, author=staff(team=team), age=DAY * 400)


def test_a_lead_of_an_enrolments_team_may(person):
    other = TeamFactory()
    EnrolmentFactory(person=person, team=other)
    assert allowed(staff(Role.LEAD, team=other), person)


def test_a_lead_of_another_team_may_not(person):
    assert not allowed(staff(Role.LEAD), person, author=staff(), age=MOMENT)


def test_nobody_is_the_author_of_what_has_none(person, team):
    assert not allowed(staff(team=team), person, age=MOMENT)
    assert allowed(staff(Role.LEAD, team=team), person, age=MOMENT)
