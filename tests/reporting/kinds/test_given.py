"""Tables of facts that are given: names, sums, and what is left out of them."""

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
from reporting.outcomes.youth import WAITS
from tests.reporting.tabulation.questions import ITEMS, cell, met


def test_enquiries_with_an_outcome_that_the_question_does_not_have():
    found = Enquiries("enquiry_outcome").compute([Enquiry("forloeb"), Enquiry("ukendt"), Enquiry("ukendt")], "", ITEMS)
    assert (found.n, found.blanks, found.exclusions) == (1, 0, {"unknown_answer": 2})


def test_an_outcome_that_nobody_writes_down_says_nothing_unless_somebody_has():
    """Of four, one has no contact; nobody is written down as not wishing it, which is not 0."""
    kind = Enquiries("enquiry_outcome", frozenset({"oensker_ikke", "ingen_kontakt"}))
    facts = [Enquiry("forloeb"), Enquiry("forloeb"), Enquiry("forloeb"), Enquiry("ingen_kontakt")]
    assert [(row.key, row.count, row.percent) for row in kind.compute(facts, "", ITEMS).rows] == [
        ("forloeb", 3, 75),
        ("oensker_ikke", None, None),
        ("ingen_kontakt", 1, 25),
        ("afventer", 0, 0),
    ]


def test_who_did_not_wait_a_day_has_waited_and_who_came_before_has_not():
    """0 days, 2 days, and one whose days contradict each other: the median of two is at the first."""
    waits = [Wait("offer_move_in", days, arrived=True) for days in (0, 2, -1)]
    found = Spread(WAITS).compute(waits, "", ITEMS)
    assert (found.n, found.exclusions, found.rows[-1].value) == (2, {"out_of_order": 1}, 0)


def test_waits_of_all_steps_make_up_the_n():
    """Quartiles of 1 and 2 days are 1.25, 1.5 and 1.75: to one decimal 1.3, 1.5 and 1.8."""
    waits = [Wait("enquiry_contact", days, arrived=True) for days in (1, 2)] + [
        Wait("waits_elsewhere", 1, arrived=True)
    ]
    waits += [Wait("offer_move_in", 3, arrived=False), Wait("offer_move_in", 4, arrived=True, entry=2)]
    found = Spread(WAITS).compute(waits, "", ITEMS)
    assert (found.n, found.blanks, found.exclusions) == (4, 0, {"unknown_answer": 1})
    row = found.rows[0]
    assert (row.label.en, row.n, row.count, row.percent) == ("From enquiry to first contact", 2, 2, 100)
    assert [(one.label.en, one.count, one.percent, one.value) for one in row.cells] == [
        ("Gone on", 2, 100, None), ("Still waiting", 0, 0, None),
        ("Lower quartile, days", None, None, 1.3), ("Median of those gone on, days", None, None, 1.5), ("Upper quartile, days", None, None, 1.8),
    ]  # fmt: skip


def test_a_wait_that_began_before_it_was_looked_at_is_at_risk_from_then():
    """All at risk arrive on day 2, before the other is looked at on day 3: of the days between nothing is known."""
    waits = [Wait("offer_move_in", 2, arrived=True), Wait("offer_move_in", 4, arrived=True, entry=3)]
    rows = {row.key: row for row in Spread(WAITS).compute(waits, "", ITEMS).rows}
    assert rows["offer_move_in"].value is None
    assert Spread(WAITS).compute([Wait("offer_move_in", 2, arrived=True)], "", ITEMS).rows[-1].value == 2


@pytest.mark.parametrize(
    ("days", "held", "reached"), [(1, 1, 1), (365, 3, 1), (366, 3, 0), (365, 2, 0), (121, 1, 1), (122, 1, 0)]
)
def test_three_meetings_in_twelve_months(days, held, reached):
    found = Rate().compute([met(days, held, 1)], "", ITEMS)
    assert (found.n, found.blanks, found.rows[1].count, found.rows[2].count) == (1, 0, reached, 1)
    assert [row.label.en for row in found.rows] == [text.en for text in Rate.labels.values()]


def target(key, original, current, established, **more):
    return Target(key, Text.of(key), Span.of(original), Span.of(current), established, **more)


def test_targets_have_their_names_and_what_they_are_a_share_of():
    found = Targets().compute([target("a", 10, "8-10", 9), target("b", 4, 5, 2)], "", ITEMS)
    assert (found.n, found.blanks, [row.label.en for row in found.rows]) == (2, 0, ["a", "b", "Total"])
    row = found.rows[0]
    assert (row.count, row.percent) == (9, 100)
    assert [(one.label.en, one.count, one.value) for one in row.cells] == [
        ("Original target: 10", 10, None), ("Current target: 8–10", 10, None),
        ("Per cent of the original target", None, 90), ("Per cent of the current target", None, 100), ("Reached (1) or not (0)", None, 1),
    ]  # fmt: skip
    assert [cell(found.rows[-1], key).count for key in ("original", "current")] == [14, 15]


@pytest.mark.parametrize(("lower", "reached"), [((True, True), 1), ((True, False), 0)])
def test_the_total_is_better_when_lower_only_if_all_targets_are(lower, reached):
    found = Targets().compute(
        [target(key, 5, 5, 2, lower_is_better=one) for key, one in zip("ab", lower, strict=True)], "", ITEMS
    )
    assert cell(found.rows[-1], "reached").value == reached


def test_changes_have_their_numbers_beside_them():
    found = Change().compute([Counts("a", Text("å", "a"), 200, 201), Counts("b", Text("b", "b"), 200, 199)], "", ITEMS)
    assert (found.n, found.blanks, [row.percent for row in found.rows]) == (2, 0, [1, -1])
    assert (found.rows[0].label.da, [(one.label.en, one.count) for one in found.rows[0].cells]) == (
        "å",
        [("Before", 200), ("After", 201)],
    )
