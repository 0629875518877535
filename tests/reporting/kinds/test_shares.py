"""Funnels and shares of courses, and tables of facts that are given."""

import pytest

from cases.questionnaires.definition import Text
from reporting.kinds.given import (
    Change,
    Counts,
    Enquiries,
    Enquiry,
    Rate,
    Span,
    Spread,
    Target,
    Targets,
    Wait,
)
from reporting.kinds.shares import BecameHomeless, Funnel, RecommendedAttached
from reporting.outcomes.youth import WAITS
from tests.reporting.tabulation.questions import ITEMS, cell, course, met

HOME, NONE, SOFA = ({"housing_now": code} for code in ("almen", "ikke_egen_bolig", "andet_sofa"))


def test_the_funnel_of_courses():
    found = Funnel().compute([course(), course(HOME), course(HOME, SOFA), course(HOME, NONE)], "", ITEMS)
    assert [(row.key, row.count, row.percent) for row in found.rows] == [
        ("all", 4, 100),
        ("followed", 2, 50),
        ("housing_known", 1, 25),
    ]


def support(before, planned, attached, kinds=("assessment", "discharge")):
    first = {} if before == "-" else {"support_recommended": before}
    last = {"support_recommended": planned, "support_attached": attached}
    return course(first, {key: value for key, value in last.items() if value != "-"}, kinds=kinds)


def test_who_is_counted_among_recommendations():
    courses = [
        support("ja", "ja", "ja"), support("nej", "nej", "nej"), support("ja", None, "ja"), support("ja", "ja", None), support("nej", "ved_ikke", "-"),
        support("ved_ikke", "ja", "ja"), support(None, "ja", "ja"), support("-", "ja", "ja"),
        support("ja", "ja", "ja", kinds=("start", "discharge")), course({"support_recommended": "ja"}, kinds=["assessment"]),
    ]  # fmt: skip
    found = RecommendedAttached().compute(courses, "", ITEMS)
    assert (found.n, found.blanks) == (5, 1)
    assert found.exclusions == {"ved_ikke": 1, "not_asked": 1, "no_report": 2}
    assert {row.key: (row.count, row.n, row.blanks) for row in found.rows} == {
        "recommended": (3, 5, 0), "attached": (2, 3, 1), "attached_of_planned": (1, 1, 1), "attached_of_unplanned": (0, 1, 0),
    }  # fmt: skip


@pytest.mark.parametrize(("courses", "share"), [([support("ja", "ja", "ja")], 0), ([], None)])
def test_a_group_with_nobody_prints_0_only_where_the_question_was_used(courses, share):
    row = RecommendedAttached().compute(courses, "", ITEMS).rows[-1]
    assert (row.key, row.n, row.percent) == ("attached_of_unplanned", 0, share)


def test_the_last_assessment_counts():
    two = course(
        {"support_recommended": "nej"},
        {"support_recommended": "ja"},
        {"support_recommended": "nej", "support_attached": "nej"},
        kinds=["assessment", "assessment", "discharge"],
    )
    assert RecommendedAttached().compute([two], "", ITEMS).rows[0].count == 1


def test_who_was_at_risk_and_became_homeless():
    risk = {"target_group": "risiko"}
    courses = [
        course(risk | HOME, HOME), course(risk | HOME, NONE, HOME), course(risk | HOME, HOME | {"homeless_situation": ["gade"]}),
        course(risk | NONE, HOME), course(risk | HOME, SOFA | {"homeless_situation": None}),
        course({"target_group": "hjemloeshed"}, NONE), course({"target_group": None}, NONE), course(HOME, risk | NONE), course(risk),
    ]  # fmt: skip
    found = BecameHomeless().compute(courses, "", ITEMS)
    assert [(row.key, row.count, row.percent) for row in found.rows] == [
        ("became_homeless", 2, 40),
        ("not_homeless", 3, 60),
    ]
    assert (found.n, found.blanks) == (5, 1)
    assert found.exclusions == {"not_followed": 1, "other_target_group": 1, "not_asked": 1}


def test_what_became_of_enquiries():
    facts = [Enquiry("forloeb"), Enquiry("forloeb"), Enquiry("afventer"), Enquiry(None)]
    found = Enquiries("enquiry_outcome").compute(facts, "", ITEMS)
    assert [(row.key, row.percent) for row in found.rows] == [
        ("forloeb", 67),
        ("oensker_ikke", 0),
        ("ingen_kontakt", 0),
        ("afventer", 33),
    ]
    assert (found.n, found.blanks) == (3, 1)


def test_waits_count_those_who_still_wait():
    """Of 4 waiting 10, 20 (arrived), 25 (waits), 30 (arrived): 3/4, 2/4 after 20 days, which is the median."""
    waits = [
        Wait("decision_offer", days, arrived) for days, arrived in ((10, True), (20, True), (25, False), (30, True))
    ]
    found = Spread(WAITS).compute([*waits, Wait("offer_move_in", 5, arrived=False)], "", ITEMS)
    rows = {row.key: row for row in found.rows}
    row = rows["decision_offer"]
    assert (row.n, row.count, row.percent, row.value) == (4, 3, 75, 20)
    assert [cell(row, key).value for key in ("lower", "median", "upper")] == [15.0, 20.0, 25.0]
    assert cell(row, "waiting").count == 1
    assert (rows["offer_move_in"].value, rows["offer_move_in"].percent, rows["enquiry_contact"].n) == (None, 0, 0)


def test_meetings_in_twelve_months():
    """365 days with 3 meetings, 730 with 5: 8 in 3 years is 2.7 a year; the first reaches three."""
    found = Rate().compute([met(365, 3, 0), met(730, 5, 2), met(0, 1, 1)], "", ITEMS)
    assert [(row.key, row.count, row.percent, row.value) for row in found.rows] == [
        ("per_12_months", 8, None, 2.7), ("reached_norm", 1, 50, None), ("with_private", 1, 50, None),
    ]  # fmt: skip
    assert (found.n, found.exclusions) == (2, {"no_days": 1})
    assert Rate().compute([], "", ITEMS).rows[0].value is None


@pytest.mark.parametrize(
    ("established", "lower", "reached"),
    [(7, False, 1), (6, False, 0), (8, False, 1), (7, True, 1), (6, True, 1), (8, True, 0)],
)
def test_a_target_is_reached_at_its_middle(established, lower, reached):
    target = Target("a", Text.of("A"), Span.of("6-8"), Span.of("6–8"), established, lower_is_better=lower)
    found = Targets().compute([target], "", ITEMS)
    assert cell(found.rows[0], "reached").value == reached
    assert cell(found.rows[0], "current").label.da == "Nuværende mål: 6–8"


def test_a_target_that_was_not_chosen_counts_nowhere():
    chosen, other = (Target(key, Text.of(key), Span(2, 2), Span(0, 0), 1, chosen=key == "a") for key in "ab")
    found = Targets().compute([chosen, other], "", ITEMS)
    assert ([row.key for row in found.rows], found.exclusions, found.rows[0].percent) == (
        ["a", "total"],
        {"not_chosen": 1},
        None,
    )
    assert Targets().compute([], "", ITEMS).rows[-1].count == 0


def test_a_change_from_nothing_has_no_per_cent():
    [row] = Change().compute([Counts("a", Text.of("A"), 0, 3)], "", ITEMS).rows
    assert (row.count, row.percent, [one.count for one in row.cells]) == (3, None, [0, 3])


def test_recommendations_of_many_alike():
    alike = [support("ja", "ja", one) for one in ("ja", "ja", "nej", "ved_ikke")]
    others = [
        support("måske", "ja", "ja"),
        support("måske", "ja", "ja"),
        support("ved_ikke", "ja", "ja"),
        support("ved_ikke", "nej", "ja"),
    ]
    found = RecommendedAttached().compute([*alike, *others], "", ITEMS)
    assert [(row.label.en, row.count, row.percent) for row in found.rows][:3] == [
        ("Support recommended at the assessment", 4, 100), ("Support attached at the discharge", 2, 50), ("Attached where it was planned", 2, 50),
    ]  # fmt: skip
    assert (found.n, found.blanks, found.exclusions) == (4, 0, {"unknown_answer": 2, "ved_ikke": 2})


def test_blank_target_groups_count_each():
    courses = [course({"target_group": None}, NONE), course({"target_group": None}, NONE)]
    assert BecameHomeless().compute(courses, "", ITEMS).blanks == 2
