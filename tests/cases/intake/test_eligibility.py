"""The Copenhagen target group: 18-24, unstable housing, Copenhagen acts and pays, a right to stay, more than advice."""

from dataclasses import replace
from datetime import date

import pytest

from cases.intake.rules import ScreeningFacts, reasons_against
from cases.programmes.rules import TargetGroup

COPENHAGEN = TargetGroup(
    min_age=18,
    max_age=24,
    municipality="0101",
    requires_unstable_housing=True,
    requires_residence=True,
    excludes_short_advice=True,
)
INSIDE = ScreeningFacts(
    birth_date=date(2003, 6, 15),
    acting_municipality="0101",
    paying_municipality="0101",
    residence="citizen",
    unstable_housing=True,
    needs_more_than_advice=True,
)
DAY = date(2025, 6, 2)


def test_everything_fits():
    assert reasons_against(COPENHAGEN, INSIDE, on=DAY) == []


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"birth_date": date(2007, 6, 3)}, ["age"]),
        ({"birth_date": date(2007, 6, 2)}, []),
        ({"birth_date": date(2000, 6, 3)}, []),
        ({"birth_date": date(2000, 6, 2)}, ["age"]),
        ({"unstable_housing": False}, ["stable_housing"]),
        ({"acting_municipality": "0147"}, ["other_municipality"]),
        ({"paying_municipality": "0147"}, ["other_municipality"]),
        ({"residence": "none"}, ["no_residence"]),
        ({"needs_more_than_advice": False}, ["short_advice"]),
        ({"birth_date": None}, ["unknown_facts"]),
        ({"unstable_housing": None}, ["unknown_facts"]),
        ({"paying_municipality": ""}, ["unknown_facts"]),
        ({"residence": "unknown"}, ["unknown_facts"]),
        ({"needs_more_than_advice": None}, ["unknown_facts"]),
        ({"birth_date": date(1990, 1, 1), "residence": "none"}, ["age", "no_residence"]),
        ({"birth_date": None, "residence": "none"}, ["no_residence", "unknown_facts"]),
        ({"residence": "unknown", "needs_more_than_advice": False}, ["short_advice", "unknown_facts"]),
        ({"acting_municipality": "", "paying_municipality": "0147"}, ["other_municipality"]),
        ({"birth_date": None, "unstable_housing": None}, ["unknown_facts"]),
    ],
)
def test_each_fact_that_speaks_against_is_named(change, reasons):
    assert reasons_against(COPENHAGEN, replace(INSIDE, **change), on=DAY) == reasons


def test_a_programme_without_a_rule_does_not_ask():
    open_house = replace(
        COPENHAGEN,
        municipality="",
        requires_unstable_housing=False,
        requires_residence=False,
        excludes_short_advice=False,
    )
    unknown = ScreeningFacts(date(2003, 6, 15), "", "", "unknown", None, None)
    assert reasons_against(open_house, unknown, on=DAY) == []
