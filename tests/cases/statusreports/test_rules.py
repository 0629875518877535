"""What the answers of a report may be, and how they are kept."""

from datetime import date

import pytest

from cases.core.errors import Refused
from cases.core.periods import Period
from cases.questionnaires.codes import When
from cases.questionnaires.definition import Item
from cases.questionnaires.library import edition
from cases.statusreports.codes import ReportKind, asked_in
from cases.statusreports.rules import blank_when_asked, check_day, check_kind, completed, only_asked, who5_score

pytestmark = pytest.mark.rule

ITEMS = [Item.of(code, "2013", raw) for code, raw in edition("2013").items()]
START = asked_in(ReportKind.START, is_first=True)


def kept(answers, kind=ReportKind.QUARTERLY, *, is_first=False):
    return completed(ITEMS, answers, kind_is=asked_in(kind, is_first=is_first))


@pytest.mark.parametrize(
    ("kind", "is_first", "expected"),
    [
        ("start", True, {When.START, When.EVERY}),
        ("quarterly", True, {When.START, When.EVERY}),
        ("quarterly", False, {When.EVERY, When.FROM_SECOND}),
        ("closing", False, {When.EVERY, When.FROM_SECOND, When.CLOSING}),
        ("closing", True, {When.EVERY, When.START, When.CLOSING}),
        ("followup", False, {When.EVERY, When.FROM_SECOND}),
        ("assessment", True, {When.TWO_POINT}),
        ("release", False, {When.TWO_POINT}),
    ],
)
def test_what_belongs_to_a_report_of_a_kind(kind, is_first, expected):
    assert asked_in(kind, is_first=is_first) == expected


# Its last day is 31 May.
COURSE = Period(date(2025, 2, 1), date(2025, 6, 1))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2025, 1, 31), "ikke begyndt"),
        (date(2025, 2, 1), ""),
        (date(2025, 5, 31), ""),
        (date(2025, 6, 4), ""),
        (date(2025, 6, 5), "kommet endnu"),
    ],
)
def test_a_report_is_of_a_day_from_the_first_of_the_course_to_today(on, said):
    """Today is 4 June; a follow-up lies after the course."""
    if said:
        with pytest.raises(Refused, match=said):
            check_day(on, course=COURSE, today=date(2025, 6, 4))
    else:
        check_day(on, course=COURSE, today=date(2025, 6, 4))


def test_a_follow_up_is_made_from_the_last_day_of_the_course_on():
    with pytest.raises(Refused, match="når forløbet er slut"):
        check_kind("followup", date(2025, 5, 30), course=COURSE)
    check_kind("followup", date(2025, 5, 31), course=COURSE)
    check_kind("quarterly", date(2025, 5, 30), course=COURSE)


def test_three_kinds_of_no_answer_are_kept_apart():
    answers = kept({"housing_now": "almen", "income": None, "why_no_home": None, "plan_141": "ved_ikke"})
    assert answers == {"housing_now": "almen", "income": None, "plan_141": "ved_ikke"}


def test_a_question_that_a_skip_rule_asks_is_blank_when_it_is_not_answered():
    assert kept({"housing_now": "ikke_egen_bolig", "why_no_home": None}) == {
        "housing_now": "ikke_egen_bolig",
        "why_no_home": None,
    }


def test_what_was_answered_is_kept_whether_it_was_asked_or_not():
    assert kept({"closing_why": ["flyttet"]}) == {"closing_why": ["flyttet"]}


def test_the_form_asks_every_key_of_its_kind_once():
    blanks = blank_when_asked(ITEMS, kind_is=START, answers={"housing_now": "ikke_egen_bolig"})
    assert "visits" not in blanks
    assert {"why_no_home", "waiting_list", "domains.alkohol", "nights.gade", "who5.q5"} <= blanks.keys()
    assert "why_no_home" not in blank_when_asked(ITEMS, kind_is=START, answers={"housing_now": "almen"})


def test_several_answers_stand_in_the_order_of_the_question_each_once():
    assert kept({"slept": ["gaden", "egen_bolig", "gaden"]})["slept"] == ["egen_bolig", "gaden"]
    assert kept({"slept": []})["slept"] is None


@pytest.mark.parametrize(
    ("answers", "field", "said"),
    [
        ({"housing_now": "slot"}, "housing_now", "slot"),
        ({"slept": ["gaden", "månen"]}, "slept", "månen"),
        ({"domains.alkohol": "4"}, "domains.alkohol", "4"),
        ({"nights.gade": 94}, "nights.gade", "mellem"),
        ({"nights.gade": -1}, "nights.gade", "mellem"),
        ({"nights.gade": True}, "nights.gade", "helt tal"),
        ({"nights.gade": "mange"}, "nights.gade", "helt tal"),
        ({"nights.gade": 50, "nights.herberg": 44}, "nights.gade", "93"),
        ({"who5.q1": 6}, "who5.q1", "mellem"),
        ({"who5.q1": "ved_ikke"}, "who5.q1", "helt tal"),
        ({"waiting_list": ["almen", "ikke_skrevet_op"]}, "waiting_list", "sammen med"),
    ],
)
def test_an_answer_that_is_none_is_refused_at_its_key(answers, field, said):
    with pytest.raises(Refused, match=said) as refused:
        kept(answers)
    assert refused.value.field == field


def test_nights_may_be_unknown_and_add_up_to_three_months():
    assert kept({"nights.gade": 50, "nights.herberg": 43, "nights.familie_venner": "ved_ikke"}) == {
        "nights.gade": 50,
        "nights.herberg": 43,
        "nights.familie_venner": "ved_ikke",
    }


def test_the_least_and_the_most_are_answers_too():
    """93 nights are three months; WHO-5 goes from 0 to 5."""
    ends = {"nights.gade": 93, "nights.herberg": 0, "who5.q1": 0, "who5.q2": 5}
    said = kept(ends)
    assert {key: said[key] for key in ends} == ends


def test_being_in_treatment_is_yes_or_nothing():
    assert kept({"in_treatment.hash": True, "in_treatment.alkohol": False, "in_treatment.stoffer": None}) == {
        "in_treatment.hash": True
    }


def test_an_event_ends_on_the_day_it_begins_or_after():
    methods = [Item.of("methods", "2022-youth", edition("2022-youth")["methods"])]
    asked = frozenset({When.EVERY})
    event = {"code": "cti", "from": "2024-01-01", "to": "2024-09-30"}
    assert completed(methods, {"methods": [event, "icm"]}, kind_is=asked) == {
        "methods": [event, {"code": "icm", "from": None, "to": None}]
    }
    day = event | {"to": event["from"]}
    assert completed(methods, {"methods": [day]}, kind_is=asked) == {"methods": [day]}
    with pytest.raises(Refused, match="før den første"):
        completed(methods, {"methods": [event | {"to": "2023-12-31"}]}, kind_is=asked)


def test_an_answer_that_goes_takes_with_it_what_it_led_to():
    asked = {"type": "one", "when": ["Q"], "label": {"da": "x"}, "choices": {"ja": {"da": "Ja"}}}
    chain = [
        Item.of("first", "1", asked),
        Item.of("second", "1", asked | {"asked_if": {"item": "first", "in": ["ja"]}}),
        Item.of("third", "1", asked | {"asked_if": {"item": "second", "in": ["ja"]}}),
    ]
    every = frozenset({When.EVERY})
    assert only_asked(chain, {"second": "ja", "third": "ja"}, kind_is=every) == {}
    whole = dict.fromkeys(("first", "second", "third"), "ja")
    assert only_asked(chain, whole, kind_is=every) == whole
    assert only_asked(chain, whole, kind_is=frozenset({When.CLOSING})) == {}


@pytest.mark.parametrize(
    ("given", "score"),
    [([5, 5, 5, 5, 5], 100), ([0, 0, 0, 0, 0], 0), ([1, 2, 3, 4, 5], 60), ([1, 2, 3, 4, None], None)],
)
def test_the_who5_score_is_four_times_the_sum_or_none(given, score):
    """WHO 1998: the raw score 0 to 25 times four."""
    assert who5_score({f"who5.q{number}": value for number, value in enumerate(given, 1)}) == score
