"""What few answered taken together: the small rows, and as many more as make them five."""

import pytest

from cases.questionnaires.definition import Text
from reporting.kinds.coarse import rare, said
from reporting.tabulation.breakdowns import TOGETHER
from reporting.tabulation.results import Row


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
