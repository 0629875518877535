"""Every key of the two versions of the questions' tables: each is a table, from the reports or from what is entered.

The keys are those of the national evaluation (version 2013) and of the youth projects (version 2022-youth), written
here by hand: a table that somebody forgets to declare, to read or to refuse is missed here.
"""

import pytest

from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import COURSES, READERS, SOURCES
from reporting.outcomes.sources import reader_of

KEYS = [
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
]
# Tables of what a lead or an administrator enters, with where that is kept.
ENTERED = {"homes_against_targets": "targets", "change": "statistics"}
# Results that the questions ask for and that the lists of tables do not name.
OURS = {"method_time", "continuous_use", "indsluset"}


def test_every_key_has_a_table():
    assert len({*KEYS, *ENTERED}) == 46
    assert TABLES.keys() == {*KEYS, *ENTERED} | OURS


def test_what_is_entered_has_a_reader():
    others = {key: one.source for key, one in TABLES.items() if one.source != COURSES and one.source not in SOURCES}
    assert others == ENTERED
    assert all(reader_of(source) for source in others.values())
    assert reader_of("what nobody keeps") is None


@pytest.mark.parametrize("key", TABLES)
def test_what_a_table_reads_of_the_case_has_a_reader(key):
    assert set(TABLES[key].reads) <= READERS.keys()
