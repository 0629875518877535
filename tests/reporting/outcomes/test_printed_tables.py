"""Every printed cell of the published tables comes out of status reports that have their counts.

Source: main report of the evaluation of the national homelessness strategy (Rambøll/SFI 2013), tables 2-1, 2-8, 5-1,
5-4, 9-1, 9-3 to 9-5, 9-7, 9-8, 9-11, 11-5 and 11-6. The integer cohorts round to every printed cell; where none are
known, they are solved here as the smallest number that does.
"""

from datetime import date
from functools import cache

import pytest

from cases.questionnaires.definition import Text
from reporting.kinds.given import Counts, Span, Target
from reporting.outcomes.declarations import TABLES
from reporting.tabulation.tabulating import tabulate
from tests.reporting.tabulation.questions import EIGHT, ITEMS, cell, course, people, percents, population, row_of


def table(key, courses, **asked):
    return tabulate(TABLES[key], population(courses), ITEMS, **asked)


def solved(printed, n):
    """The smallest count that prints as this many per cent of `n`, halves up."""
    return next(count for count in range(n + 1) if (200 * count + n) // (2 * n) == printed)


HOME, NONE = {"housing_now": "almen"}, {"housing_now": "ikke_egen_bolig"}
WAYS = {
    "stable": [HOME, HOME],
    "got": [NONE, HOME],
    "lost_new": [HOME, NONE, HOME],
    "lost_not_new": [HOME, NONE],
    "never": [NONE, NONE],
}
YOUTH_5_1 = {"stable": 104, "got": 107, "lost_new": 13, "lost_not_new": 17, "never": 94}
ADULTS_5_1 = {"stable": 527, "got": 175, "lost_new": 17, "lost_not_new": 23, "never": 61}


def retention_5_1():
    young = [course(*WAYS[way], birth_date=date(2004, 1, 1)) for way, n in YOUTH_5_1.items() for _ in range(n)]
    return young + [course(*WAYS[way], birth_date=date(1980, 1, 1)) for way, n in ADULTS_5_1.items() for _ in range(n)]


def test_table_5_1_retention_by_age():
    by_age = table("retention", retention_5_1(), by="age")
    assert [(one.key, one.n, percents(one.rows)) for one in by_age.columns] == [
        ("youth", 335, [31, 32, 9, 4, 5, 28]),
        ("adult", 803, [66, 22, 5, 2, 3, 8]),
    ]
    assert [row.count for row in by_age.columns[0].rows] == [104, 107, 30, 13, 17, 94]
    assert [row.key for row in by_age.rows] == ["stable", "got", "lost", "lost_new", "lost_not_new", "never"]
    assert (
        Text(
            "25 år og derover: De afrundede procenter giver 101, ikke 100.",
            "25 years and over: The rounded per cents add up to 101, not 100.",
        )
        in by_age.self_check
    )


@pytest.mark.parametrize(
    ("age", "n", "printed"), [("youth", 335, [31, 32, 9, 4, 5, 28]), ("adult", 803, [66, 22, 5, 2, 3, 8])]
)
def test_table_5_1_of_one_age(age, n, printed):
    found = table("retention", retention_5_1(), age=age)
    assert (found.n, percents(found.rows)) == (n, printed)
    assert [(one.key, one.count) for one in found.exclusions] == [("other_age", 1138 - n)]


ROWS_9_1 = ["almen", "privat_udlejning", "par_107", "par_108", "faellesskab", "skaev", "eget", "andet", "ikke_egen_bolig", "ved_ikke"]  # fmt: skip
HOUSING = {
    ("assessment", 1475): ([90, 17, 74, 2, 14, 1, 1, 62, 1194, 20], [6, 1, 5, 0, 1, 0, 0, 4, 81, 1]),
    ("discharge", 1077): ([333, 65, 22, 11, 22, 22, 0, 129, 381, 92], [31, 6, 2, 1, 2, 2, 0, 12, 35, 9]),
    ("release", 114): ([38, 11, 2, 0, 0, 0, 1, 27, 27, 8], [33, 10, 2, 0, 0, 0, 1, 24, 24, 7]),
}
# A printed row that several answers are counted in, by turns.
ANSWERS = {
    "privat_udlejning": ["privat_lejlighed", "privat_vaerelse"],
    "andet": ["andet", "andet_sofa", "andet_behandling"],
}


@pytest.mark.parametrize(("at", "n"), HOUSING)
def test_tables_9_1_and_11_5_housing(at, n):
    counts, printed = HOUSING[at, n]
    courses = []
    for row, times in zip(ROWS_9_1, counts, strict=True):
        codes = ANSWERS.get(row, [row])
        courses += [course({"housing_now": codes[one % len(codes)]}, kinds=[at]) for one in range(times)]
    found = table("housing", courses, at=at)
    assert (found.n, [row.key for row in found.rows]) == (n, ROWS_9_1)
    assert ([row.count for row in found.rows], percents(found.rows)) == (counts, printed)


def test_table_9_1_own_home():
    """13 and 44 per cent have a home of their own: 199 of 1,475 and 475 of 1,077."""
    for (at, n), own in {("assessment", 1475): 13, ("discharge", 1077): 44}.items():
        counts, _printed = HOUSING[at, n]
        codes = {row: ANSWERS.get(row, [row])[0] for row in ROWS_9_1}
        courses = people(
            dict(zip(ROWS_9_1, counts, strict=True)), lambda row, codes=codes: {"housing_now": codes[row]}, at
        )
        found = table("housing", courses, at=at, by="own_home")
        assert {one.key: (200 * one.n + n) // (2 * n) for one in found.columns}["own_home"] == own


SLEPT = {
    "own_home": (199, [60, 2, 3, 26, 13, 0, 0, 0, 2, 2, 4, 3]),
    "not_own_home": (1194, [1, 6, 7, 77, 17, 1, 0, 1, 2, 1, 1, 3]),
}


def spread_out(codes, printed, n):
    """A set of answers for each of `n` courses, so that every code has its count; each course has at least one."""
    sets = [set() for _ in range(n)]
    place = 0
    for code, share in zip(codes, printed, strict=True):
        for _ in range(solved(share, n)):
            sets[place % n].add(code)
            place += 1
    assert all(sets)
    return [sorted(one) for one in sets]


def test_table_9_3_slept_by_own_home():
    codes = list(ITEMS["slept"].choices)
    courses = [
        course({"housing_now": home, "slept": codes_of}, kinds=["assessment"])
        for home, (n, printed) in zip(("eget", "ikke_egen_bolig"), SLEPT.values(), strict=True)
        for codes_of in spread_out(codes, printed, n)
    ]
    found = table("slept", courses, at="assessment")
    assert {one.key: (one.n, percents(one.rows)) for one in found.columns} == SLEPT


def test_table_9_4_why_no_home():
    printed = [19, 23, 7, 46, 15, 9, 19]
    answers = spread_out(list(ITEMS["why_no_home"].choices), printed, 381)
    courses = [course(NONE | {"why_no_home": codes}, kinds=["discharge"]) for codes in answers]
    courses += [course(HOME, kinds=["discharge"]) for _ in range(44)]
    courses += [course({"housing_now": "andet"}, kinds=["discharge"]) for _ in range(12)]
    found = table("why_no_home", courses, at="discharge")
    assert (found.n, percents(found.rows)) == (381, printed)
    assert {one.key: one.count for one in found.exclusions} == {"has_home": 44, "housing_unknown": 12}


AREAS_9_5 = {
    "netvaerk": [81, 10, 9], "oekonomi": [77, 15, 9], "dagligdag": [64, 27, 9], "psykisk": [77, 13, 10],
    "fysisk": [54, 38, 8], "misbrug_i_alt": [74, 21, 6], "hash": [43, 41, 16], "stoffer": [33, 56, 11], "alkohol": [47, 46, 7],
}  # fmt: skip


@cache
def counts_9_5(area, n=1475):
    """Three counts that make up `n` and print as they should."""
    printed = AREAS_9_5[area]
    spans = [[count for count in range(n + 1) if (200 * count + n) // (2 * n) == share] for share in printed]
    return next((a, b, n - a - b) for a in spans[0] for b in spans[1] if n - a - b in spans[2])


def misuse_9_5(place, any_of):
    """Substances of one course: none says yes past the 74 per cent, and so for Ved ikke past the next 6."""
    yes, no, _unknown = any_of
    made = {}
    for code in ("hash", "stoffer", "alkohol"):
        a, b, c = counts_9_5(code)
        unknown_first = c - (1475 - yes - no if code == "hash" else 0)
        if place < yes:
            made[code] = "2" if place < a else "ved_ikke" if place < a + unknown_first else "0"
        else:
            made[code] = "0" if place < yes + no else "ved_ikke" if code == "hash" else "0"
        assert b >= 0
    return made


def test_figure_9_5_eight_areas_and_any_misuse():
    courses = []
    any_of = counts_9_5("misbrug_i_alt")
    for place in range(1475):
        answers = {f"domains.{code}": value for code, value in misuse_9_5(place, any_of).items()}
        for code in ("netvaerk", "oekonomi", "dagligdag", "psykisk", "fysisk"):
            a, b, _c = counts_9_5(code)
            answers[f"domains.{code}"] = "1" if place < a else "0" if place < a + b else "ved_ikke"
        if max(counts_9_5(code)[0] for code in ("hash", "stoffer", "alkohol")) <= place < any_of[0]:
            answers["in_treatment.alkohol"] = True
        courses.append(course(answers, kinds=["assessment"]))
    found = table("problems", courses, at="assessment")
    assert {row.key: [one.percent for one in row.cells] for row in found.rows} == AREAS_9_5
    assert {row.n for row in found.rows} == {found.n} == {1475}
    assert percents(found.rows) == [shares[0] for shares in AREAS_9_5.values()]


def test_figure_5_4_problems_of_the_young():
    """At the first report, of 452 aged 18 to 24: 240 have a problem with cannabis, 357 mental problems."""
    courses = [
        course(
            {"domains.hash": "1" if place < 240 else "0", "domains.psykisk": "3" if place < 357 else "0"}, age_given=20
        )
        for place in range(452)
    ]
    courses += [course({"domains.hash": "1", "domains.psykisk": "1"}, age_given=25) for _ in range(9)]
    found = table("problems", courses, age="youth")
    assert (found.n, row_of(found, "hash").percent, row_of(found, "psykisk").percent) == (452, 53, 79)


@pytest.mark.parametrize(
    ("key", "counts", "printed"),
    [
        ("income", [28, 57, 1001, 13, 249, 14, 28, 57, 28], [2, 4, 68, 1, 17, 1, 2, 4, 2]),  # 9-7
        ("occupation", [15, 15, 236, 707, 59, 59, 266, 59, 59], [1, 1, 16, 48, 4, 4, 18, 4, 4]),  # 9-8
    ],
)
def test_tables_9_7_and_9_8(key, counts, printed):
    rows = list(ITEMS[key].printed())
    found = table(key, people(dict(zip(rows, counts, strict=True)), lambda code: {key: code}), at="assessment")
    assert (found.n, [row.key for row in found.rows]) == (1475, rows)
    assert ([row.count for row in found.rows], percents(found.rows)) == (counts, printed)


MUNICIPALITIES = ["Albertslund", "Esbjerg", "Frederiksberg", "København", "Odense", "Randers", "Viborg", "Aarhus"]
COUNTS_9_11 = {
    "n": [19, 125, 9, 206, 107, 93, 8, 60],
    "recommended": [17, 76, 4, 93, 55, 68, 6, 38],
    "planned": [14, 83, 5, 100, 67, 59, 8, 42],
    "attached_of_planned": [10, 56, 2, 32, 35, 30, 7, 26],
    "attached_of_unplanned": [2, 12, 0, 10, 1, 2, 0, 3],
}
PRINTED_9_11 = {
    "recommended": [89, 61, 44, 45, 51, 73, 75, 63, 57],
    "attached": [63, 54, 22, 20, 34, 34, 88, 48, 36],
    "attached_of_planned": [71, 67, 40, 32, 52, 51, 88, 62, 52],
    "attached_of_unplanned": [40, 29, 0, 9, 3, 6, 0, 17, 12],
}


def support_9_11(place, unit):
    yes = {name: counts[unit] for name, counts in COUNTS_9_11.items()}
    planned = place < yes["planned"]
    in_group = place if planned else place - yes["planned"]
    attached = in_group < yes["attached_of_planned" if planned else "attached_of_unplanned"]
    before = {"support_recommended": "ja" if place < yes["recommended"] else "nej"}
    after = {"support_recommended": "ja" if planned else "nej", "support_attached": "ja" if attached else "nej"}
    return course(before, after, kinds=["assessment", "discharge"], municipality=MUNICIPALITIES[unit])


def test_table_9_11_recommended_and_attached_by_municipality():
    """Viborg has nobody without a plan: the question was used, so the printed cell is 0."""
    courses = [support_9_11(place, unit) for unit in range(8) for place in range(COUNTS_9_11["n"][unit])]
    found = table("recommended_attached", courses)
    columns = {one.label.da: one for one in found.columns}
    assert [columns[name].n for name in MUNICIPALITIES] + [found.n] == [*COUNTS_9_11["n"], 627]
    for place, (key, printed) in enumerate(PRINTED_9_11.items()):
        shares = [columns[name].rows[place].percent for name in MUNICIPALITIES]
        assert (key, [*shares, row_of(found, key).percent]) == (found.rows[place].key, printed)


def test_table_11_6_services_started():
    """The source prints 100 under rows that add to 101; several answers are possible, and a table says so."""
    counts = {"par_83": 1, "par_85": 20, "efterforsorg_110": 1, "par_99": 8, "modtager_ikke": 77, "ved_ikke": 7}
    found = table("services_started", people(counts, lambda code: {"services_started": [code]}, "release"))
    assert (found.n, percents(found.rows)) == (114, [1, 18, 1, 7, 68, 6])
    assert any("overstige 100" in note.da for note in found.notes)


def test_table_2_1_change():
    counts = [
        Counts(name, Text.of(name), before, after)
        for name, before, after in [("Esbjerg", 128, 144), ("Guldborgsund", 120, 99), ("København", 1494, 1581)]
    ]
    assert percents(table("change", [], given=counts).rows) == [13, -18, 6]


def test_table_2_8_homes_against_targets():
    names = ["Albertslund", "Esbjerg", "Høje-Taastrup", "Frederiksberg", "København", "Randers", "Aarhus"]
    original = ["6-8", 26, 20, "42-44", 240, 27, 12]
    current, established = [6, 45, 10, 48, 321, 27, 79], [3, 45, 10, 40, 300, 16, 39]
    given = [
        Target(name, Text.of(name), Span.of(first), Span.of(now), got)
        for name, first, now, got in zip(names, original, current, established, strict=True)
    ]
    found = table("homes_against_targets", [], given=given)
    assert [cell(row, "pct_of_original").value for row in found.rows] == [43, 173, 50, 93, 125, 59, 325, 120]
    assert [cell(row, "pct_of_current").value for row in found.rows] == [50, 100, 100, 83, 93, 59, 49, 85]
    total = found.rows[-1]
    assert (cell(total, "original").count, cell(total, "current").count, total.count) == (377, 536, 453)


def test_the_areas_are_the_eight():
    assert set(AREAS_9_5) - {"misbrug_i_alt"} == set(EIGHT.split())
