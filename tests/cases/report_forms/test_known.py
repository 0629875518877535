"""What the system knows falls in an answer that the items have."""

import pytest

from cases.enrolments.codes import CLOSING_REASONS
from cases.questionnaires.library import EDITIONS, edition
from cases.report_forms.known_facts import CLOSING_WHY, LONG, OFTEN, how_long, how_often
from housing.overview.known_facts import HOUSING_NOW, NIGHTS, SLEPT
from housing.stays.codes import HOUSING_ROWS, SLEPT_ROWS

pytestmark = pytest.mark.rule


def choices(code):
    """Those of every edition that has the item: what is known must be an answer in each."""
    return set.intersection(*(set(edition(name)[code]["choices"]) for name in EDITIONS if code in edition(name)))


def test_every_answer_that_is_known_is_one():
    assert set(CLOSING_WHY.values()) <= choices("closing_why")
    assert set(HOUSING_NOW.values()) <= choices("housing_now")
    assert set(SLEPT.values()) <= choices("slept")
    assert {code for _least, code in OFTEN} <= choices("visits")
    assert {code for _most, code in LONG} | {"over_90"} == choices("visit_minutes")
    assert set(NIGHTS.values()) == set(edition("2013")["nights"]["parts"])


def test_every_reason_and_every_row_but_the_unknown_has_one():
    assert set(CLOSING_WHY) == set(CLOSING_REASONS.codes)
    assert set(HOUSING_ROWS.values()) - set(HOUSING_NOW) == {"unknown"}
    assert set(SLEPT_ROWS.values()) - set(SLEPT) == {"unknown"}


@pytest.mark.parametrize(
    ("visits", "answer"),
    [
        (91, "dagligt"),
        (26, "par_gange_ugen"),
        (13, "ugentligt"),
        (6, "hver_14_dag"),
        (3, "maanedligt"),
        (1, "maanedligt"),
    ],
)
def test_how_often_somebody_is_visited(visits, answer):
    """In the 13 weeks of a quarter: every day, twice a week, weekly, every other week, monthly."""
    assert how_often(visits, 13) == answer


@pytest.mark.parametrize(
    ("minutes", "answer"),
    [
        (0, "0"),
        (1, "1_5"),
        (5, "1_5"),
        (6, "6_15"),
        (30, "16_30"),
        (45, "31_45"),
        (60, "46_60"),
        (90, "61_90"),
        (91, "over_90"),
    ],
)
def test_how_long_a_visit_is(minutes, answer):
    assert how_long(minutes) == answer
