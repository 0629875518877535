"""Small numbers stay hidden, also from a reader who subtracts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.disclosure import Quantity, Relation, hidden, hidden_in
from reporting.indicators.base import COUNTED, Adds, Count, Form, Measure, Row, Table, Unit, counted

Report = tuple[dict[str, Quantity], list[Relation]]


def plain(**counts):
    return {name: Quantity(n, n) for name, n in counts.items()}


def whole(*parts):
    return [Relation("whole", parts)]


@pytest.mark.parametrize(
    ("counts", "away"),
    [
        ({"a": 10, "b": 20}, set()),
        ({"a": 0, "b": 20}, set()),
        ({"a": 3, "b": 20, "c": 9}, {"a", "c"}),  # the smallest other keeps the first from being found
        ({"a": 3, "b": 0, "c": 9}, {"a", "c"}),  # a nought hides nothing
        ({"a": 3, "b": 4, "c": 9}, {"a", "b"}),  # two small ones hide each other: each might be up to 6
        ({"a": 1, "b": 2, "c": 9}, {"a", "b", "c"}),  # 3 in all would say that both are 1 or 2
        ({"a": 2, "b": 3}, {"a", "b", "whole"}),  # nothing else left to hide them
        ({"a": 4}, {"a", "whole"}),
    ],
)
def test_what_is_hidden_in_one_table(counts, away):
    rows = plain(**counts, whole=sum(counts.values()))
    assert hidden(rows, whole(*counts)) == away


def test_the_people_behind_a_count_decide():
    """Forty contacts with two young people are as telling as two young people."""
    rows = {"a": Quantity(40, 2), "b": Quantity(60, 30), "c": Quantity(70, 30), "whole": Quantity(170, 50)}
    assert hidden(rows, whole("a", "b", "c")) == {"a", "b"}


def test_the_rest_of_a_whole_is_protected_too():
    """97 of 100 have the reason: the 3 who have it not could be found."""
    rows = plain(reason=97, whole=100) | {"rest": Quantity(3, 3, is_printed=False)}
    assert hidden(rows, [Relation("whole", ("reason", "rest"))]) == {"reason", "rest"}


def test_what_is_hidden_in_one_table_is_hidden_in_the_next():
    """Worked by hand.

    Table 1: 20 screened = 16 in the group + 4 not. Table 2: the 16 again, as 10 enrolled + 6 not yet.
    The 4 hide the 16, and the 16 could be found as 10 + 6 unless one of those is hidden too.
    """
    rows = plain(screened=20, in_group=16, outside=4, enrolled=10, not_yet=6)
    relations = [Relation("screened", ("in_group", "outside")), Relation("in_group", ("enrolled", "not_yet"))]
    assert hidden(rows, relations) == {"in_group", "outside", "not_yet"}


counts = st.integers(0, 12)


@st.composite
def reports(draw) -> Report:
    """Wholes with parts, parts with parts of their own, and a second way to split the first whole: always a tree."""
    quantities: dict[str, Quantity] = {}
    relations: list[Relation] = []

    def grow(name: str, depth: int) -> int:
        if depth and draw(st.booleans()):
            parts = [f"{name}{index}" for index in range(draw(st.integers(1, 4)))]
            n = sum(grow(part, depth - 1) for part in parts)
            relations.append(Relation(name, tuple(parts)))
        else:
            n = draw(counts)
        quantities[name] = Quantity(n, draw(st.integers(min(n, 1), n)) if draw(st.booleans()) else n)
        return n

    n = grow("w", 2)
    cut = draw(st.integers(0, n))
    quantities |= plain(x=cut, y=n - cut)
    relations.append(Relation("w", ("x", "y")))
    return quantities, relations


def computable(relations: list[Relation], unknown: list[str]) -> set[str]:
    """The unknowns that the relations fix once everything else is known: exact elimination over the rationals."""
    matrix = [[Fraction((name in rule.parts) - (name == rule.whole)) for name in unknown] for rule in relations]
    pivots: list[int] = []
    for column in range(len(unknown)):
        start = len(pivots)
        row = next((index for index in range(start, len(matrix)) if matrix[index][column]), None)
        if row is None:
            continue
        matrix[start], matrix[row] = matrix[row], matrix[start]
        lead = matrix[start][column]
        matrix[start] = [value / lead for value in matrix[start]]
        for index, line in enumerate(matrix):
            if index != start and line[column]:
                factor = line[column]
                matrix[index] = [a - factor * b for a, b in zip(line, matrix[start], strict=True)]
        pivots.append(column)
    return {unknown[column] for row, column in enumerate(pivots) if sum(map(bool, matrix[row])) == 1}


@given(reports())
def test_no_hidden_number_can_be_computed(report):
    quantities, relations = report
    away = hidden(quantities, relations)
    assert computable(relations, sorted(away)) == set()


@given(reports())
def test_every_small_number_is_hidden_and_no_nought(report):
    quantities, relations = report
    away = hidden(quantities, relations)
    assert {name for name, quantity in quantities.items() if quantity.is_small} <= away
    assert not [name for name in away if quantities[name].n == 0]


@given(reports())
def test_where_nothing_is_small_nothing_is_hidden(report):
    quantities, relations = report
    if not any(quantity.is_small for quantity in quantities.values()):
        assert hidden(quantities, relations) == set()


@given(reports())
def test_a_reader_cannot_tell_that_a_hidden_part_is_small(report):
    """Of a whole that is shown, each hidden part could be five or more."""
    quantities, relations = report
    away = hidden(quantities, relations)
    for rule in relations:
        parts = [quantities[name].n for name in rule.parts if name in away]
        if parts and rule.whole not in away:
            assert sum(parts) - (len(parts) - 1) >= 5


def test_elimination_finds_what_subtraction_finds():
    """The check itself: one unknown part of a known whole is found, two are not."""
    assert computable(whole("a", "b"), ["a"]) == {"a"}
    assert computable(whole("a", "b"), ["a", "b"]) == set()


def frozen(rows):
    return [row.frozen() for row in rows]


def test_a_table_of_several_answers_protects_each_answer_on_its_own():
    table = Table("t", "", Unit.ENROLMENT, COUNTED, {}, Adds.SINGLY)
    rows = counted({"a": Count(3, 3), "b": Count(18, 18), "c": Count(9, 9)}, "abc", whole=Count(20, 20))
    away = hidden_in([("i", table, frozen(rows))])
    assert {name for name in away if not name.endswith("complement")} == {"i.t.a.n", "i.t.b.n"}


def test_parts_beside_each_other_are_protected_within_the_row():
    measures = tuple(Measure(key, "", Form.COUNT) for key in ("sent", "reached", "waiting", "ended"))
    table = Table("t", "", Unit.REFERRAL, measures, {}, Adds.COLUMNS)
    values = {"sent": 20, "reached": 12, "waiting": 6, "ended": 2}
    assert hidden_in([("i", table, frozen([Row("step", values, values)]))]) == {"i.t.step.waiting", "i.t.step.ended"}
