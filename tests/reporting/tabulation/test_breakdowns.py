"""Who is in which column: ages, groups of courses, units, and each young person once."""

from datetime import date

import pytest

from cases.questionnaires.definition import Text
from reporting.kinds.distributions import Distribution
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.breakdowns import GROUPS, Ages, small_together
from reporting.tabulation.results import TOGETHER
from reporting.tabulation.tabulating import Declaration, NotOffered, tabulate
from tests.reporting.tabulation.questions import ITEMS, START, course, population

PLAN = Declaration(
    "plan", Distribution("plan_141"), Text("Plan", "A plan"), at=("latest", "first"), items=("plan_141",)
)
HAS = {"plan_141": "har"}


def columns(courses, by, declaration=PLAN, **asked):
    return {one.key: one.n for one in tabulate(declaration, population(courses), ITEMS, by=by, **asked).columns}


def test_age_bands_are_of_the_first_report_and_the_target_age():
    """Born on 1 July 1999: 24 at the first report of 1 January 2024, 25 at the latest of 30 September."""
    grows = course(HAS, HAS, HAS, HAS, birth_date=date(1999, 7, 1))
    courses = [grows, course(HAS, age_given=17), course(HAS, age_given=18), course(HAS, age_given=25), course(HAS)]
    assert columns(courses, "age") == {"below": 1, "youth": 2, "adult": 1, "unknown": 1}
    assert columns(courses, "age", age_at="report") == {"below": 1, "youth": 1, "adult": 2, "unknown": 1}
    assert columns([grows], "age", age_at="as_of", as_of=date(2030, 1, 1)) == {"youth": 0, "adult": 1}
    assert columns([grows], "age", age_at="start", target_age=(18, 23)) == {"youth": 0, "adult": 1}
    assert columns(courses, "age", target_age=(14, 24)) == {"youth": 3, "adult": 1, "unknown": 1}


def test_age_without_a_report_is_that_of_the_start():
    assert Ages().band(course(birth_date=date(1999, 1, 2), start=START)) == "youth"


def test_one_age_alone_says_who_is_left_out_and_by_which_rule():
    courses = [course(HAS, age_given=age) for age in (16, 20, 24, 25, None)]
    found = tabulate(PLAN, population(courses), ITEMS, age="adult")
    assert (found.n, {one.key: one.count for one in found.exclusions}) == (1, {"other_age": 3, "age_unknown": 1})
    rule = Text(
        "Alder ved første indberetning; hvor fødselsdagen ikke kendes, den oplyste alder. Målgruppen er 18–24 år.",
        "Age at the first status report; the age given where the birthday is not known. The target age is 18–24 years.",
    )
    assert rule in found.notes
    assert rule not in tabulate(PLAN, population(courses), ITEMS).notes
    assert tabulate(PLAN, population(courses), ITEMS, age="youth").n == 2


def test_columns_of_every_other_breakdown():
    risk, gone = {"target_group": "risiko"}, {"housing_now": "ikke_egen_bolig"}
    courses = [
        course(HAS | risk | gone, gender="man", organisation="B", municipality="Odense"),
        course(
            HAS | {"housing_now": "almen", "methods": [{"code": "icm"}]},
            HAS | {"methods": [{"code": "cti"}]},
            start=date(2023, 12, 31),
            gender="x",
        ),
        *(course(*[HAS] * n) for n in (4, 5, 9, 10)),
    ]
    assert columns(courses, "gender") == {"man": 1, "x": 1, "unknown": 4}
    assert columns(courses, "organisation") == {"B": 1, "unknown": 5}
    assert columns(courses, "municipality") == {"Odense": 1, "unknown": 5}
    assert columns(courses, "target_group") == {"risiko": 1, "unknown": 5}
    assert columns(courses, "start_year") == {"2023": 1, "2024": 5}
    assert columns(courses, "number_of_reports") == {"1": 1, "2_4": 2, "5_9": 2, "10_plus": 1}
    assert columns(courses, "method") == {"cti": 1, "icm": 1, "none": 5}
    assert columns(courses, "own_home", at="first") == {"own_home": 1, "not_own_home": 1, "unknown": 4}
    assert columns(courses, "own_home") == {"own_home": 0, "not_own_home": 1, "unknown": 5}
    assert columns(courses, "programme") == {"unknown": 6}
    assert len(GROUPS) == 10


def test_the_group_at_the_start_moves_nobody():
    moved = course(HAS | {"target_group": "risiko"}, HAS | {"target_group": "hjemloeshed"})
    assert columns([moved], "target_group") == {"risiko": 1}


def test_units_are_rows_by_what_was_asked_for():
    courses = [course(HAS, organisation="Kompasset", municipality="Aarhus")]
    rows = {
        by: [row.key for row in tabulate(TABLES["courses_by_unit"], population(courses), ITEMS, by=by).rows]
        for by in (None, "municipality")
    }
    assert rows == {None: ["Kompasset"], "municipality": ["Aarhus"]}
    with pytest.raises(NotOffered, match="organisation, municipality"):
        tabulate(TABLES["courses_by_unit"], population(courses), ITEMS, by="age")


def test_each_young_person_can_count_once_with_the_latest_course():
    earlier = course({"plan_141": "sagt_nej"}, person=7, start=date(2022, 1, 1))
    found = tabulate(PLAN, population([course(HAS, person=7), earlier, course(HAS)]), ITEMS, unit="person")
    assert (found.n, found.rows[0].count, [(one.key, one.count) for one in found.exclusions]) == (
        2,
        2,
        [("earlier_course", 1)],
    )
    assert found.base.en == "Young people (latest course) where the question was answered, at the latest status report"


def named(courses, by, **asked):
    return [(one.label.da, one.label.en) for one in tabulate(PLAN, population(courses), ITEMS, by=by, **asked).columns]


def test_columns_have_their_names_in_both_languages():
    ages = [course(HAS, age_given=age) for age in (16, 20, 30, None)]
    assert named(ages, "age") == [
        ("Under 18 år", "Under 18"),
        ("18–24 år", "18–24 years"),
        ("25 år og derover", "25 years and over"),
        ("Uoplyst", "Not known"),
    ]
    homes = [
        course(HAS | {"housing_now": home}) for home in ("almen", "ikke_egen_bolig", "ved_ikke", "ukendt", None)
    ] + [course()]
    assert named(homes, "own_home") == [
        ("Har egen bolig", "Has a home of their own"),
        ("Har ikke egen bolig", "Has no home of their own"),
        ("Ved ikke eller andet", "Do not know or other"),
        ("Uoplyst", "Not known"),
    ]
    assert columns(homes, "own_home") == {"own_home": 1, "not_own_home": 1, "other": 2, "unknown": 1}
    methods = [course(HAS | {"methods": [{"code": "icm"}]}), course(HAS)]
    assert named(methods, "method") == [("icm da", "icm en"), ("Ingen metode", "No method")]
    assert [
        one.label.da
        for one in tabulate(PLAN, population(methods), {"plan_141": ITEMS["plan_141"]}, by="method").columns
    ] == ["icm", "Ingen metode"]
    reports = [course(*[HAS] * n) for n in (1, 2, 5, 10)]
    assert [one for one, _en in named(reports, "number_of_reports")] == [
        "1 indberetning",
        "2–4 indberetninger",
        "5–9 indberetninger",
        "10 eller flere indberetninger",
    ]
    groups = [course(HAS | {"target_group": "risiko"}), course()]
    assert named(groups, "target_group") == [("risiko da", "risiko en"), ("Uoplyst", "Not known")]


def test_age_at_the_start_is_not_that_of_the_first_report():
    late = course(HAS, birth_date=date(1999, 7, 1), start=date(2023, 12, 1))
    assert (
        columns([late], "age", age_at="start", target_age=(14, 23))
        == columns([late], "age", target_age=(14, 23))
        == {"youth": 0, "adult": 1}
    )
    assert columns(
        [course(HAS, birth_date=date(2000, 1, 1), start=date(2023, 12, 1))], "age", age_at="start", target_age=(14, 23)
    ) == {"youth": 1, "adult": 0}
    assert columns(
        [course(HAS, birth_date=date(2000, 1, 1), start=date(2023, 12, 1))],
        "age",
        target_age=(14, 23),
        as_of=date(2000, 1, 2),
    ) == {"youth": 0, "adult": 1}


def test_a_breakdown_by_age_prints_its_rule_and_one_by_method_its_warning():
    assert Ages().rule() in tabulate(PLAN, population([]), ITEMS, by="age").notes
    warned = [note.en for note in tabulate(PLAN, population([]), ITEMS, by="method").notes]
    assert warned == ["A course with several methods is in several columns.", "Each per cent is rounded on its own."]


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ({"a": 9, "b": 3, "c": 2}, {"a": 9, "merged": 5}),
        ({"a": 9, "b": 3, "c": 1}, {"a": 9, "b": 3, "c": 1}),  # four together are few still
        ({"a": 9, "b": 3}, {"a": 9, "b": 3}),  # one alone is not taken together with anything
        ({"a": 9, "b": 3, "c": 2, "d": 0}, {"a": 9, "d": 0, "merged": 5}),
        ({"a": 4, "b": 3, "d": 0}, {}),  # one column of all would be the whole again
    ],
)
def test_columns_of_few_stand_together(sizes, kept):
    courses = iter([course() for _ in range(20)])
    groups = [(key, Text(key, key), [next(courses) for _ in range(n)]) for key, n in sizes.items()]
    found = small_together(groups, 5)
    assert {key: len(held) for key, _label, held in found} == kept
    assert [label for key, label, _held in found if key == "merged"] == ([TOGETHER] if "merged" in kept else [])


def test_a_course_of_two_small_columns_counts_once():
    """Three and four, one of them the same: six."""
    both, *others = (course() for _ in range(12))
    groups = [(key, Text(key, key), [both, *held]) for key, held in (("a", others[:2]), ("b", others[2:5]))]
    found = small_together([*groups, ("c", Text("c", "c"), others[5:])], 5)
    assert [len(held) for _key, _label, held in found] == [6, 6]
