"""One question at a time: what a report says to it, and a report that says so."""

from random import Random

import pytest

from reporting.across.questions import HOW_MANY_REPORTS, any_answers, blank_answers, course_of, questions_of
from reporting.tabulation.reading import NOT_ASKED, report_at
from tests.reporting.disclosure.programmes import ITEMS

QUESTIONS = [(code, one) for code, item in ITEMS.items() for one in questions_of(item)]


@pytest.mark.parametrize(("code", "question"), QUESTIONS, ids=lambda one: getattr(one, "key", None))
def test_a_report_that_says_so_is_read_so(code, question):
    """Whatever it says to all else, and to the same question before."""
    chance = Random(1)  # noqa: S311 - the same each time
    for value in question.values:
        for rest in ({}, blank_answers({code: ITEMS[code]}), any_answers(ITEMS, chance)):
            said = question.answered(value, rest)
            assert question.value_of(said) == value
            assert {key for key in said if not key.startswith(code)} == {
                key for key in rest if not key.startswith(code)
            }


@pytest.mark.parametrize(
    ("code", "keys", "values"),
    [
        ("housing_now", ["housing_now"], {"almen", "ikke_egen_bolig", None, NOT_ASKED}),
        ("homeless_situation", ["homeless_situation"], {"gade", None, NOT_ASKED}),
        ("mastery", ["mastery.netvaerk", "mastery.young_person.netvaerk"], {"0", None, NOT_ASKED}),
        ("nights", [], set()),
        ("slept", [], set()),
    ],
)
def test_one_thing_at_a_time(code, keys, values):
    """Numbers and several answers are no one thing."""
    found = {one.key: one for one in questions_of(ITEMS[code])}
    assert found.keys() >= set(keys)
    assert bool(found) is bool(keys)
    assert all(set(found[key].values) >= values for key in keys)


def test_a_course_says_it_in_order():
    [question] = questions_of(ITEMS["housing_now"])
    course = course_of(question, ("almen", None, "ikke_egen_bolig"))
    assert report_at(course, "first").answers == {"housing_now": "almen"}
    assert report_at(course, "latest").answers == {"housing_now": "ikke_egen_bolig"}
    assert len(course_of(HOW_MANY_REPORTS, (NOT_ASKED,) * 40).reports) == 40
