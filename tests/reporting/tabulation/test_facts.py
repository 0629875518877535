"""Questions as a definition says them, and the order of reports."""

from datetime import date

import pytest

from cases.questionnaires.definition import Item, Text
from reporting.tabulation.facts import Course, in_order
from reporting.tabulation.reading import report_at
from tests.reporting.tabulation.questions import DEFINITIONS, HOUSING, ITEMS, START, report

LATER = date(2024, 4, 1)


def test_reports_of_one_day_stand_as_a_course_goes():
    """On one day: start, quarterly, assessment, discharge, closing, release, followup; then as they were made."""
    kinds = ["followup", "release", "closing", "discharge", "assessment", "quarterly", "start"]
    made = [report({}, kind, LATER, key=1) for kind in kinds]
    made += [report({}, "quarterly", LATER, key=0), report({}, "followup", START, key=9)]
    found = [(one.on, one.kind, one.key) for one in in_order(made)]
    assert found == [
        (START, "followup", 9), (LATER, "start", 1), (LATER, "quarterly", 0), (LATER, "quarterly", 1),
        (LATER, "assessment", 1), (LATER, "discharge", 1), (LATER, "closing", 1), (LATER, "release", 1), (LATER, "followup", 1),
    ]  # fmt: skip


def test_first_and_latest_are_of_any_kind_and_the_others_the_last_of_theirs():
    reports = in_order(
        [
            report({"at": 1}, "assessment", START), report({"at": 2}, "assessment", LATER),
            report({"at": 3}, "followup", LATER), report({"at": 4}, "closing", LATER),
        ]
    )  # fmt: skip
    one = Course(key=1, person=1, start=START, reports=reports)
    read = {at: report_at(one, at) for at in ("first", "latest", "assessment", "closing", "release")}
    assert {at: found and found.answers["at"] for at, found in read.items()} == {
        "first": 1, "latest": 3, "assessment": 2, "closing": 4, "release": None,
    }  # fmt: skip
    assert report_at(Course(key=1, person=1, start=START), "latest") is None


@pytest.mark.parametrize(
    ("born", "given", "age"),
    [
        (date(2000, 1, 2), None, 23),
        (date(2000, 1, 1), None, 24),
        (date(2000, 1, 1), 99, 24),
        (None, 17, 17),
        (None, None, None),
    ],
)
def test_age_is_of_completed_years(born, given, age):
    assert Course(key=1, person=1, start=START, birth_date=born, age_given=given).age_on(START) == age


def test_a_definition_becomes_a_question():
    housing = Item.of("housing_now", "test", HOUSING)
    assert list(housing.printed()) == [
        "almen", "privat_udlejning", "par_107", "par_108", "faellesskab", "skaev", "eget", "andet", "ikke_egen_bolig", "ved_ikke",
    ]  # fmt: skip
    assert housing.printed()["privat_udlejning"] == Text("privat_udlejning da", "privat_udlejning en")
    assert ITEMS["domains"].parts["hash"].scale == "substance"
    assert ITEMS["nights"].bands["8_30"] == (8, 30)
    assert ITEMS["risk_conditions"].joined["anbringelse_forebyggende"].parts == ("anbringelse", "forebyggende")
    assert ITEMS["other_support"].choices["ingen"].is_alone
    assert not ITEMS["other_support"].choices["andet"].is_alone
    assert ITEMS["mastery"].raters == ("worker", "young_person")


def test_a_choice_that_was_added_belongs_where_its_row_belongs():
    groups = ITEMS["housing_now"].grouped("three_way")
    assert [groups[code] for code in ("ungdomsbolig", "kollegium", "andet_krisecenter")] == ["own", "own", "other"]


def test_a_choice_whose_row_stands_in_two_groups_belongs_to_none():
    """Andet is partly homeless and partly not: nobody is sorted by a guess."""
    four_way = {
        key: dict(one, codes=[code for code in one["codes"] if code != "andet_krisecenter"])
        for key, one in HOUSING["groups"]["exit_four_way"].items()
    }
    housing = Item.of("housing_now", "test", HOUSING | {"groups": {"exit_four_way": four_way}})
    assert "andet_krisecenter" not in housing.grouped("exit_four_way")
    assert housing.grouped("exit_four_way")["andet_sofa"] == "hjemloes"


def test_a_text_without_english_is_danish():
    assert Text.of({"da": "Bolig"}) == Text("Bolig", "Bolig")
    assert [Text("ja", "yes").spoken(language) for language in ("da", "da-dk", "en", "fr")] == [
        "ja",
        "ja",
        "yes",
        "yes",
    ]


def test_every_question_of_the_tests_can_be_read():
    assert {code: item.code for code, item in ITEMS.items()} == {code: code for code in DEFINITIONS}
