"""What tables of one question share, whoever they are about."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from reporting.across.questions import questions_of
from reporting.across.relations import counted, possible, shared
from reporting.disclosure.attack import ranges
from reporting.disclosure.suppression import suppressed
from reporting.figures.sums import System
from reporting.tabulation.reading import NOT_ASKED
from tests.reporting.disclosure.programmes import ITEMS, asked_of, programme, system_of, told

HOMES = ("housing", "housing_three_way", "retention", "funnel")
ITEM = ITEMS["housing_now"]
[HOUSING] = questions_of(ITEM)
GROUPS = ITEM.grouped("three_way")
NOT_FOLLOWED = [("housing_three_way@first", "not_followed"), ("housing_three_way@latest", "not_followed"),
                ("retention", "not_followed")]  # fmt: skip
FIVE = 5


def named(key, at=""):
    return next(one for one in asked_of() if (one.key, one.at) == (key, at))


@pytest.mark.parametrize(
    ("key", "at", "said", "counts"),
    [
        ("retention", "", ("almen", "ikke_egen_bolig"), {"retention.lost", "retention.lost_not_new", "retention.n"}),
        (
            "retention",
            "",
            ("almen", "ikke_egen_bolig", "almen"),
            {"retention.lost", "retention.lost_new", "retention.n"},
        ),
        ("retention", "", ("almen",), {"retention.out.not_followed"}),
        ("retention", "", ("almen", None), {"retention.blanks"}),
        ("housing", "latest", ("almen", "ikke_egen_bolig"), {"housing@latest.ikke_egen_bolig", "housing@latest.n"}),
        ("housing", "first", ("almen", NOT_ASKED), {"housing@first.almen", "housing@first.n"}),
        ("housing", "first", (), {"housing@first.out.no_report"}),
        ("why_no_home", "latest", ("almen",), {"why_no_home@latest.out.has_home"}),
        # Those without a home are counted by what they say to another question.
        ("why_no_home", "latest", ("ikke_egen_bolig",), set()),
    ],
)
def test_a_table_says_which_counts_a_course_is_in(key, at, said, counts):
    assert counted(named(key, at), HOUSING, said) == counts


@pytest.mark.parametrize(("key", "at"), [("income", "first"), ("problems", "first"), ("who5", "")])
def test_a_table_of_other_questions_counts_the_same_whatever_is_said(key, at):
    assert len({counted(named(key, at), HOUSING, (value, value)) for value in HOUSING.values}) == 1


def test_a_count_of_many_parts_rests_on_none_of_them():
    """How many areas are a problem: no one area says it; whether one of them is, that area alone."""
    alcohol = next(one for one in questions_of(ITEMS["domains"]) if one.key == "domains.alkohol")
    rows = {"problems": "alkohol", "development": "alkohol"}
    for table in (one for one in asked_of() if "domains" in one.codes and one.at != "latest"):
        names = frozenset().union(*(counted(table, alcohol, (value, value)) for value in alcohol.values))
        assert {name.split(".")[1] for name in names} <= {rows.get(table.key, "out")}
        assert bool(names) is (table.key in rows)


@pytest.mark.parametrize("seed", range(6))
def test_what_tables_share_is_true_of_any_programme(seed):
    courses = programme(seed, 50)
    made = system_of(courses)
    numbers = {name: one.n for name, one in made.quantities.items()}
    assert [one for one in made.sums if numbers[one.whole] != sum(numbers[part] for part in one.parts)] == []
    assert min(numbers.values()) >= 0


def test_every_course_that_could_be_is_thought_of():
    """Another answer of any course is no news to a reader: as many patterns of all answers as are looked at."""
    values = ("almen", "par_107", "ikke_egen_bolig", "ved_ikke", None, NOT_ASKED)
    tables = [one for one in asked_of() if one.key in HOMES]
    seen = {_in(tables, said) for many in range(5) for said in product(values, repeat=many)}
    assert seen <= {_in(tables, said) for said in possible(tables, HOUSING)}


def _in(tables, said):
    return frozenset().union(*(counted(one, HOUSING, said) for one in tables))


def test_answers_taken_together_otherwise_at_each_end_leave_the_others_joined():
    """Rare numbers of problems are one row, of other numbers at the first report than at the latest."""
    courses = programme(3, 60)
    ends = [
        replace(one, kind=replace(one.kind, together=frozenset(rare)))
        for one, rare in ((named("problem_count", "first"), "01"), (named("problem_count", "latest"), "78"))
    ]
    made = System()
    for one in ends:
        for name, n in one.counts(courses).items():
            made.count(name, n)
    joined = {one.whole for one in shared(ends, courses, made.quantities).sums}
    assert {f"problem_count@{at}.{many}" for at in ("first", "latest") for many in (2, 3, 4)} <= joined
    assert not {f"problem_count@{at}.merged" for at in ("first", "latest")} & joined


@pytest.mark.parametrize("seed", range(8))
def test_whoever_knows_what_the_tables_of_homes_mean_narrows_nothing(seed):
    """A reader with sums of their own, from what the tables say that they count."""
    courses = programme(seed, 40)
    made = system_of(courses, only=HOMES)
    hidden = suppressed(made, FIVE)
    reader = System()
    for name, one in made.quantities.items():
        if one.printed and name.split(".")[0].split("@")[0] in HOMES:
            reader.count(name, one.n, one.people)
    printed = list(reader.quantities)
    ways = Counter(_way(course) for course in courses)
    values = HOUSING.values
    every = [(), *product(values), *(way for way in product(values, values, (True, False)) if _could_be(*way))]
    counts = {str(way): _counts(way) for way in every}
    for way in every:
        reader.pattern(str(way), ways[way])
    for name in printed:
        parts = [way for way, names in counts.items() if name in names]
        if parts:
            assert sum(reader.quantities[part].n for part in parts) == reader.quantities[name].n, name
            reader.add_up(name, parts)
    wanted = [name for name in hidden if name in reader.quantities and reader.quantities[name].n]
    assert wanted
    assert told(reader, ranges(reader, hidden, wanted)) == {}


def _way(course):
    """What a course says at both ends, and whether a home was lost on the way."""
    said = [report.answers.get("housing_now", NOT_ASKED) for report in course.reports]
    if len(said) < 2:
        return tuple(said)
    known = [GROUPS[one] for one in said if GROUPS.get(one) in ("own", "not_own")]
    return said[0], said[-1], any(one == "own" and "not_own" in known[place:] for place, one in enumerate(known))


def _could_be(first, latest, lost):
    """Whoever has a home at first and none at the latest has lost it."""
    return lost or (GROUPS.get(first), GROUPS.get(latest)) != ("own", "not_own")


def _counts(way):
    """The counts of the tables of homes that such a course is in, as the tables say what they count."""
    if not way:
        return {f"{place}.out.{why}" for place, why in (*_at_ends("housing", "no_report"), *NOT_FOLLOWED)} | {
            "funnel.all"
        }
    ends = dict(zip(("first", "latest"), way[:2] if len(way) > 1 else way * 2, strict=True))
    found = {"funnel.all"} | {f"housing@{at}.{_place(said)}" for at, said in ends.items()}
    found |= {f"housing@{at}.n" for at, said in ends.items() if said in ITEM.choices}
    if len(way) == 1:
        return found | {f"{place}.out.{why}" for place, why in NOT_FOLLOWED}
    found |= {"funnel.followed"} | {
        f"housing_three_way@{at}.{GROUPS.get(said, _place(said))}" for at, said in ends.items()
    }
    found |= {f"housing_three_way@{at}.n" for at, said in ends.items() if said in GROUPS}
    return found | _kept([*ends.values()], lost=way[2])


def _kept(ends, *, lost):
    if NOT_ASKED in ends:
        return {"retention.out.not_asked"}
    if None in ends:
        return {"retention.blanks"}
    first, latest = (GROUPS.get(one) for one in ends)
    if not {first, latest} <= {"own", "not_own"}:
        return {"retention.out.housing_unknown"}
    found = {"retention.n", "funnel.housing_known"}
    if lost:
        return found | {"retention.lost", "retention.lost_new" if latest == "own" else "retention.lost_not_new"}
    return found | {
        "retention.never" if latest == "not_own" else "retention.stable" if first == "own" else "retention.got"
    }


def _place(said):
    return "out.not_asked" if said is NOT_ASKED else "blanks" if said is None else ITEM.row_of(said)


def _at_ends(key, why):
    return [(f"{key}@{at}", why) for at in ("first", "latest")]
