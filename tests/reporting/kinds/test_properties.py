"""What holds of every table, whatever the answers."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.figures.rules import percent, percent_change
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.facts import Course, Report, in_order
from reporting.tabulation.tabulating import tabulate
from tests.reporting.tabulation.questions import DEFINITIONS, ITEMS, START, population

# One table of each kind, or of each way that a kind has; drawing answers is slow.
OF_REPORTS = [
    "funnel", "housing", "housing_three_way", "retention", "problems", "nights", "development", "slept", "why_no_home",
    "recommended_attached", "who5", "homeless_situation", "risk_conditions", "became_homeless", "methods",
    "courses_status", "courses_by_unit", "elements_used", "mastery", "staff_vs_own", "exit_housing", "share_change",
]  # fmt: skip
FEW = settings(max_examples=10)


def coded(said):
    """Answers to a question of one kind, as the flat keys of a report; a key may be missing, an answer blank."""
    codes = list(said.get("choices", {}))
    if said["type"] == "one":
        return {"": st.sampled_from([*codes, None])}
    if said["type"] == "several":
        return {"": st.none() | st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True)}
    if said["type"] == "event":
        return {
            "": st.none() | st.lists(st.fixed_dictionaries({"code": st.sampled_from(codes)}), min_size=1, max_size=2)
        }
    if said["type"] == "numbers":
        return {
            f".{part}": st.sampled_from([0, 1, 5, "ved_ikke", None] if said.get("unknown") else [0, 1, 5, None])
            for part in said["parts"]
        }
    scale = st.sampled_from([*next(iter(said["scales"].values())), None])
    raters = ["", "young_person."] if "raters" in said else [""]
    return {f".{rater}{part}": scale for rater in raters for part in said["parts"]}


def answers_to(*codes):
    keys = {f"{code}{key}": said for code in codes for key, said in coded(DEFINITIONS[code]).items()}
    return st.fixed_dictionaries({}, optional=keys)


KINDS = st.sampled_from(["start", "quarterly", "closing", "assessment", "discharge", "release", "followup"])


@st.composite
def courses_with(draw, *codes):
    """A few courses, with their answers to the questions of one table and to those that it may be broken down by."""
    asked = answers_to(*{*codes, "housing_now", "target_group", "methods"})
    made = []
    for key in range(draw(st.integers(0, 6))):
        reports = [
            Report(place, draw(KINDS), START + timedelta(days=draw(st.integers(0, 2))), draw(asked))
            for place in range(draw(st.integers(0, 4)))
        ]
        made.append(
            Course(
                key, draw(st.integers(0, 3)), START, draw(st.sampled_from([None, date(2025, 1, 1)])), draw(st.sampled_from([None, "completed", "broken_off"])),
                age_given=draw(st.sampled_from([None, 17, 20, 30])), gender=draw(st.sampled_from(["", "man"])),
                municipality=draw(st.sampled_from(["", "A", "B"])), organisation=draw(st.sampled_from(["", "A", "B"])), reports=in_order(reports),
            )
        )  # fmt: skip
    return made


def asked_ways(key):
    one = TABLES[key]
    return st.tuples(st.sampled_from(one.at or (None,)), st.just(one))


@pytest.mark.parametrize("key", OF_REPORTS)
@FEW
@given(data=st.data())
def test_rows_that_make_up_a_whole_sum_to_its_n(key, data):
    at, declaration = data.draw(asked_ways(key))
    found = tabulate(
        declaration,
        population(data.draw(courses_with(*declaration.items))),
        ITEMS,
        at=at,
        by=None if key == "courses_by_unit" else "none",
    )
    if declaration.kind.adds:
        assert sum(row.count for row in found.rows if not row.sub) == found.n
    for row in found.rows:
        n = found.n if row.n is None else row.n
        assert 0 <= row.count <= max(n, found.n)
        assert (row.percent is None) or 0 <= row.percent <= 100


@pytest.mark.parametrize("key", OF_REPORTS)
@FEW
@given(data=st.data())
def test_the_order_of_courses_changes_nothing(key, data):
    at, declaration = data.draw(asked_ways(key))
    courses = data.draw(courses_with(*declaration.items))
    shuffled = data.draw(st.permutations(courses))
    assert tabulate(declaration, population(shuffled), ITEMS, at=at) == tabulate(
        declaration, population(courses), ITEMS, at=at
    )


@pytest.mark.parametrize("key", [key for key in OF_REPORTS if key != "courses_by_unit"])
@FEW
@given(data=st.data())
def test_the_columns_sum_to_the_whole(key, data):
    at, declaration = data.draw(asked_ways(key))
    by = data.draw(
        st.sampled_from(
            ["age", "gender", "organisation", "start_year", "number_of_reports", "target_group", "own_home"]
        )
    )
    found = tabulate(declaration, population(data.draw(courses_with(*declaration.items))), ITEMS, at=at, by=by)
    whole = {row.key: row.count for row in found.rows}
    together = Counter()
    for column in found.columns:
        if column.key != "total":
            together.update({row.key: row.count for row in column.rows})
    assert {key: together[key] for key in whole} == whole


@pytest.mark.parametrize("key", OF_REPORTS)
@FEW
@given(data=st.data())
def test_everybody_is_counted_or_left_out_with_a_reason(key, data):
    """But where every row has a base of its own, and the n of the table is a mean."""
    at, declaration = data.draw(asked_ways(key))
    courses = data.draw(courses_with(*declaration.items))
    found = tabulate(declaration, population(courses), ITEMS, at=at, age="youth")
    if key not in ("development", "mastery"):
        assert found.n + found.blanks + sum(one.count for one in found.exclusions) == len(courses)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_shares_are_rounded_half_up(count, n):
    """The whole-number form of the rule: (200 x count + n) // (2 x n)."""
    assert percent(count, n) == (200 * count + n) // (2 * n)


@given(st.integers(1, 5000), st.integers(0, 5000))
def test_changes_are_rounded_half_away_from_zero(before, after):
    step = abs(after - before)
    size = (200 * step + before) // (2 * before)
    assert percent_change(before, after) == (size if after >= before else -size)
