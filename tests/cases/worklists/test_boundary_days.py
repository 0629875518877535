"""On the day of a limit, a day before and a day after it, number, list and badge say the same of a young person."""

from datetime import date, timedelta

import pytest

from cases.contacts.models import last_reached
from cases.contacts.rules import ContactLevel
from cases.people.models import Person
from cases.worklists.overview import courses
from cases.worklists.queries import level_of, my_enrolments, numbers, people_on
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PersonFactory,
    PhaseSpellFactory,
    ProgrammeFactory,
    staff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

QUIET, SILENT = 14, 30
DAYS = (QUIET - 1, QUIET, QUIET + 1, SILENT - 1, SILENT, SILENT + 1)
LONG_AGO = date(2025, 1, 1)
NO_CONTACT = "Ingen kontakt i"
OVER = "Fasemål overskredet med"


@pytest.fixture
def worker():
    return staff()


@pytest.fixture
def programme(worker):
    return ProgrammeFactory(quiet_days=QUIET, silent_days=SILENT)


def enrolled(worker, programme, start=LONG_AGO, **spell):
    person = PersonFactory(team=worker.memberships.get().team)
    enrolment = EnrolmentFactory(person=person, programme=programme, start=start)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    PhaseSpellFactory(enrolment=enrolment, **spell)
    return enrolment


def said(worker):
    """Of every list of young people: its number, and the keys of those in it."""
    found = numbers(worker, TODAY)
    lists = {key: {person.pk for person in people_on(worker, key, TODAY)} for key in found}
    assert found == {key: len(people) for key, people in lists.items()}
    return lists


def badges(enrolments):
    """The words of the badges of each young person."""
    people = Person.objects.filter(enrolments__in=enrolments).annotate(last=last_reached(TODAY))
    found = courses(people, TODAY)
    return {key: " · ".join(badge.text for badge in course.badges()) for key, (course,) in found.items()}


def test_a_contact_on_the_day_of_a_limit(worker, programme):
    """Reached so many days ago, and never reached since enrolled so many days ago: it makes no difference."""
    of_day = {}
    for days in DAYS:
        known = enrolled(worker, programme)
        when = NOW - timedelta(days=days)
        ContactFactory(people=[known.person], happened_at=when, registered_at=when)
        of_day[days] = {known, enrolled(worker, programme, start=TODAY - timedelta(days=days))}
    lists, texts = said(worker), badges([row for rows in of_day.values() for row in rows])
    levels = {row.person_id: level_of(row, TODAY) for row in my_enrolments(worker, TODAY)}
    for days, rows in of_day.items():
        for person in (row.person_id for row in rows):
            assert (person in lists["quiet"], person in lists["silent"]) == (days >= QUIET, days >= SILENT), days
            assert (levels[person] != ContactLevel.FINE, levels[person] == ContactLevel.SILENT) == (
                days >= QUIET,
                days >= SILENT,
            ), days
            assert (f"{NO_CONTACT} {days} dage" in texts[person]) == (days >= QUIET), days


def test_a_phase_on_the_day_of_its_target(worker, programme):
    """The target is the last day in time: it is passed on the day after it, by one day."""
    of_day = {over: enrolled(worker, programme, target_end=TODAY - timedelta(days=over)) for over in (-1, 0, 1, 2)}
    lists, texts = said(worker), badges(of_day.values())
    assert {over: row.person_id in lists["overdue"] for over, row in of_day.items()} == {
        -1: False,
        0: False,
        1: True,
        2: True,
    }
    assert {over: OVER in texts[row.person_id] for over, row in of_day.items()} == {
        -1: False,
        0: False,
        1: True,
        2: True,
    }


def test_a_worker_and_a_pause_on_their_last_day(worker, programme):
    """What ends today is over in the lists and in the badges alike; what ends tomorrow is not."""
    of_day = {end: enrolled(worker, programme) for end in (0, 1, 2)}
    for end, row in of_day.items():
        day = TODAY + timedelta(days=end)
        row.assignments.update(end=day)
        row.pauses.create(reason="prison", start=LONG_AGO, end=day)
    lists, texts = said(worker), badges(of_day.values())
    for row in of_day.values():
        person = row.person_id
        assert (person in lists["unassigned"]) == ("Ingen medarbejder" in texts[person])
        assert (person in lists["paused"]) == ("På pause" in texts[person])
    assert lists["unassigned"] == {of_day[0].person_id, of_day[1].person_id}
    assert lists["paused"] == {of_day[2].person_id}
