"""What counts as an answer: blank, not asked, Ved ikke, and answers that are made of several."""

import pytest

from reporting.tabulation.reading import NOT_ASKED, any_misuse, band_of, chosen, codes_in, main_code, number_in, tally
from tests.reporting.tabulation.questions import ITEMS, course

GRADED = frozenset({"1", "2", "3"})
NO_TREATMENT = [NOT_ASKED] * 3


@pytest.mark.parametrize(
    ("asked", "treated", "said"),
    [
        (["1", "ved_ikke", "ved_ikke"], NO_TREATMENT, "problem"),
        (["0", "0", None], [NOT_ASKED, NOT_ASKED, True], "problem"),
        (["0", "0", "0"], [True, False, False], "problem"),
        (["ved_ikke", "0", "0"], [False, False, False], "ved_ikke"),
        (["ved_ikke", None, "0"], NO_TREATMENT, "ved_ikke"),
        (["0", "0", "0"], NO_TREATMENT, "no_problem"),
        (["0", "0", "0"], [None, False, False], "no_problem"),
        (["0", "0", None], NO_TREATMENT, None),
        (["0", NOT_ASKED, "0"], NO_TREATMENT, None),
        ([None, None, None], NO_TREATMENT, None),
        ([NOT_ASKED, NOT_ASKED, NOT_ASKED], NO_TREATMENT, NOT_ASKED),
    ],
)
def test_any_misuse(asked, treated, said):
    assert any_misuse((*asked, *treated), GRADED) == said


@pytest.mark.parametrize(
    ("nights", "band"),
    [
        ([0, 0, 0], "0"), ([1, 0, 0], "1_7"), ([3, 3, 1], "1_7"), ([3, 3, 2], "8_30"), ([10, 10, 11], "31_60"), ([31, 31, 31], "61_93"),
        ([31, 31, 32], ""), (["ved_ikke", 5, 0], "ved_ikke"), (["ved_ikke", None, 0], "ved_ikke"),
        ([None, 5, 0], None), ([NOT_ASKED, 5, 0], None), ([None, None, None], None), ([NOT_ASKED] * 3, NOT_ASKED),
    ],
)  # fmt: skip
def test_nights_are_summed_and_sorted_into_bands(nights, band):
    assert band_of(tuple(nights), ITEMS["nights"].bands) == band


@pytest.mark.parametrize(
    ("values", "number"),
    [
        (["1", "2", "0"], 2),
        (["ved_ikke", "3", None], 1),
        (["0", "ved_ikke"], 0),
        ([None, None], None),
        ([None, NOT_ASKED], None),
        ([NOT_ASKED] * 2, NOT_ASKED),
    ],
)
def test_the_number_of_problems(values, number):
    assert number_in(tuple(values), GRADED) == number


def test_blank_not_asked_and_unknown_answers_are_kept_apart():
    found = tally({"a": 3, "b": 2, None: 4, NOT_ASKED: 5, "x": 6}, {"a": "one", "b": "one"})
    assert (found.counts, found.n, found.blanks) == ({"one": 5}, 5, 4)
    assert found.exclusions == {"not_asked": 5, "unknown_answer": 6}


def test_codes_of_several_answers_and_of_events():
    assert codes_in(["a", "b"]) == {"a", "b"}
    assert codes_in([{"code": "cti", "from": "2024-01-01", "to": None}, {"code": "cti"}]) == {"cti"}
    assert [codes_in(one) for one in (None, [], NOT_ASKED)] == [None, None, NOT_ASKED]


def test_the_main_one_of_several_is_the_marked_or_the_first():
    said = {"s": ["a", "b"]}
    assert [main_code(said | more, "s") for more in ({"s.main": "b"}, {"s.main": None}, {})] == ["b", "a", "a"]
    assert [main_code(one, "s") for one in ({"s": None}, {"s": []}, {})] == [None, None, NOT_ASKED]


def test_who_is_left_out_is_said_with_the_reason():
    none, home, sofa = ({"housing_now": code} for code in ("ikke_egen_bolig", "almen", "andet_sofa"))
    courses = [course(none), course(home), course(sofa), course({"housing_now": None}), course({}), course()]
    found = chosen(courses, "latest", "no_own_home", ITEMS)
    assert ([one.key for one in found.courses], found.answers) == ([courses[0].key], [none])
    assert found.exclusions == {"has_home": 1, "housing_unknown": 3, "no_report": 1}
    assert chosen(courses, "closing", "answered", ITEMS).exclusions == {"no_report": 6}
    followed = chosen([course(none), course(), course(none, home)], "first", "followed", ITEMS)
    assert (followed.exclusions, followed.answers) == ({"not_followed": 2}, [none])


def test_no_home_is_asked_of_the_same_report():
    moved_in = course({"housing_now": "ikke_egen_bolig"}, {"housing_now": "almen"})
    at = {at: len(chosen([moved_in], at, "no_own_home", ITEMS).courses) for at in ("first", "latest")}
    assert at == {"first": 1, "latest": 0}
