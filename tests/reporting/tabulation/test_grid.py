"""A table laid out as lines: what stands below each other has one heading, and there is no column of nothing."""

from django.utils.translation import override

from cases.questionnaires.definition import Text
from reporting.kinds.given import Counts, Span, Target
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.grid import laid_out
from reporting.tabulation.tabulating import tabulate
from tests.reporting.tabulation.questions import ITEMS, course, population


def grid(key, given=(), courses=()):
    with override("en"):
        return laid_out(tabulate(TABLES[key], population(courses), ITEMS, given=given), "en")


def test_each_target_stands_under_the_same_heading():
    """Two targets, of 10 and of 6-8: neither's number is the name of the column."""
    targets = [Target(key, Text.of(key), span, span, 3) for key, span in (("a", Span.of(10)), ("b", Span.of("6-8")))]
    found = grid("homes_against_targets", targets)
    assert found.headings == (
        "", "Count", "Per cent", "Original target", "Current target", "Per cent of the original target",
        "Per cent of the current target", "Reached (1) or not (0)",
    )  # fmt: skip
    assert found.rows == (
        ("a", 3, 30, 10, 10, 30, 30, 0),
        ("b", 3, 43, 8, 8, 43, 43, 0),
        ("Total", 6, 33, 18, 18, 33, 33, 0),
    )


def test_what_is_no_share_has_no_column_of_shares():
    found = grid("change", [Counts("c", Text.of("Counted"), 128, 144), Counts("s", Text.of("Share"), 9.0, 8.0, -1.0)])
    assert found.headings == ("", "Count", "Per cent", "Value", "Before", "After", "Change in percentage points")
    assert found.rows == (("Counted", 144, 13, None, 128, 144, None), ("Share", None, None, 8.0, 9.0, 8.0, -1.0))


def test_counts_have_their_shares_with_nobody_in_the_table_too():
    for courses in ([], [course({"community": "1"}), course({"community": "2"})]):
        headings = grid("community", courses=courses).headings
        assert ("More positive, count" in headings, "More positive, per cent" in headings) == (True, True)
