"""Every key of the two versions of the questions' tables, each with what a user gets: a table, or why there is none.

The keys are those of the national evaluation (version 2013) and of the youth projects (version 2022-youth), written
here by hand: a table that somebody forgets to declare, to read or to refuse is missed here.
"""

import pytest

from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import COURSES, READERS, SOURCES

NO_TARGETS = "targets and what was established are not kept"
NO_STATISTICS = "statistics of others are not kept"
# Empty for a table that is served; else why it is refused.
STATES = dict.fromkeys(
    [
        "funnel",
        "housing",
        "housing_three_way",
        "retention",
        "problems",
        "problem_count",
        "development",
        "slept",
        "nights",
        "why_no_home",
        "waiting_list",
        "income",
        "occupation",
        "nationality",
        "other_support",
        "plan_141",
        "visits",
        "visit_minutes",
        "recommended_attached",
        "services_started",
        "closing_why",
        "offer_afterwards",
        "who5",
        "target_group",
        "homeless_situation",
        "risk_conditions",
        "became_homeless",
        "referral_source",
        "worry_reasons",
        "methods",
        "courses_status",
        "courses_by_unit",
        "elements_used",
        "support_areas",
        "plan_kind",
        "mastery",
        "staff_vs_own",
        "community",
        "general_health",
        "network_meetings",
        "exit_housing",
        "share_change",
        "enquiries",
        "waits",
    ],
    "",
) | {"homes_against_targets": NO_TARGETS, "change": NO_STATISTICS}
# Results that the questions ask for and that the lists of tables do not name.
OURS = {"method_time", "continuous_use", "indsluset"}


def test_every_key_has_a_table():
    assert len(STATES) == 46
    assert TABLES.keys() == STATES.keys() | OURS


def test_only_what_nobody_keeps_is_refused():
    refused = {key for key, one in TABLES.items() if one.source != COURSES and one.source not in SOURCES}
    assert refused == {key for key, said in STATES.items() if said}


@pytest.mark.parametrize("key", TABLES)
def test_what_a_table_reads_of_the_case_has_a_reader(key):
    assert set(TABLES[key].reads) <= READERS.keys()
