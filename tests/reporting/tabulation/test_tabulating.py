"""What stands around every table: who counts, columns, notes, what it says of itself, and its shape for programs."""

from datetime import date

import pytest

from cases.questionnaires.definition import Text
from reporting.kinds.distributions import Crosstab, Distribution, Several
from reporting.kinds.given import Enquiries, Enquiry
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.facts import Exclusion, Population
from reporting.tabulation.results import Computed, Row, as_json
from reporting.tabulation.tabulating import Declaration, NotOffered, self_check, tabulate
from tests.reporting.tabulation.questions import ITEMS, course, people, percents, population

PLAN = Declaration(
    "plan", Distribution("plan_141"), Text("Plan", "A plan"), at=("latest", "first"), items=("plan_141",)
)
HAS = {"plan_141": "har"}


def test_the_first_report_named_is_the_usual_one():
    one = population([course(HAS, {"plan_141": "sagt_nej"})])
    assert [row.key for row in tabulate(PLAN, one, ITEMS).rows if row.count] == ["sagt_nej"]
    assert [row.key for row in tabulate(PLAN, one, ITEMS, at="first").rows if row.count] == ["har"]
    assert tabulate(PLAN, one, ITEMS, at="first").base == Text(
        "Forløb, hvor spørgsmålet er besvaret, ved første indberetning",
        "Courses where the question was answered, at the first status report",
    )


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"at": "closing"}, "latest, first"), ({"by": "shoe_size"}, "gender"), ({"age": "old"}, "all, youth, adult"),
        ({"unit": "stay"}, "course, person"), ({"age_at": "birth"}, "first, start, report$"), ({"age_at": "as_of"}, "age_at 'as_of'"),
    ],
)  # fmt: skip
def test_what_is_not_offered_is_refused_with_what_is(asked, named):
    with pytest.raises(NotOffered, match=named):
        tabulate(PLAN, population([]), ITEMS, **asked)


def test_a_programme_that_does_not_ask_has_no_table():
    with pytest.raises(NotOffered, match="plan needs the questions plan_141"):
        tabulate(PLAN, population([]), {})
    with pytest.raises(NotOffered, match="housing_now"):
        tabulate(PLAN, population([]), {"plan_141": ITEMS["plan_141"]}, by="own_home")


def test_a_table_with_a_usual_breakdown_can_be_had_without():
    assert {one.key for one in tabulate(TABLES["slept"], population([]), ITEMS).columns} == {
        "own_home",
        "not_own_home",
    }
    assert tabulate(TABLES["slept"], population([]), ITEMS, by="none").columns == ()


def test_a_crosstab_has_a_column_for_all():
    courses = [
        course({"housing_now": code}, kinds=["discharge"], organisation=name)
        for code, name in (("almen", "A"), ("andet_sofa", "A"), ("ved_ikke", "B"))
    ]
    found = tabulate(TABLES["exit_housing"], population(courses), ITEMS)
    assert [(one.key, one.n, percents(one.rows)) for one in found.columns] == [
        ("A", 2, [50, 50, 0, 0]),
        ("B", 1, [0, 0, 0, 100]),
        ("total", 3, [33, 33, 0, 33]),
    ]
    assert found.columns[-1].label == Text("I alt", "Total")
    assert isinstance(TABLES["exit_housing"].kind, Crosstab)


def test_those_who_declined_stand_first_among_those_left_out():
    declined = Exclusion("declined", Text("Deltager ikke", "Declined"), 4)
    found = tabulate(PLAN, Population((course({}), course()), (declined,)), ITEMS)
    assert [(one.key, one.count) for one in found.exclusions] == [("declined", 4), ("no_report", 1), ("not_asked", 1)]


def test_given_facts_take_the_place_of_courses():
    table = Declaration(
        "e", Enquiries("enquiry_outcome"), Text("x", "x"), items=("enquiry_outcome",), source="enquiries"
    )
    declined = Exclusion("declined", Text("Deltager ikke", "Declined"), 4)
    found = tabulate(table, Population((course(HAS),), (declined,)), ITEMS, given=[Enquiry("forloeb")], by="age")
    assert (found.n, found.columns, found.exclusions) == (1, (), ())


def test_a_table_of_those_followed_says_how_many_are_not_yet():
    found = tabulate(
        TABLES["retention"],
        population([course({"housing_now": "almen"}), course(*[{"housing_now": "almen"}] * 2)]),
        ITEMS,
    )
    assert (
        Text(
            "Foreløbig: 1 af 2 (50 pct.) har endnu ikke to indberetninger.",
            "So far: 1 of 2 (50 per cent) do not have two status reports yet.",
        )
        in found.notes
    )


def test_parts_that_do_not_add_up_are_told():
    """Three thirds print as 33 each."""
    found = tabulate(
        PLAN, population(people({"har": 4, "sagt_nej": 4, "ved_ikke": 4}, lambda code: {"plan_141": code})), ITEMS
    )
    assert found.self_check == (
        Text("De afrundede procenter giver 99, ikke 100.", "The rounded per cents add up to 99, not 100."),
    )
    even = tabulate(PLAN, population(people({"har": 5, "sagt_nej": 5}, lambda code: {"plan_141": code})), ITEMS)
    assert even.self_check == ()


def test_several_answers_need_not_add_up():
    table = Declaration("s", Several("other_support"), Text("x", "x"), at=("latest",))
    found = tabulate(
        table, population([course({"other_support": ["andet", "psykiatrisk"]}) for _ in range(10)]), ITEMS
    )
    assert (percents(found.rows), found.self_check) == ([100, 100, 0, 0], ())


@pytest.mark.parametrize(("n", "said"), [(9, ("Lille grundlag: n = 9.",)), (10, ()), (0, ("Lille grundlag: n = 0.",))])
def test_a_small_base_is_told(n, said):
    found = tabulate(PLAN, population([course(HAS) for _ in range(n)]), ITEMS)
    assert tuple(one.da for one in found.self_check) == said


def test_a_small_column_is_told_by_its_name():
    found = tabulate(
        PLAN,
        population([course(HAS, gender="man") for _ in range(10)] + [course(HAS, gender="woman")]),
        ITEMS,
        by="gender",
    )
    assert [one.en for one in found.self_check] == ["Woman: Small base: n = 1."]


def test_sub_rows_that_do_not_make_up_their_row_are_told():
    """Of 200: 3 lost it (1.5, printed 2), of which 1 and 2 (0.5 and 1.0, printed 1 and 1). Of 200, 1 and 1 of 2 print 1, 1 and 1."""
    lost = [{"housing_now": "almen"}, {"housing_now": "ikke_egen_bolig"}]
    stays = [course(lost[0], lost[0]) for _ in range(198)]
    fits = tabulate(
        TABLES["retention"], population([*stays[:197], course(*lost), course(*lost), course(*lost, lost[0])]), ITEMS
    )
    assert [one for one in fits.self_check if "Mister" in one.da] == []
    off = tabulate(TABLES["retention"], population([*stays, course(*lost), course(*lost, lost[0])]), ITEMS)
    assert "Underrækkerne til “Mister egen bolig” giver 2, rækken 1." in [one.da for one in off.self_check]


def test_a_sub_row_greater_than_its_row_is_told():
    rows = [
        Row("a", Text("hele", "whole"), 3, 30),
        Row("b", Text("heraf", "of which"), 4, 40, sub=True),
        Row("c", Text("resten", "rest"), 7, 70),
    ]
    said = list(self_check(TABLES["retention"].kind, Computed(10, 0, tuple(rows)), ()))
    assert said == [Text("“heraf” er større end “hele”.", "“of which” is greater than “whole”.")]


def test_cells_that_do_not_add_up_are_told_by_their_row():
    answers = [{"domains.hash": one} for one in ("1", "0", "ved_ikke") for _ in range(4)]
    found = tabulate(TABLES["problems"], population([course(one) for one in answers]), ITEMS)
    assert any(
        one.da.startswith("Afrundede andele giver ikke 100 i") and "hash da" in one.da for one in found.self_check
    )


def test_the_shape_for_programs():
    answers = [course(HAS, gender="man") for _ in range(10)] + [course({"plan_141": None})]
    found = as_json(tabulate(PLAN, population(answers), ITEMS, by="gender"), "en")
    assert list(found) == [
        "key",
        "title",
        "base",
        "n",
        "blanks",
        "exclusions",
        "rows",
        "notes",
        "self_check",
        "columns",
    ]
    assert (found["key"], found["title"], found["n"], found["blanks"]) == ("plan", "A plan", 10, 1)
    assert found["rows"][0] == {"key": "har", "label": "har en", "count": 10, "percent": 100}
    assert [(one["key"], one["label"], one["n"], one["rows"][0]["count"]) for one in found["columns"]] == [
        ("man", "Man", 10, 10),
        ("unknown", "Not known", 0, 0),
    ]
    assert found["columns"][1]["rows"][0]["percent"] is None
    assert found["notes"] == ["Each per cent is rounded on its own."]
    assert "columns" not in as_json(tabulate(PLAN, population(answers), ITEMS), "en")


def test_the_shape_of_rows_with_more_to_say():
    lost = population([course({"housing_now": "almen"}, {"housing_now": "ikke_egen_bolig"}), course()])
    retention = as_json(tabulate(TABLES["retention"], lost, ITEMS), "da")
    assert retention["rows"][4] == {
        "key": "lost_not_new",
        "label": "heraf: mister og får ikke en ny",
        "count": 1,
        "percent": 100,
        "sub": True,
    }
    assert retention["exclusions"] == [{"key": "not_followed", "label": "Færre end to indberetninger", "count": 1}]
    who5 = [{f"who5.q{one}": 2 for one in range(1, 6)}] * 2
    assert as_json(tabulate(TABLES["who5"], population([course(*who5)]), ITEMS), "da")["rows"][0]["mean"] == 40.0
    both = {"mastery.netvaerk": "1", "mastery.young_person.netvaerk": "2"}
    [_, row] = as_json(tabulate(TABLES["staff_vs_own"], population([course(both)]), ITEMS), "en")["rows"]
    assert (row["n"], row["blanks"], row["dropped"]) == (1, 0, 0)
    assert row["cells"][0] == {"key": "same", "label": "The same", "count": 0, "percent": 0}
    assert row["cells"][3] == {"key": "mean.worker", "label": "Mean, the worker", "value": 1.0}


def test_the_day_of_the_table_reaches_those_who_need_it():
    found = tabulate(TABLES["courses_status"], population([course()]), ITEMS, as_of=date(2024, 1, 11))
    assert [one.value for one in found.rows[0].cells] == [10.0, 10.0, 10.0]


def test_nobody_is_a_small_base_and_nothing_else():
    assert [one.en for one in tabulate(TABLES["retention"], population([]), ITEMS).self_check] == [
        "Small base: n = 0."
    ]


def test_a_total_column_is_not_told_about_twice():
    courses = [course({"housing_now": "almen"}, kinds=["discharge"], organisation="A") for _ in range(9)]
    assert [one.en for one in tabulate(TABLES["exit_housing"], population(courses), ITEMS).self_check] == [
        "Small base: n = 9.",
        "A: Small base: n = 9.",
    ]


def test_few_targets_are_no_small_base():
    assert [
        tabulate(TABLES[key], population([]), ITEMS).self_check for key in ("homes_against_targets", "change")
    ] == [(), ()]


def test_the_first_of_what_is_told_is_the_base():
    found = tabulate(
        PLAN, population(people({"har": 1, "sagt_nej": 1, "ved_ikke": 1}, lambda code: {"plan_141": code})), ITEMS
    )
    assert [one.da for one in found.self_check] == [
        "Lille grundlag: n = 3.",
        "De afrundede procenter giver 99, ikke 100.",
    ]


def test_columns_have_their_own_blanks():
    courses = [
        course(HAS, gender="man"),
        course({"plan_141": None}, gender="man"),
        course({"plan_141": None}, gender="woman"),
    ]
    found = tabulate(PLAN, population(courses), ITEMS, by="gender")
    assert [(one.key, one.n, one.blanks) for one in found.columns] == [("woman", 0, 1), ("man", 1, 1)]
    assert (
        tabulate(TABLES["exit_housing"], population([course({"housing_now": None}, kinds=["discharge"])]), ITEMS)
        .columns[-1]
        .blanks
        == 1
    )
