"""The declared tables: their keys and reports are a contract with whoever asks for them."""

import re

import pytest

from reporting.kinds.given import Enquiry, Wait
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.national import NATIONAL
from reporting.outcomes.youth import YOUTH
from reporting.tabulation.results import as_json
from reporting.tabulation.tabulating import tabulate
from tests.reporting.tabulation.questions import ITEMS, course, population

# Each table with its kind, the reports it may read (the usual one first), its usual breakdown and whom it counts.
DECLARED = """
funnel funnel - - all
housing distribution first,latest,closing,assessment,discharge,release - answered
housing_three_way distribution first,latest - followed
retention retention - - housing_known
problems distribution_many first,latest,assessment - all
problem_count distribution first,latest - answered
development before_after - - followed
slept several first,latest,assessment own_home answered
nights distribution first,latest - answered
why_no_home several first,latest,discharge - no_own_home
waiting_list several first,latest - no_own_home
income distribution first,latest,assessment - answered
occupation distribution first,latest,assessment - answered
nationality distribution first,assessment - answered
other_support several first,latest - answered
plan_141 distribution first,latest,assessment - answered
visits distribution latest - answered
visit_minutes distribution latest - answered
recommended_attached shares - municipality recommendations
services_started several release - answered
closing_why several closing - closed
offer_afterwards distribution closing - closed
who5 before_after_mean - - followed
homes_against_targets targets - - targets
change change - - statistics
target_group distribution first - answered
homeless_situation distribution first,latest - answered
risk_conditions grid first - answered
became_homeless shares - - risk_followed
referral_source distribution first - answered
worry_reasons several first - answered
methods several - - answered
method_time spread - - methods
courses_status distribution - method all
courses_by_unit distribution - - all
elements_used several - - answered
support_areas several latest - answered
plan_kind several first,latest - answered
mastery before_after - - followed
staff_vs_own paired latest - rated_by_both
community before_after - - followed
general_health before_after - - followed
network_meetings rate - - meetings
continuous_use distribution latest - answered
indsluset several - - answered
exit_housing crosstab discharge organisation answered
share_change shares_change - - followed
enquiries funnel - - enquiries
waits spread - - waits
"""


def test_every_table_is_declared_as_it_was_agreed():
    declared = [
        f"{one.key} {one.kind.name} {','.join(one.at) or '-'} {one.by or '-'} {one.base}" for one in TABLES.values()
    ]
    assert declared == DECLARED.strip().splitlines()
    assert len(TABLES) == len(NATIONAL) + len(YOUTH) == 49


def test_every_table_has_its_texts_in_both_languages():
    for one in TABLES.values():
        for text in (one.title, *one.notes):
            assert text.da
            assert text.en
            assert text.da != text.en
            assert not re.search(r"[æøå]", text.en)


@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize("courses", [[], [course()], [course({}, {})]], ids=["nobody", "no report", "nothing asked"])
def test_every_table_can_be_made_of_nothing(key, courses):
    """Its rows are there, with no share of nothing, and in both languages."""
    found = tabulate(TABLES[key], population(courses), ITEMS)
    rows = [row for row in found.rows if row.key not in ("all", "running", "unknown", "total")]
    assert {row.percent for row in rows if row.n == 0 or not found.n} <= {None}
    for language in ("da", "en"):
        assert as_json(found, language)["key"] == key


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("enquiries", Enquiry("forloeb")),
        ("waits", Wait("offer_move_in", 4, arrived=True)),
    ],
)
def test_tables_of_other_facts_take_what_they_are_given(key, facts):
    assert tabulate(TABLES[key], population([]), ITEMS, given=[facts]).n == 1


def test_a_table_names_the_questions_that_it_needs():
    """Made with those alone, every table is complete."""
    for one in TABLES.values():
        needed = {code: ITEMS[code] for code in one.items}
        assert tabulate(one, population([course({}, {})]), needed).key == one.key
