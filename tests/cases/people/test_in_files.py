"""Who may be in a file with names: whoever protects a name is in none that just anybody takes out."""

import pytest

from cases.people.models import Person
from cases.staff.codes import Role
from tests.clock import TODAY
from tests.factories.cases import (
    AssignmentFactory,
    EnrolmentFactory,
    MembershipFactory,
    PersonFactory,
    TeamFactory,
    UserFactory,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def people(team):
    """Anybody, two who are protected in one way each, and somebody of another team."""
    PersonFactory(team=team, reference="T00001")
    PersonFactory(team=team, reference="T00002", has_protected_address=True)
    PersonFactory(team=team, reference="T00003", is_restricted=True)
    PersonFactory(reference="T00004")


def in_files_of(user):
    rows = Person.objects.in_files_of(user).order_by("reference")
    return [int(reference[1:]) for reference in rows.values_list("reference", flat=True)]


def worker_of(user, reference, **facts):
    """Make somebody the own worker of a young person."""
    AssignmentFactory(enrolment=EnrolmentFactory(person=Person.objects.get(reference=reference)), worker=user, **facts)


def test_a_worker_takes_out_who_is_seen_and_not_protected(people, team):
    """The second is seen by the worker, and in no file; the third is not seen at all."""
    worker = staff(team=team)
    assert in_files_of(worker) == [1]
    assert [person.reference for person in Person.objects.visible_to(worker).order_by("reference")] == [
        "T00001",
        "T00002",
    ]


def test_with_the_right_to_the_protected_they_are_in_it(people, team):
    chief = UserFactory()
    MembershipFactory(user=chief, role=Role.LEAD, team=team, sees_restricted=True)
    assert in_files_of(chief) == [1, 2, 3]


@pytest.mark.parametrize(("reference", "found"), [("T00002", [1, 2]), ("T00003", [1, 3]), ("T00004", [1, 4])])
def test_their_own_worker_has_them_in_a_file_and_nobody_elses(people, team, reference, found):
    worker = staff(team=team)
    worker_of(worker, reference)
    assert in_files_of(worker) == found
    assert in_files_of(staff(team=team)) == [1]


def test_whose_own_worker_one_was_is_in_no_file(people, team):
    """The last day of the assignment was the day before: `end` is the first day after it."""
    worker = staff(team=team)
    worker_of(worker, "T00002", end=TODAY)
    assert in_files_of(worker) == [1]


def test_the_server_has_everybody_in_it_but_the_protected(people):
    assert in_files_of(None) == [1, 4]
