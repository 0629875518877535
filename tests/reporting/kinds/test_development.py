"""What changed between the first report and the latest, and what two say of the same."""

import pytest

from reporting.kinds.development import (
    MEAN_N,
    BeforeAfter,
    BeforeAfterMean,
    Paired,
    Retention,
    SharesChange,
    mean,
    way,
)
from reporting.outcomes.youth import SHARES
from tests.reporting.tabulation.questions import ITEMS, cell, course

HOMES = {"E": "own", "I": "not_own", "V": "other", "-": None}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("EE", "stable"), ("EVE", "stable"), ("E-E", "stable"), ("IE", "got"), ("IIVE", "got"), ("II", "never"), ("IVI", "never"),
        ("EI", "lost_not_new"), ("EIE", "lost_new"), ("EVIVE", "lost_new"), ("EIEI", "lost_not_new"),
        ("IEI", "lost_not_new"), ("IEIE", "lost_new"), ("I-EVI", "lost_not_new"),
    ],
)  # fmt: skip
def test_what_became_of_a_home(path, said):
    """Lost wins over the others; Ved ikke, other and blank between the ends say nothing."""
    assert way([HOMES[one] for one in path]) == said


def housing(*codes):
    return course(*({"housing_now": code} for code in codes))


def test_retention_needs_housing_at_both_ends():
    courses = [
        housing("almen", "eget"), housing("almen", "ved_ikke"), housing("andet_sofa", "almen"), housing("almen", None),
        housing("almen"), course({"housing_now": "almen"}, {}), housing("ikke_egen_bolig", "ukendt"), course(),
        housing("almen", "ved_ikke", "ikke_egen_bolig", "almen"), housing("privat_lejlighed", "kollegium"),
    ]  # fmt: skip
    found = Retention().compute(courses, "", ITEMS)
    assert {row.key: row.count for row in found.rows} == {
        "stable": 2,
        "got": 0,
        "lost": 1,
        "lost_new": 1,
        "lost_not_new": 0,
        "never": 0,
    }
    assert [row.key for row in found.rows if row.sub] == ["lost_new", "lost_not_new"]
    assert (found.n, found.blanks) == (3, 1)
    assert found.exclusions == {"not_followed": 2, "housing_unknown": 3, "not_asked": 1}


def test_a_pair_counts_in_one_place_whatever_is_missing_in_it():
    """Not asked before blank, and blank before Ved ikke: of five pairs two are blank and one is Ved ikke."""
    ends = [("1", "ved_ikke"), (None, "ved_ikke"), ("ved_ikke", None)]
    courses = [course({"domains.hash": one}, {"domains.hash": other}) for one, other in ends]
    courses += [course({"domains.hash": None}, {}), course({"domains.hash": "ved_ikke"}, {})]
    row = next(row for row in BeforeAfter("domains").compute(courses, "", ITEMS).rows if row.key == "hash")
    assert (row.n, row.blanks, row.dropped) == (0, 2, 1)


def test_a_lower_level_is_better_and_ved_ikke_drops_out_of_its_area_alone():
    both = {"domains.hash": "3", "domains.psykisk": "1"}
    courses = [
        course(both, {"domains.hash": "1", "domains.psykisk": "1"}),
        course(both, {"domains.hash": "ved_ikke", "domains.psykisk": "2"}),
        course(both, {"domains.hash": None, "domains.psykisk": "0"}),
        course(both, {"domains.psykisk": "0"}),
        course(both),
    ]
    found = BeforeAfter("domains").compute(courses, "", ITEMS)
    rows = {row.key: row for row in found.rows}
    assert list(rows) == list(ITEMS["domains"].parts)
    assert [(one.key, one.count) for one in rows["psykisk"].cells] == [
        ("positive", 2),
        ("unchanged", 1),
        ("negative", 1),
    ]
    hash_row = rows["hash"]
    assert (hash_row.count, hash_row.n, hash_row.blanks, hash_row.dropped, hash_row.percent) == (1, 1, 1, 1, 100)
    assert (rows["fysisk"].n, rows["fysisk"].percent) == (0, None)
    assert found.exclusions == {"not_followed": 1}


@pytest.mark.parametrize(
    ("hash_n", "psykisk_n", "n"), [(3, 2, 1), (2, 2, 1), (1, 2, 0), (8, 8, 2), (8, 4, 2), (7, 4, 1)]
)
def test_the_n_of_the_table_is_the_rounded_mean(hash_n, psykisk_n, n):
    """Of eight rows, halves up: 5/8 is 1, 4/8 is 1, 3/8 is 0, 12/8 is 2, 11/8 is 1."""
    courses = [
        course(
            {f"domains.{part}": "1" for part, most in (("hash", hash_n), ("psykisk", psykisk_n)) if place < most},
            {"domains.hash": "1", "domains.psykisk": "1"},
        )
        for place in range(8)
    ]
    assert BeforeAfter("domains").compute(courses, "", ITEMS).n == n


def test_both_raters_have_their_rows_and_higher_is_better():
    first = {"mastery.netvaerk": "0", "mastery.young_person.netvaerk": "3"}
    latest = {"mastery.netvaerk": "1", "mastery.young_person.netvaerk": "0"}
    found = BeforeAfter("mastery").compute([course(first, latest)], "", ITEMS)
    assert [row.key for row in found.rows] == [
        "worker.husholdning",
        "worker.netvaerk",
        "young_person.husholdning",
        "young_person.netvaerk",
    ]
    assert [cell(row, "positive").count for row in found.rows] == [0, 1, 0, 0]
    assert [cell(row, "negative").count for row in found.rows] == [0, 0, 0, 1]
    assert found.rows[3].label.da == "netvaerk da, den unge"


@pytest.mark.parametrize(
    ("key", "better", "first", "latest", "outcome"),
    [
        ("community", "higher_is_better", "nej_motiveret", "fast", "positive"),
        ("community", "higher_is_better", "proevet", "nej_motiveret", "negative"),
        ("general_health", "lower_is_better", "daarligt", "fremragende", "positive"),
        ("general_health", "lower_is_better", "godt", "mindre_godt", "negative"),
        ("general_health", "lower_is_better", "godt", "godt", "unchanged"),
    ],
)
def test_one_question_with_ordered_answers(key, better, first, latest, outcome):
    courses = [
        course({key: first}, {key: latest}),
        course({key: "ved_ikke"}, {key: latest}),
        course({key: first}, {key: None}),
        course({}, {key: first}),
    ]
    found = BeforeAfter(key, better=better).compute(courses, "", ITEMS)
    [row] = found.rows
    assert {one.key: one.count for one in row.cells if one.count} == {outcome: 1}
    assert (found.n, found.blanks, found.exclusions) == (1, 1, {"ved_ikke": 1, "not_asked": 1})


def who5(*answers):
    return {f"who5.q{place}": one for place, one in enumerate(answers, 1)}


def test_well_being_is_the_sum_times_four_of_those_complete_both_times():
    """First 5 x 1 x 4 = 20 and 5 x 3 x 4 = 60, latest 24 and 100: means 40.0 and 62.0, change 22.0."""
    courses = [
        course(who5(1, 1, 1, 1, 1), who5(2, 1, 1, 1, 1)),
        course(who5(3, 3, 3, 3, 3), who5(5, 5, 5, 5, 5)),
        course(who5(0, 0, 0, 0, 0), who5(5, 5, 5, 5, None)),
        course(who5(0, 0, 0, 0, 0), {}),
        course(who5(5, 5, 5, 5, 5)),
    ]
    found = BeforeAfterMean("who5", times=4).compute(courses, "", ITEMS)
    assert [(row.key, row.mean, row.count) for row in found.rows] == [
        ("first", 40.0, 2),
        ("latest", 62.0, 2),
        ("change", 22.0, 2),
    ]
    assert (found.n, found.blanks, found.exclusions) == (2, 1, {"not_followed": 1, "not_asked": 1})
    assert [row.mean for row in BeforeAfterMean("who5").compute([], "", ITEMS).rows] == [None] * 3


@pytest.mark.parametrize(
    ("total", "n", "said"), [(1, 20, 0.1), (-1, 20, -0.1), (1, 21, 0.0), (0, 3, 0.0), (1, 0, None)]
)
def test_means_round_halves_away_from_zero(total, n, said):
    assert mean(total, n) == said


def test_the_same_courses_rated_by_both():
    def rated(worker, own):
        return course({"mastery.netvaerk": worker, "mastery.young_person.netvaerk": own})

    courses = [
        rated("1", "3"),
        rated("2", "2"),
        rated("3", "2"),
        rated("3", "ved_ikke"),
        rated(None, "2"),
        course({}),
        course(),
    ]
    found = Paired("mastery").compute(courses, "latest", ITEMS)
    row = next(one for one in found.rows if one.key == "netvaerk")
    assert (row.n, row.count, row.percent, row.blanks, row.dropped) == (3, 1, 33, 1, 1)
    assert [cell(row, key).count for key in ("same", "young_person_higher", "worker_higher")] == [1, 1, 1]
    assert [cell(row, f"mean.{rater}").value for rater in ("worker", "young_person")] == [2.0, 2.3]
    assert (found.n, found.exclusions) == (3, {"not_both": 3, "no_report": 1})


def test_shares_change_in_percentage_points_of_the_same_courses():
    """Education from 1 to 2 of 3 (33 to 67 per cent, 33.3 points); work from 2 to 1; one blank, one not asked."""
    pairs = [("uddannelse", "ordinaer"), ("ordinaer", "uddannelse"), ("fleksjob_mv", "uddannelse"), ("ledig", None)]
    courses = [course({"occupation": first}, {"occupation": latest}) for first, latest in pairs]
    courses += [course({}, {"occupation": "ledig"}), course({"occupation": "ledig"})]
    found = SharesChange("occupation", SHARES).compute(courses, "", ITEMS)
    shares = {row.key: ([one.percent for one in row.cells], row.value, row.count) for row in found.rows}
    assert shares == {"education": ([33, 67], 33, 2), "work": ([67, 33], -33, 1)}
    assert (found.n, found.blanks, found.exclusions) == (3, 1, {"not_followed": 1, "not_asked": 1})


def test_ved_ikke_stays_in_the_shares_and_half_a_point_goes_away_from_zero():
    """One of eight leaves work: 12.5 points."""
    courses = [course({"occupation": "ordinaer"}, {"occupation": "ved_ikke"})]
    courses += [course({"occupation": "ved_ikke"}, {"occupation": "ledig"}) for _ in range(7)]
    found = SharesChange("occupation", SHARES).compute(courses, "", ITEMS)
    assert (found.n, [row.value for row in found.rows]) == (8, [0, -13])


def test_what_lies_between_the_first_and_the_latest_report_is_not_compared():
    levels = [{"domains.hash": one} for one in ("2", "0", "3")]
    work = [{"occupation": one} for one in ("ledig", "uddannelse", "ordinaer")]
    scores = [who5(1, 1, 1, 1, 1), who5(5, 5, 5, 5, 5), who5(2, 2, 2, 2, 2)]
    row = next(one for one in BeforeAfter("domains").compute([course(*levels)], "", ITEMS).rows if one.key == "hash")
    assert cell(row, "negative").count == 1
    assert [one.value for one in SharesChange("occupation", SHARES).compute([course(*work)], "", ITEMS).rows] == [
        0,
        100,
    ]
    assert [one.mean for one in BeforeAfterMean("who5").compute([course(*scores)], "", ITEMS).rows] == [5.0, 10.0, 5.0]


def test_every_course_counts_where_many_are_alike():
    """Twice each: better (3 to 1 and 2 to 1), unchanged, worse; blank, Ved ikke, an unknown code, not asked."""
    pairs = [
        ("3", "1"),
        ("2", "1"),
        ("1", "1"),
        ("0", "0"),
        ("0", "3"),
        (None, "1"),
        ("1", None),
        ("ved_ikke", "1"),
        ("1", "ved_ikke"),
        ("9", "1"),
        ("1", "9"),
    ]
    twice = [one for one in pairs for _ in range(2)]
    courses = [course({"domains.hash": first}, {"domains.hash": latest}) for first, latest in twice] + [
        course({}, {}) for _ in range(2)
    ]
    found = BeforeAfter("domains").compute(courses, "", ITEMS)
    row = next(one for one in found.rows if one.key == "hash")
    assert [(one.key, one.label.en, one.count) for one in row.cells] == [
        ("positive", "More positive", 4),
        ("unchanged", "Unchanged", 4),
        ("negative", "More negative", 2),
    ]
    assert (row.n, row.blanks, row.dropped, row.percent, row.label.da) == (10, 4, 4, 40, "hash da")
    assert (found.exclusions, found.notes) == ({"not_asked": 2}, (MEAN_N,))


def test_an_answer_off_the_scale_is_left_out_with_a_reason():
    courses = [
        course({"community": first}, {"community": latest})
        for first, latest in (("fast", "ukendt"), ("ukendt", "fast"), ("fast", "fast"))
    ]
    found = BeforeAfter("community").compute(courses, "", ITEMS)
    assert (found.n, found.exclusions, found.notes) == (1, {"unknown_answer": 2}, ())
    changed = SharesChange("occupation", SHARES).compute(
        [course({"occupation": "ukendt"}, {"occupation": "ledig"})], "", ITEMS
    )
    assert (changed.n, changed.blanks, changed.exclusions) == (0, 0, {"unknown_answer": 1})


def test_retention_of_many_alike_and_of_blanks():
    alike = [housing("almen", "ved_ikke", "eget"), housing("almen", "eget"), housing("almen", "eget")]
    blank = [housing("almen", None), housing(None, "almen"), course({}, {}), course({}, {})]
    found = Retention().compute([*alike, *blank], "", ITEMS)
    assert ([(row.key, row.count) for row in found.rows if row.count], found.blanks, found.exclusions) == (
        [("stable", 3)],
        2,
        {"not_asked": 2},
    )


def test_a_row_of_shares_has_its_name_and_its_latest_share():
    [education, work] = (
        SharesChange("occupation", SHARES)
        .compute([course({"occupation": "ledig"}, {"occupation": "uddannelse"})], "", ITEMS)
        .rows
    )
    assert (education.label.en, education.count, education.percent, education.value) == ("In education", 1, 100, 100)
    assert (work.label.en, work.percent, work.value, [one.key for one in work.cells]) == (
        "In work, also flexible jobs",
        0,
        0,
        ["first", "latest"],
    )


def test_agreement_is_the_count_of_a_paired_row():
    """Of the latest report, where nothing else is asked for: at the first they all said something else."""
    first = {"mastery.netvaerk": "0", "mastery.young_person.netvaerk": "3"}
    courses = [
        course(first, {"mastery.netvaerk": "1", "mastery.young_person.netvaerk": own}) for own in ("1", "1", "0")
    ]
    found = Paired("mastery").compute(courses, "", ITEMS)
    row = next(one for one in found.rows if one.key == "netvaerk")
    assert (row.count, row.percent, cell(row, "worker_higher").percent, found.blanks) == (2, 67, 33, 0)
