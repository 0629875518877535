"""What the young person is asked alone."""

import pytest

from cases.own_answers.codes import WHO5_STEPS
from cases.own_answers.rules import own_items, own_keys
from cases.questionnaires.codes import When
from cases.questionnaires.definition import Item
from cases.questionnaires.library import edition

pytestmark = pytest.mark.rule


def item(name, code, **changed):
    return Item.of(code, name, {**edition(name)[code], **changed})


def test_the_young_person_answers_what_they_rate_and_nothing_else():
    items = [item("2013", "who5"), item("2013", "income"), *(item("2022-youth", one) for one in ("mastery", "crime"))]
    items.append(item("2022-youth", "general_health"))
    assert [key for one in own_items(items, {When.EVERY}) for key in own_keys(one)] == [
        *(f"who5.q{number}" for number in range(1, 6)),
        *(
            f"mastery.young_person.{part}"
            for part in ("uddannelse_beskaeftigelse", "husholdning", "oekonomi", "netvaerk", "sociale_kompetencer")
        ),
        "general_health",
    ]
    assert own_items(items, {When.TWO_POINT}) == []


def test_what_depends_on_another_answer_or_has_no_list_is_for_the_worker():
    rule = {"item": "housing_now", "in": ["almen"]}
    wide = {"q1": {"da": "x", "min": 0, "max": 93}}
    endless = {"q1": {"da": "x"}}
    items = [
        item("2022-youth", "general_health", asked_if=rule),
        item("2013", "who5", parts=wide),
        item("2013", "who5", parts=endless),
        item("2022-youth", "indsluset", rater="young_person"),
    ]
    assert own_items(items, {When.EVERY}) == []


def test_the_steps_of_who5_are_those_that_the_help_of_the_item_names():
    said = item("2013", "who5").help
    for step, words in WHO5_STEPS.items():
        assert f"{step} {words.da.lower()}" in said.da
        assert f"{step} {words.en.lower()}" in said.en
