"""Nobody narrows a count of an invented programme, with one edition after another for the same audience.

`PROGRAMMES=200` tries as many as docs/measurements.md tells of.
"""

import os
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from cases.core.periods import Period
from reporting.disclosure.attack import ranges
from reporting.disclosure.suppression import CannotBeHidden, protected, suppressed
from reporting.editions.earlier import Issued, with_earlier
from reporting.tabulation.facts import in_order
from tests.reporting.disclosure.programmes import START, programme, system_of, tables_of, told

FIVE = 5
MANY = int(os.environ.get("PROGRAMMES", "10"))
ENDS = [date(2024, 7, 1), date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)]


def as_of(courses, end):
    """What was known of them on a day."""
    begun = (one for one in courses if one.start < end)
    return [replace(one, reports=in_order([said for said in one.reports if said.on < end])) for one in begun]


def refused_or_issued(system, period, before):
    """The next edition, with all that anybody could narrow; or None where too much is out already."""
    known = with_earlier(system, period, before)
    try:
        hidden = suppressed(known.system, FIVE, fixed=known.fixed, before=known.before)
    except CannotBeHidden:
        return None
    exact = ranges(known.system, hidden, protected(known.system, hidden, FIVE))
    assert told(known.system, exact) == {}
    return Issued(period, system.plain(), frozenset(hidden & system.quantities.keys()))


@pytest.mark.parametrize("seed", range(MANY))
def test_no_reader_of_all_editions_narrows_a_count(seed):
    """Whole programmes up to one day and the next, and the half-years between, in an order of chance."""
    chance = Random(seed)  # noqa: S311 - the same each time
    courses = programme(seed, chance.randint(12, 90))
    tables = {printed.place.split("@")[0] for printed in tables_of([])} - {"courses_by_unit"}  # has no columns
    chosen, by = chance.sample(sorted(tables), 4), chance.choice(["", "", "gender"])
    periods = [Period(START, end) for end in ENDS] + [Period(ENDS[1], ENDS[3])]
    issued = []
    for period in chance.sample(periods, 3):
        held = [one for one in as_of(courses, period.end) if one.end is None or one.end > period.start]
        edition = refused_or_issued(system_of(held, only=chosen, by=by), period, issued)
        issued += [edition] if edition else []
    assert issued
