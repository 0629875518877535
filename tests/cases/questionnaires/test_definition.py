"""What a definition of an item says: the keys of its answers, when it is asked, what contradicts."""

from datetime import date

import pytest

from cases.questionnaires.codes import Rater, When
from cases.questionnaires.definition import Item, contradictions, holds, is_asked
from cases.questionnaires.library import edition

pytestmark = pytest.mark.rule

BOTH = {"da": "Ja", "en": "Yes"}


def item(**raw):
    return Item.of("thing", "1", {"type": "one", "when": ["Q"], "label": BOTH, "choices": {"a": BOTH}} | raw)


def test_the_keys_of_an_item_are_those_of_its_parts_or_its_own():
    assert item().keys == ("thing",)
    assert item(main=True, type="several").keys == ("thing", "thing.main")
    assert item(choices={"a": BOTH | {"text": True}}).keys == ("thing", "thing.text")
    assert item(type="scale", parts={"x": BOTH, "y": BOTH}, also={"in_treatment": ["x"]}).keys == (
        "thing.x",
        "thing.y",
        "in_treatment.x",
    )


def test_two_raters_answer_under_keys_of_their_own():
    rated = item(type="grid", parts={"x": BOTH}, raters=["worker", "young_person"])
    assert rated.keys == ("thing.x", "thing.young_person.x")
    assert item(type="grid", parts={"x": BOTH}, rater="young_person").raters == (Rater.YOUNG_PERSON,)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ({"item": "home", "in": ["none"]}, {"home": "none"}, True),
        ({"item": "home", "in": ["none"]}, {"home": None}, False),
        ({"item": "home", "in": ["none"]}, {}, False),
        ({"item": "slept", "in": ["street"]}, {"slept": ["sofa", "street"]}, True),
        ({"not": {"item": "home", "in": ["none"]}}, {"home": "own"}, True),
        ({"all": [{"item": "a", "in": ["1"]}, {"item": "b", "in": ["1"]}]}, {"a": "1", "b": "0"}, False),
        ({"any": [{"item": "a", "in": ["1"]}, {"item": "b", "in": ["1"]}]}, {"a": "1", "b": "0"}, True),
        ({"fewer": 2, "of": "risk", "in": ["now"]}, {"risk.x": "now", "risk.y": "never"}, True),
        ({"fewer": 2, "of": "risk", "in": ["now"]}, {"risk.x": "now", "risk.y": "now"}, False),
        ({"fewer": 1, "of": "risk", "in": ["now"]}, {"risky.x": "now"}, True),
    ],
)
def test_a_condition_holds(condition, answers, expected):
    assert holds(condition, answers) is expected


def test_an_item_is_asked_in_its_reports_where_its_condition_holds():
    asked = item(when=["S", "E"], asked_if={"item": "home", "in": ["none"]})
    assert is_asked(asked, {When.START, When.EVERY}, {"home": "none"})
    assert not is_asked(asked, {When.START, When.EVERY}, {"home": "own"})
    assert not is_asked(asked, {When.EVERY}, {"home": "none"})


def test_a_contradiction_is_told_in_its_own_words():
    warned = item(warn=[{"if": {"item": "thing", "in": ["a"]}, "says": {"da": "Nej da", "en": "No"}}])
    assert [text.da for text in contradictions([warned], {"thing": "a"})] == ["Nej da"]
    assert not list(contradictions([warned], {"thing": "b"}))


def test_a_choice_is_offered_from_its_first_day_until_the_day_it_ends():
    dated = item(choices={"a": BOTH | {"from": date(2014, 1, 1), "until": "2025-07-01"}}).choices["a"]
    days = [date(2013, 12, 31), date(2014, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [dated.is_offered(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("name", ["2013", "2022-youth"])
def test_every_item_of_the_library_can_be_read(name):
    items = {code: Item.of(code, name, raw) for code, raw in edition(name).items()}
    assert all(one.choices or one.parts for one in items.values())
    assert [code for code, one in items.items() if not one.when] == [
        code for code in items if code == "enquiry_outcome"
    ]


def test_what_extends_an_earlier_version_has_all_of_it_and_ends_with_not_knowing():
    earlier = Item.of("housing_now", "2013", edition("2013")["housing_now"])
    later = Item.of("housing_now", "2022-youth", edition("2022-youth")["housing_now"])
    assert list(earlier.choices)[-1] == list(later.choices)[-1] == "ved_ikke"
    assert set(later.choices) - set(earlier.choices) == {
        "andet_faengsel",
        "andet_krisecenter",
        "ungdomsbolig",
        "kollegium",
        "delebolig",
        "overgangsbolig",
    }
    grouped = [code for group in later.groups["three_way"].values() for code in group.codes]
    assert sorted(grouped) == sorted(later.choices)
