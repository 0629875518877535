"""Tables of the courses themselves: units, and how they stand with the days they took."""

from datetime import date

import pytest

from reporting.kinds.courses import Status, Units
from tests.reporting.tabulation.questions import ITEMS, START, cell, course


def test_units_are_rows_in_order_of_their_names():
    courses = [course(organisation=name, municipality="Odense") for name in ("B", "A", "B", "")]
    assert [(row.key, row.percent) for row in Units().compute(courses, "", ITEMS).rows] == [
        ("A", 25),
        ("B", 50),
        ("unknown", 25),
    ]
    assert [row.label.da for row in Units("municipality").compute(courses, "", ITEMS).rows] == ["Odense"]


@pytest.mark.parametrize(("as_of", "so_far"), [(date(2024, 1, 31), 30.0), (None, None)])
def test_courses_by_state_with_their_days(as_of, so_far):
    """`end` is the first day that is no longer the course's: from the 1st to the 11th are ten days."""
    closed = [course(end=date(2024, 1, day), closed="completed") for day in (11, 21, 31)]
    others = [course(), course(end=date(2024, 1, 6), closed="broken_off"), course(end=START)]
    found = Status(as_of=as_of).compute([*closed, *others], "", ITEMS)
    assert [(row.key, row.count, row.percent) for row in found.rows] == [
        ("running", 1, 20),
        ("completed", 3, 60),
        ("broken_off", 1, 20),
    ]
    assert [one.value for one in found.rows[1].cells] == [15.0, 20.0, 25.0]
    assert (cell(found.rows[0], "median").value if found.rows[0].cells else None) == so_far
    assert found.exclusions == {"status_unknown": 1}


def test_states_have_their_names_with_nobody_in_them():
    assert [row.label.en for row in Status().compute([], "", ITEMS).rows] == ["Running", "Completed", "Broken off"]


def test_units_of_few_stand_together_and_last():
    """7, 2 and 4: the two and the four are six, and the seven stand alone as before."""
    courses = [course(organisation=name) for name in [*"BBBBBBB", *"AA", *"CCCC"]]
    found = rough(Units(), courses)
    assert [(row.key, row.label.en, row.count) for row in found.compute(courses, "", ITEMS).rows] == [
        ("B", "B", 7),
        ("merged", "Others, taken together", 6),
    ]
    assert rough(Units(), courses[:7]) is None


def rough(kind, courses):
    result = kind.compute(courses, "", ITEMS)
    found = kind.coarser(result, ITEMS)
    return found and found.kind
