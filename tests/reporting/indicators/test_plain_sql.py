"""Every figure of the report against plain SQL that was written apart from it, on young people of every kind."""

from datetime import date

import pytest

from cases.core.periods import Period
from reporting.figures.facts import Facts
from reporting.indicators.registry import INDICATORS
from tests.bench.plain import STATEMENTS, disagreements, run, values_of
from tests.reporting.indicators.population import KNOWN_AT, populate

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
SPRING = Period(date(2025, 3, 1), date(2025, 9, 1))
# A year read later, a part of a year, and both cut short by the day of the report.
ASKED = {
    "year": (YEAR, date(2026, 1, 15)),
    "year on its last day": (YEAR, date(2025, 12, 31)),
    "year so far": (YEAR, date(2025, 10, 15)),
    "spring": (SPRING, date(2026, 1, 15)),
    "spring on its last day": (SPRING, date(2025, 8, 31)),
}


def frozen(key, facts):
    return {name: [row.frozen() for row in rows] for name, rows in INDICATORS[key].compute(facts).items()}


def test_the_report_says_what_plain_sql_says():
    """No figure is nought in the year that is read later: a figure that nothing stands behind would prove nothing."""
    made = populate()
    faults, empty, said = [], [], set()
    for name, (period, as_of) in ASKED.items():
        facts = Facts(made.programme, period, as_of, KNOWN_AT)
        for key in STATEMENTS:
            part, rows = frozen(key, facts), run(key, values_of(facts))
            faults += [f"{name}: {key} {fault}" for fault in disagreements(rows, part)]
            said |= {(key, table) for table, _code, _figures in rows}
            empty += [f"{name}: {key}.{place}" for place in noughts(part) if name == "year"]
    assert faults == []
    assert empty == []
    assert said == {(key, table.key) for key, indicator in INDICATORS.items() for table in indicator.tables}


def noughts(part):
    """Every figure that nothing stands behind; an estimate says nothing until half have come so far."""
    for table, rows in part.items():
        for row in rows:
            yield from (
                f"{table}.{row['code']}.{measure}"
                for measure, value in row["values"].items()
                if not value and measure != "estimate"
            )


def test_a_figure_that_differs_or_has_no_row_is_found():
    part = {"t": [{"code": "a", "values": {"n": 2, "median": 1.0}}, {"code": "b", "values": {"n": 1}}]}
    assert disagreements([("t", "a", {"n": 2, "median": 1.0}), ("t", "b", {"n": 1})], part) == []
    assert disagreements([("t", "a", {"n": 3, "median": 2.0})], part) == [
        "t.a.n: 2 in the report, 3 in plain SQL",
        "t.a.median: 1.0 in the report, 2.0 in plain SQL",
        "t.b.n: 1 in the report, no row in plain SQL",
    ]
    assert disagreements([("t", "a", {"n": 2}), ("t", "b", {"n": 1}), ("t", "c", {"n": 1})], part) == [
        "t.c.n: None in the report, 1 in plain SQL"
    ]
