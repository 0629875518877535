"""What an audience has had tells together with the next edition: two of them are compared count by count."""

from datetime import date

from cases.core.periods import Period
from reporting.disclosure.attack import ranges
from reporting.disclosure.suppression import suppressed
from reporting.editions.earlier import Issued, with_earlier
from reporting.figures.sums import System
from tests.reporting.disclosure.test_attack import system

FIVE = 5
QUARTERS = [Period(date(2025, month, 1), date(2025, month + 3, 1)) for month in (1, 4)]
HALF = Period(date(2025, 1, 1), date(2025, 7, 1))
LATER = Period(date(2025, 1, 1), date(2025, 10, 1))


def issued(period, one, hidden=()):
    return Issued(period, one.plain(), frozenset(hidden))


def hidden_in(new, period, *before):
    known = with_earlier(new, period, before)
    found = suppressed(known.system, FIVE, fixed=known.fixed, before=known.before)
    narrow = [one for _name, one in ranges(known.system, found, found, FIVE) if one.values < FIVE]
    assert narrow == []
    return found & new.quantities.keys()


def one(n):
    found = System()
    found.count("moved", n)
    return found


def test_a_count_that_grew_by_few_is_hidden():
    """12 until June and 14 until September: two moved in between."""
    assert hidden_in(one(14), LATER, issued(HALF, one(12))) == {"moved"}
    assert hidden_in(one(12), LATER, issued(HALF, one(12))) == set()
    assert hidden_in(one(17), LATER, issued(HALF, one(12))) == set()


def test_a_count_that_shrank_by_few_is_hidden_too():
    assert hidden_in(one(11), LATER, issued(HALF, one(12))) == {"moved"}


def test_periods_that_lie_apart_tell_nothing_of_each_other():
    assert hidden_in(one(14), QUARTERS[1], issued(QUARTERS[0], one(12))) == set()


def test_two_quarters_and_the_half_year_are_compared():
    """6 and 9 in the quarters, 17 in the half-year: two are in neither, whatever that means."""
    before = [issued(QUARTERS[0], one(6)), issued(QUARTERS[1], one(9))]
    assert hidden_in(one(17), HALF, *before) == {"moved"}
    assert hidden_in(one(15), HALF, *before) == set()


def test_a_quarter_after_the_half_year_tells_the_other_one():
    """9 in the half-year that is out, 7 in the first quarter: two in the second."""
    assert hidden_in(one(7), QUARTERS[0], issued(HALF, one(9))) == {"moved"}


def test_what_was_hidden_then_is_not_told_now():
    """3 of 40 were hidden beside 8 more; now the 3 are still 3, and the 8 are 20."""
    then = system({"n": 40, "a": 29, "b": 8, "c": 3}, {"n": "a b c"})
    now = system({"n": 52, "a": 29, "b": 20, "c": 3}, {"n": "a b c"})
    assert hidden_in(now, LATER, issued(HALF, then, {"b", "c"})) >= {"b", "c"}
