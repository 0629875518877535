"""What few answered taken together: the small rows, and as many more as make them five."""

import pytest

from cases.questionnaires.definition import Text
from reporting.kinds.coarse import rare, said
from reporting.kinds.distributions import Distribution, Grid, Several
from reporting.tabulation.results import TOGETHER, Row, TableResult
from tests.reporting.tabulation.questions import ITEMS, course


@pytest.mark.parametrize(
    ("counts", "taken"),
    [
        ({"a": 20, "b": 3, "c": 2}, "bc"),
        ({"a": 20, "b": 9, "c": 2}, "bc"),  # two alone are too few: the nine with them
        ({"a": 20, "b": 9, "c": 1, "d": 2, "e": 2}, "cde"),
        ({"a": 2, "b": 2, "c": 2}, "abc"),  # all are small: one row, and nothing of them
        ({"a": 40, "b": 2}, ""),  # one row of both would tell less than the total does
        ({"a": 20, "b": 9, "c": 0}, ""),
        ({"a": 2, "b": 2}, ""),  # four together are few still
        ({"a": 3}, ""),
    ],
)
def test_which_rows_are_taken_together(counts, taken):
    rows = [Row(key, Text(key, key), count) for key, count in counts.items()]
    assert sorted(rare(rows)) == list(taken)


def test_a_row_that_stands_alone_is_not_taken():
    rows = [Row(key, Text(key, key), count) for key, count in {"a": 20, "none": 3, "b": 2, "c": 4}.items()]
    assert sorted(rare(rows, without={"none"})) == ["b", "c"]


def test_the_table_says_what_stands_together():
    assert said([Text("Gade", "Street"), Text("Bil", "Car")]) == Text(
        "Øvrige, samlet: Gade, Bil.", "Others, taken together: Street, Car."
    )
    assert said([TOGETHER]).en == "Others, taken together: Others, taken together."


NONE = next(code for code, choice in ITEMS["elements_used"].choices.items() if choice.is_alone)

# How many courses have none, one, two, three of something: the three of one and the two of three are five.
MANY = {0: 9, 1: 3, 2: 8, 3: 2}


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (Grid("risk_conditions", number=True), lambda many: {
            f"risk_conditions.{part}": "aktuelt" if place < many else "nej"
            for place, part in enumerate(ITEMS["risk_conditions"].parts)
        }),
        (Several("elements_used", number=True), lambda many: {
            "elements_used": list(ITEMS["elements_used"].choices)[:many] or [NONE]
        }),
    ],
)  # fmt: skip
def test_numbers_of_few_are_one_row(kind, answers):
    courses = [course(answers(many)) for many, times in MANY.items() for _ in range(times)]
    before, found = (numbers(one, courses) for one in (kind, rough(kind, courses).kind))
    assert {row.key: row.count for row in before if row.count} == {f"number.{one}": n for one, n in MANY.items()}
    assert {row.key: row.count for row in found if row.count} == {"number.0": 9, "number.2": 8, "number.merged": 5}
    assert "number.1" not in {row.key for row in found}
    assert found[-1].label.en.endswith(": Others, taken together")
    assert {row.n for row in found} == {22}
    said_of = rough(kind, courses).note.en
    assert ": 1, " in said_of
    assert said_of.endswith(": 3.")


def test_numbers_of_problems_of_few_are_one_row():
    parts = list(ITEMS["domains"].parts)
    courses = [
        course({f"domains.{part}": "3" if place < many else "0" for place, part in enumerate(parts)})
        for many, times in MANY.items()
        for _ in range(times)
    ]
    kind = Distribution("domains", of="problems")
    found = rough(kind, courses)
    rows = found.kind.compute(courses, "first", found.items).rows
    assert {row.key: row.count for row in rows if row.count} == {"0": 9, "2": 8, "merged": 5}
    assert found.note.en == "Others, taken together: 1, 3."


def rough(kind, courses):
    found = kind.compute(courses, "first", ITEMS)
    return kind.coarser(TableResult("table", TOGETHER, TOGETHER, found.n, found.blanks, (), found.rows), ITEMS)


def numbers(kind, courses):
    return [row for row in kind.compute(courses, "first", ITEMS).rows if row.key.startswith("number.")]
