"""Whose course is in the tables of a programme, and what is known of it on a day."""

from datetime import date, timedelta

import pytest

from cases.enrolments.models import Enrolment
from cases.statusreports.actions import correct_report, submit_report
from cases.statusreports.models import Participation
from reporting.outcomes.queries import population, target_age
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, ProgrammeFactory, staff
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def programme():
    found = ProgrammeFactory()
    asks(found, "housing_now")
    return found


def course(programme, start, end=None, *reasons):
    return EnrolmentFactory(programme=programme, start=start, end=end, closing_reasons=list(reasons))


def found(programme, as_of=TODAY, **asked):
    return population(programme, as_of=as_of, keys=["housing_now"], **asked)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"as_of": date(2025, 4, 30)}, "ab"),
        ({"as_of": date(2025, 5, 1)}, "abc"),
        ({"start": date(2025, 2, 28)}, "abc"),
        ({"start": date(2025, 3, 1)}, "bc"),
        ({"end": date(2025, 2, 28)}, "a"),
        ({"end": date(2025, 3, 1)}, "ab"),
        ({"start": date(2025, 3, 1), "end": date(2025, 4, 30)}, "b"),
    ],
)
def test_courses_that_ran_on_a_day_that_is_asked_for(programme, asked, expected):
    """One from 1 January to 28 February, one from 1 March on, one from 1 May on; and one of another programme."""
    keys = {
        course(programme, date(2025, 1, 1), date(2025, 3, 1), "completed").pk: "a",
        course(programme, date(2025, 3, 1)).pk: "b",
        course(programme, date(2025, 5, 1)).pk: "c",
    }
    course(ProgrammeFactory(), date(2025, 1, 1))
    assert "".join(keys[one.key] for one in found(programme, **asked).courses) == expected


def test_what_was_registered_later_was_not_known(programme):
    """A course and a report of the day after; a correction of the day after stands beside what stood before."""
    worker = staff()
    early, late = course(programme, date(2025, 1, 1)), course(programme, date(2025, 1, 2))
    Enrolment.objects.filter(pk=late.pk).update(registered_at=LATER)
    first = reported(early, worker, on=date(2025, 2, 1), answers={"housing_now": "almen"})
    second = {"on": date(2025, 5, 1), "kind": "quarterly", "answers": {"housing_now": "skaev"}}
    submit_report(by=worker, at=LATER, enrolment=early, **second)
    correction = {"answers": {"housing_now": "eget"}, "comments": {}, "reason": "Tastefejl"}
    correct_report(by=worker, at=LATER, report=first, **correction)

    def homes(**asked):
        return [[one.answers["housing_now"] for one in one.reports] for one in found(programme, **asked).courses]

    assert homes() == [["eget", "skaev"], []]
    assert homes(known_at=NOW) == [["almen"]]
    assert homes(known_at=LATER) == [["eget", "skaev"], []]
    assert homes(as_of=date(2025, 4, 30)) == [["eget"], []]
    assert homes(as_of=date(2025, 5, 1)) == [["eget", "skaev"], []]


@pytest.mark.parametrize(
    ("reasons", "closed"),
    [
        (["completed"], "completed"),
        (["completed", "no_need"], "completed"),
        (["completed", "moved"], "broken_off"),
        (["moved"], "broken_off"),
    ],
)
def test_a_course_is_closed_from_its_last_day_on(programme, reasons, closed):
    """Its last day is 28 February. It reached its end where every reason says so."""
    course(programme, date(2025, 1, 1), date(2025, 3, 1), *reasons)
    stood = {day: found(programme, date(2025, 2, day)).courses[0] for day in (27, 28)}
    assert (stood[27].end, stood[27].closed) == (None, None)
    assert (stood[28].end, stood[28].closed) == (date(2025, 3, 1), closed)


def test_whoever_does_not_take_part_is_left_out_and_counted(programme):
    """One agreed, two declined, one withdrew; one was not asked."""
    for state in ("consented", "declined", "declined", "withdrawn"):
        enrolment = course(programme, date(2025, 1, 1))
        Participation.objects.create(enrolment=enrolment, state=state, told_on=date(2025, 1, 2))
    course(programme, date(2025, 1, 1))
    everyone = found(programme)
    assert len(everyone.courses) == 2
    assert {one.key: one.count for one in everyone.exclusions} == {"declined": 2, "withdrawn": 1}


@pytest.mark.parametrize(("ages", "young"), [((15, 30), (15, 30)), ((15, 31), (18, 24)), ((18, 99), (18, 24))])
def test_the_young_are_those_of_the_programme_where_it_is_for_them_alone(ages, young):
    assert target_age(ProgrammeFactory.build(min_age=ages[0], max_age=ages[1])) == young
