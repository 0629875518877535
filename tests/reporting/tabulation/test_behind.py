"""Who stands behind a count: as many as it counts, and those."""

import random
from datetime import timedelta

import pytest

from reporting.outcomes.declarations import TABLES
from reporting.tabulation.behind import Place, behind
from reporting.tabulation.facts import Population
from reporting.tabulation.tabulating import NotOffered, tabulate
from tests.bench.tables import courses
from tests.reporting.tabulation.questions import ITEMS, START, course, population

# What is counted there is not young people: meetings.
NOBODY_BEHIND = {"per_12_months"}
# Everybody answered something; some courses have facts of the case itself.
EVERYBODY = population(courses(random.Random(3), 100))  # noqa: S311 - invented answers
OF_COURSES = [key for key, one in TABLES.items() if one.source == "reports"]


def places(result):
    """Every count of a table with its place."""
    for column in (None, *result.columns):
        for row in column.rows if column else result.rows:
            for key, count in (("", row.count), *((cell.key, cell.count) for cell in row.cells)):
                if count is not None and row.key not in NOBODY_BEHIND:
                    yield Place(row.key, key, column.key if column else ""), count


@pytest.mark.parametrize("by", [None, "age"])
@pytest.mark.parametrize("key", OF_COURSES)
def test_every_count_of_every_table_has_as_many_behind_it(key, by):
    as_of = START + timedelta(days=600) if key == "method_time" else START
    way = {"by": None if key == "courses_by_unit" else by, "as_of": as_of}
    result = tabulate(TABLES[key], EVERYBODY, ITEMS, **way)
    counted = dict(places(result))
    assert any(counted.values())
    found = {place: behind(TABLES[key], EVERYBODY, ITEMS, place, **way) for place in counted}
    assert {place: len(people) for place, people in found.items()} == counted
    assert all(len({one.key for one in people}) == len(people) for people in found.values())


def test_those_behind_a_count_are_those_it_counts():
    has, lost = course({"housing_now": "almen"}), course({"housing_now": "ikke_egen_bolig"})
    everybody = population([has, lost, has])
    assert behind(TABLES["housing"], everybody, ITEMS, Place("almen")) == [has, has]
    assert behind(TABLES["housing"], everybody, ITEMS, Place("ikke_egen_bolig")) == [lost]
    assert behind(TABLES["housing"], everybody, ITEMS, Place("skaev")) == []


def test_a_column_holds_its_own_alone():
    man, woman = (course({"housing_now": "almen"}, gender=gender) for gender in ("man", "woman"))
    found = behind(TABLES["housing"], population([man, woman]), ITEMS, Place("almen", column="man"), by="gender")
    assert found == [man]


def test_each_young_person_once_is_their_latest_course():
    earlier, later = course({"housing_now": "almen"}, person=1), course({"housing_now": "almen"}, person=1)
    assert behind(TABLES["housing"], population([earlier, later]), ITEMS, Place("almen"), unit="person") == [later]


@pytest.mark.parametrize("place", [Place("nothing"), Place("almen", "nothing"), Place("almen", column="nothing")])
def test_a_place_that_a_table_does_not_have_has_nobody(place):
    with pytest.raises(KeyError):
        behind(TABLES["housing"], population([course({"housing_now": "almen"})]), ITEMS, place, by="gender")


def test_what_is_not_offered_is_not_looked_behind():
    with pytest.raises(NotOffered):
        behind(TABLES["housing"], Population(()), ITEMS, Place("almen"), at="never")
