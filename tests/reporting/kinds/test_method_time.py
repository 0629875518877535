"""How long a method lasted: the days are counted by hand, the first and the last included."""

from datetime import date

import pytest

from reporting.kinds.beside import MethodTime
from reporting.outcomes.youth import LONGEST
from tests.reporting.tabulation.questions import ITEMS, course

OCTOBER = date(2025, 10, 2)


def told(*reports, **facts):
    """A course whose reports tell of one method each: its first day and its last."""
    events = [{"code": "cti"} | dict(zip(("from", "to"), days, strict=False)) for days in reports]
    return course(*({"methods": [event]} for event in events), **facts)


def cti(*courses, as_of=OCTOBER):
    """How many had it, how many ended it, after how many days, and how many had it longer than nine months."""
    found = MethodTime("methods", LONGEST, as_of=as_of).compute(courses, "", ITEMS)
    rows = {row.key: row for row in found.rows}
    return rows["cti"].n, rows["cti"].count, rows["cti"].value, rows["cti.long"].count


@pytest.mark.parametrize(("as_of", "long"), [(date(2025, 10, 1), 0), (OCTOBER, 1)])
def test_nine_months_are_274_days_and_one_more_is_longer(as_of, long):
    """From 1 January to 1 October are 274 days, both included, whether it runs or has ended."""
    assert cti(told(["2025-01-01"]), as_of=as_of) == (1, 0, None, long)
    assert cti(told(["2025-01-01", as_of.isoformat()])) == (1, 1, 274 + long, long)


def test_it_began_on_the_earliest_first_day_and_is_over_when_the_latest_report_says_so():
    """1 to 10 January are 10 days; the report after it says that it goes on."""
    over = ["2025-01-05", "2025-01-10"]
    assert cti(told(["2025-01-01"], over)) == (1, 1, 10, 0)
    assert cti(told(over, ["2025-01-01"]))[:2] == (1, 0)
    assert cti(told(["2025-01-05"], ["2025-01-01", "2025-01-10"], over)) == (1, 1, 10, 0)


def test_a_course_that_is_over_ends_its_methods():
    """The last day of the course is 31 January: 31 days. What runs has an end on no day that nobody named."""
    assert cti(told(["2025-01-01"], end=date(2025, 2, 1))) == (1, 1, 31, 0)
    assert cti(told(["2025-01-01"]), as_of=None) == (0, 0, None, 0)


def test_without_a_first_day_nothing_is_known():
    assert cti(told([]), told(["2025-01-01", "2025-01-02"])) == (1, 1, 2, 0)
