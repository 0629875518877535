"""What a share, and a difference of two figures, would tell of a hidden one."""

import pytest

from reporting.disclosure.rules import across_tables, discloses
from reporting.figures.base import COUNTED, N, Row, Table, Unit, counted
from reporting.figures.base import Count as Counted
from reporting.figures.sums import Quantity
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.indicators.registry import INDICATORS, SUBTRACTIONS
from tests.reporting.disclosure.test_disclosure import (
    STEPS,
    frozen,
    frozen_table,
    hidden_cells,
    hidden_in,
    steps,
    suppressed_of,
)

FEW = SMALLEST_SHOWN - 2
TABLE = Table("t", "", Unit.PERSON, COUNTED)
SHARE = COUNTED[1]


def test_a_share_is_hidden_with_its_own_count_and_with_the_total_it_is_of():
    """20 of a hidden total, and 33 per cent: the total would be 60."""
    row, total = frozen(counted({"a": Counted(20, 20)}, "a", whole=Counted(60, 60)))
    assert not discloses("i", TABLE, row, SHARE, set(), SMALLEST_SHOWN)
    assert discloses("i", TABLE, row, SHARE, {"i.t.a.n"}, SMALLEST_SHOWN)
    assert discloses("i", TABLE, row, SHARE, {"i.t.total.n"}, SMALLEST_SHOWN)
    assert discloses("i", TABLE, total, SHARE, {"i.t.total.n"}, SMALLEST_SHOWN)
    assert not discloses("i", TABLE, row, SHARE, {"i.t.b.n", "i.u.total.n"}, SMALLEST_SHOWN)


def test_a_count_does_not_tell_of_its_total():
    row, _total = frozen(counted({"a": Counted(20, 20)}, "a", whole=Counted(60, 60)))
    assert not discloses("i", TABLE, row, N, {"i.t.total.n"}, SMALLEST_SHOWN)


def test_beside_a_hidden_total_a_count_is_shown_and_its_share_is_not():
    """63 were enrolled in the period and 60 are on the last day: the 3 who left hide the 60, and each share of it."""
    suppressed = hidden_cells(
        frozen_table("share_reached", "people", {"reached": 50, "not_reached": 13}, 63),
        frozen_table("phases", "now", {"start": 20, "middle": 31, "end": 9}, 60),
        frozen_table("closed", "reasons", {"completed": FEW, "moved": 0}, FEW),
    )
    assert "now.start.n" not in suppressed
    assert {"now.start.share", "now.middle.share", "now.end.share", "now.total.n", "now.total.share"} <= suppressed


def test_the_few_rows_between_two_figures_of_the_same_people_are_somebodys():
    """37 + 6 ended, of the same 33 young people: the six are of one at the least, though 33 - 33 is nobody."""
    rows = steps(80, (40, 7, 33), (34, 7, 39))
    rows[1]["people"] = {"submitted": 80, "reached": 34, "waiting": 7, "ended": 33}
    assert suppressed_of(rows) == {"1.waiting", "1.ended"}


@pytest.mark.parametrize(
    ("n", "people", "is_small"), [(0, 0, False), (6, 0, True), (6, FEW, True), (6, SMALLEST_SHOWN, False)]
)
def test_what_is_left_of_a_whole_rests_on_somebody_unless_it_is_nothing(n, people, is_small):
    """Enrolments in the period less those on the last day; one young person may have several."""
    whole, part, rest = SUBTRACTIONS[0]
    quantities = {whole: Quantity(40 + n, 30 + people), part: Quantity(40, 30)}
    relations = across_tables(quantities)
    assert [(one.whole, one.parts) for one in relations] == [(whole, (part, rest))]
    assert quantities[rest].n == n
    assert (0 < quantities[rest].people < SMALLEST_SHOWN) is is_small
    assert not quantities[rest].printed


def test_steps_that_lose_the_rows_of_nobody_new_are_hidden_in_a_whole_report():
    values = {"submitted": 40, "reached": 40, "waiting": 0, "ended": 0}
    later = {"submitted": 40, "reached": 33, "waiting": 7, "ended": 0}
    people = {"submitted": 33, "reached": 33, "waiting": 1, "ended": 0}
    rows = [Row("1", values, {**people, "waiting": 0}).frozen(), Row("2", later, people).frozen()]
    assert {name for name in hidden_in([("referral_days", STEPS, rows)]) if ".2." in name} == {
        "referral_days.steps.2.reached",
        "referral_days.steps.2.waiting",
    }
    assert INDICATORS["referral_days"].tables[0] is STEPS
