"""Distributions: rows with zeros, groups, several answers, grids, units and states of courses."""

import pytest

from reporting.kinds.distributions import Distribution, DistributionMany, Grid, Several
from tests.reporting.tabulation.questions import ITEMS, course, people, percents


def counts(found):
    return {row.key: row.count for row in found.rows if row.count}


def test_every_row_is_there_with_zero_too():
    found = Distribution("plan_141").compute(
        people({"har": 2, "ved_ikke": 1}, lambda code: {"plan_141": code}), "first", ITEMS
    )
    assert [(row.key, row.count, row.percent) for row in found.rows] == [
        ("har", 2, 67), ("under_udarbejdelse", 0, 0), ("sagt_nej", 0, 0), ("ikke_tilbudt", 0, 0), ("ved_ikke", 1, 33),
    ]  # fmt: skip


def test_blanks_and_those_not_asked_leave_the_denominator():
    courses = [
        course({"plan_141": "har"}),
        course({"plan_141": None}),
        course({}),
        course(),
        course({"plan_141": "ukendt"}),
    ]
    found = Distribution("plan_141").compute(courses, "first", ITEMS)
    assert (found.n, found.blanks, found.rows[0].percent) == (1, 1, 100)
    assert found.exclusions == {"not_asked": 1, "no_report": 1, "unknown_answer": 1}


def test_nobody_gives_no_per_cent():
    found = Distribution("plan_141").compute([course({"plan_141": None})], "first", ITEMS)
    assert (found.n, found.blanks, set(percents(found.rows)), {row.count for row in found.rows}) == (0, 1, {None}, {0})


def test_halves_are_rounded_up():
    """1 of 8 is 12.5 per cent, 3 of 8 is 37.5: 13 and 38, where rounding to even gives 12 and 38."""
    found = Distribution("plan_141").compute(
        people({"har": 1, "sagt_nej": 3, "ved_ikke": 4}, lambda code: {"plan_141": code}), "first", ITEMS
    )
    assert percents(found.rows) == [13, 0, 38, 0, 50]


def test_a_dated_choice_is_printed_in_its_row():
    found = Distribution("income").compute(
        people({"uddannelseshjaelp": 2, "kontanthjaelp": 1}, lambda code: {"income": code}), "assessment", ITEMS
    )
    assert counts(found) == {"kontanthjaelp": 3}
    assert "uddannelseshjaelp" not in {row.key for row in found.rows}


def test_three_groups_of_those_followed():
    courses = [
        course({"housing_now": code}, {"housing_now": "almen"})
        for code in ("eget", "ikke_egen_bolig", "ved_ikke", "andet_sofa")
    ]
    courses.append(course({"housing_now": "almen"}))
    kind = Distribution("housing_now", base="followed", group="three_way")
    assert counts(kind.compute(courses, "first", ITEMS)) == {"own": 1, "not_own": 1, "other": 2}
    assert counts(kind.compute(courses, "latest", ITEMS)) == {"own": 4}
    assert kind.compute(courses, "latest", ITEMS).exclusions == {"not_followed": 1}


def test_nights_in_bands_with_ved_ikke():
    said = [(0, 0, 0), (1, 2, 3), (93, 0, 0), ("ved_ikke", 1, 1), (None, 1, 1), (90, 90, 90)]
    courses = [
        course(dict(zip(("nights.gade", "nights.herberg", "nights.familie_venner"), one, strict=True))) for one in said
    ]
    found = Distribution("nights", of="bands").compute([*courses, course({})], "first", ITEMS)
    assert [(row.key, row.count) for row in found.rows] == [
        ("0", 1),
        ("1_7", 1),
        ("8_30", 0),
        ("31_60", 0),
        ("61_93", 1),
        ("ved_ikke", 1),
    ]
    assert (found.n, found.blanks, found.exclusions) == (4, 1, {"unknown_answer": 1, "not_asked": 1})


def test_the_number_of_areas_with_problems_has_nine_rows():
    full = {f"domains.{part}": "2" for part in ITEMS["domains"].parts}
    some = full | {"domains.hash": "0", "domains.alkohol": "ved_ikke", "domains.fysisk": None}
    blank = dict.fromkeys(full)
    found = Distribution("domains", of="problems").compute(
        [course(full), course(some), course(blank), course({})], "first", ITEMS
    )
    assert [row.key for row in found.rows] == [str(one) for one in range(9)]
    assert (counts(found), found.n, found.blanks, found.exclusions) == ({"5": 1, "8": 1}, 2, 1, {"not_asked": 1})


def test_each_area_has_its_own_base():
    answers = [
        {"domains.hash": "1", "domains.psykisk": "0"},
        {"domains.hash": "ved_ikke", "domains.psykisk": None},
        {"domains.hash": None, "domains.psykisk": None},
        {"domains.hash": "0"},
        {"housing_now": "almen"},
    ]
    found = DistributionMany("domains", ("hash", "psykisk", "misbrug_i_alt")).compute(
        [course(one) for one in answers], "first", ITEMS
    )
    assert (found.n, found.blanks, found.exclusions) == (3, 1, {"not_asked": 1})
    assert [(row.key, row.count, row.n, row.blanks) for row in found.rows] == [
        ("hash", 1, 3, 1),
        ("psykisk", 0, 1, 2),
        ("misbrug_i_alt", 1, 2, 2),
    ]
    assert [one.percent for one in found.rows[0].cells] == [33, 33, 33]
    assert [one.key for one in found.rows[0].cells] == ["problem", "no_problem", "ved_ikke"]


def test_several_answers_count_each_in_those_that_answered():
    courses = [course({"other_support": one}) for one in (["psykiatrisk", "andet"], ["andet"], ["ingen"], None)]
    found = Several("other_support").compute([*courses, course({})], "first", ITEMS)
    assert [(row.key, row.percent) for row in found.rows] == [
        ("psykiatrisk", 33),
        ("andet", 67),
        ("ingen", 33),
        ("ved_ikke", 0),
    ]
    assert (found.n, found.blanks, found.exclusions) == (3, 1, {"not_asked": 1})


def test_two_answers_of_one_row_count_once():
    found = Several("closing_why").compute(
        [course({"closing_why": ["oensker_ikke", "eget_fravalg"]})], "latest", ITEMS
    )
    assert counts(found) == {"oensker_ikke": 1}


def test_several_with_an_answer_that_the_question_does_not_have():
    found = Several("other_support").compute([course({"other_support": ["andet", "nyt"]})], "first", ITEMS)
    assert (found.n, found.exclusions) == (0, {"unknown_answer": 1})


def test_an_element_is_used_when_any_report_says_so():
    used = [
        course({"elements_used": ["ingen"]}, {"elements_used": ["plan"]}, {"elements_used": ["bolig", "plan"]}),
        course({"elements_used": ["ved_ikke"]}, {"elements_used": None}),
        course({"elements_used": ["ingen"]}),
        course({"elements_used": None}, {}),
        course({}),
        course(),
    ]
    found = Several("elements_used", union=True, number=True).compute(used, "", ITEMS)
    assert counts(found) == {"plan": 1, "bolig": 1, "ingen": 1, "ved_ikke": 1, "number.0": 1, "number.2": 1}
    assert (found.n, found.blanks, found.exclusions) == (3, 1, {"not_asked": 1, "no_report": 1})
    assert [(row.key, row.n) for row in found.rows[5:]] == [
        ("number.0", 2),
        ("number.1", 2),
        ("number.2", 2),
        ("number.3", 2),
    ]


def test_methods_alone_and_together():
    events = [[("samarbejdsmodel",), ("cti",)], [("cti", "samarbejdsmodel")], [("icm",)], [None]]
    courses = [
        course(*({"methods": codes and [{"code": code, "from": None, "to": None} for code in codes]} for codes in one))
        for one in events
    ]
    found = Several("methods", union=True, combinations=True).compute(courses, "", ITEMS)
    assert counts(found) == {
        "samarbejdsmodel": 2,
        "cti": 2,
        "icm": 1,
        "combination.icm": 1,
        "combination.samarbejdsmodel+cti": 2,
    }
    assert (found.n, found.blanks) == (3, 1)


def test_conditions_printed_as_one_row_stand_above_their_parts():
    said = [
        ("tidligere", "nej"),
        ("nej", "aktuelt"),
        ("ved_ikke", "nej"),
        (None, "nej"),
        ("nej", "nej"),
        (None, "aktuelt"),
    ]
    courses = [
        course({"risk_conditions.anbringelse": one, "risk_conditions.forebyggende": other}) for one, other in said
    ]
    found = Grid("risk_conditions", number=True).compute(courses, "first", ITEMS)
    rows = {row.key: row for row in found.rows}
    joined = rows["anbringelse_forebyggende"]
    assert (joined.count, joined.n, joined.blanks, joined.percent) == (3, 5, 1, 60)
    assert {one.key: one.count for one in joined.cells} == {"nej": 1, "tidligere": 1, "aktuelt": 2, "ved_ikke": 1}
    assert [(rows[part].count, rows[part].n, rows[part].sub) for part in ("anbringelse", "forebyggende")] == [
        (1, 4, True),
        (2, 6, True),
    ]
    assert [row.key for row in found.rows][:7] == [
        "uddannelse_beskaeftigelse", "misbrug", "psykisk", "opvaekst", "anbringelse_forebyggende", "anbringelse", "forebyggende",
    ]  # fmt: skip
    assert {key: row.count for key, row in rows.items() if key.startswith("number.") and row.count} == {
        "number.0": 3,
        "number.1": 3,
    }


def test_of_joined_rows_at_present_says_more_than_earlier():
    said = [("tidligere", "aktuelt"), ("aktuelt", "tidligere"), ("ved_ikke", "tidligere")]
    courses = [
        course({"risk_conditions.anbringelse": one, "risk_conditions.forebyggende": other}) for one, other in said
    ]
    rows = {row.key: row for row in Grid("risk_conditions").compute(courses, "first", ITEMS).rows}
    cells = {one.key: one.count for one in rows["anbringelse_forebyggende"].cells}
    assert cells == {"nej": 0, "tidligere": 1, "aktuelt": 2, "ved_ikke": 0}


def test_the_main_situation_is_counted_once():
    said = [
        {"homeless_situation": ["gade", "herberg"], "homeless_situation.main": "herberg"},
        {"homeless_situation": ["gade", "herberg"]},
        {"homeless_situation": None},
        {},
    ]
    found = Distribution("homeless_situation", of="main").compute([course(one) for one in said], "latest", ITEMS)
    assert (counts(found), found.n, found.blanks, found.exclusions) == (
        {"gade": 1, "herberg": 1},
        2,
        1,
        {"not_asked": 1},
    )


def test_rows_have_the_names_of_their_answers():
    nights = Distribution("nights", of="bands").compute([], "first", ITEMS)
    assert [row.label.da for row in nights.rows] == ["0", "1–7", "8–30", "31–60", "61–93", "Ved ikke"]
    problems = Distribution("domains", of="problems").compute([], "first", ITEMS)
    assert [row.label.en for row in problems.rows] == list("012345678")
    areas = DistributionMany("domains", ("hash", "misbrug_i_alt")).compute([], "first", ITEMS)
    assert [row.label.en for row in areas.rows] == ["hash en", "Any misuse, or in treatment"]
    assert [one.label.en for one in areas.rows[0].cells] == ["problem en", "no_problem en", "Do not know"]
    risk = Grid("risk_conditions", number=True).compute([], "first", ITEMS)
    assert [row.label.en for row in risk.rows][4:8] == [
        "anbringelse_forebyggende en",
        "anbringelse en",
        "forebyggende en",
        "Number of conditions: 0",
    ]
    together = Several("methods", union=True, combinations=True).compute(
        [course({"methods": [{"code": "cti"}, {"code": "icm"}]})], "", ITEMS
    )
    assert together.rows[-1].label.da == "cti da + icm da"


def test_a_row_of_an_area_has_the_share_with_a_problem():
    courses = [course({"domains.hash": one}) for one in ("1", "2", "0", "ved_ikke", "3")]
    [row] = DistributionMany("domains", ("hash",)).compute(courses, "first", ITEMS).rows
    assert (row.count, row.percent, [one.percent for one in row.cells]) == (3, 60, [60, 20, 20])


def test_treatment_for_one_substance_is_any_misuse():
    none = {f"domains.{one}": "0" for one in ("alkohol", "stoffer", "hash")}
    courses = [course(none | {f"in_treatment.{one}": True}) for one in ("alkohol", "stoffer", "hash")] + [course(none)]
    [row] = DistributionMany("domains", ("misbrug_i_alt",)).compute(courses, "first", ITEMS).rows
    assert (row.count, row.n, row.percent) == (3, 4, 75)


def test_a_grid_counts_who_answered_any_of_it():
    said = [
        {"risk_conditions.misbrug": "aktuelt", "risk_conditions.psykisk": None},
        {"risk_conditions.misbrug": "nej", "risk_conditions.psykisk": "nej"},
    ]
    blank = {"risk_conditions.misbrug": None}
    found = Grid("risk_conditions").compute([course(one) for one in (*said, blank, blank, {}, {}, {})], "first", ITEMS)
    rows = {row.key: row for row in found.rows}
    assert (found.n, found.blanks, found.exclusions) == (2, 2, {"not_asked": 3})
    assert [
        (rows[key].count, rows[key].n, rows[key].blanks, rows[key].percent)
        for key in ("misbrug", "psykisk", "opvaekst")
    ] == [(1, 2, 2, 50), (0, 1, 1, 0), (0, 0, 0, None)]
    assert "number.0" not in rows


def test_many_alike_count_each():
    alike = [course({"other_support": ["andet"], "closing_why": ["flyttet", "ikke_behov"]}) for _ in range(3)]
    blank = [course({"other_support": None}) for _ in range(2)]
    unknown = [course({"other_support": ["nyt"]}) for _ in range(2)]
    found = Several("other_support", number=True).compute([*alike, *blank, *unknown], "first", ITEMS)
    assert (counts(found), found.n, found.blanks, found.exclusions) == (
        {"andet": 3, "number.1": 3},
        3,
        2,
        {"unknown_answer": 2},
    )


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({"anbringelse": "nej", "forebyggende": None}, (0, 0, 1)), ({"anbringelse": "nej"}, (0, 0, 0)), ({"forebyggende": "nej"}, (0, 0, 0)),
        ({"anbringelse": None, "forebyggende": "ved_ikke"}, (0, 1, 0)), ({"anbringelse": "nej", "forebyggende": "nej"}, (0, 1, 0)),
        ({"forebyggende": "tidligere"}, (1, 1, 0)), ({"anbringelse": "aktuelt", "forebyggende": "tidligere"}, (1, 1, 0)),
    ],
)  # fmt: skip
def test_no_is_said_of_both_or_of_none(said, counted):
    """Count, n and blanks of the joined row: a no beside a blank, or beside what was not asked, is no no."""
    found = Grid("risk_conditions").compute(
        [course({f"risk_conditions.{part}": one for part, one in said.items()})], "first", ITEMS
    )
    row = next(one for one in found.rows if one.key == "anbringelse_forebyggende")
    assert ((row.count, row.n, row.blanks), row.sub) == (counted, False)


def test_several_answers_of_one_report_are_those_of_that_report():
    everything = list(ITEMS["other_support"].choices)
    one = course({"other_support": ["andet"]}, {"other_support": everything})
    kind = Several("other_support", number=True)
    assert counts(kind.compute([one], "first", ITEMS)) == {"andet": 1, "number.1": 1}
    latest = kind.compute([one], "latest", ITEMS)
    assert ({row.key for row in latest.rows if row.count}, latest.n, latest.blanks) == (set(everything), 1, 0)


def test_combinations_stand_from_the_shortest_to_the_longest_in_the_order_of_the_answers():
    sets = ["icm", "cti icm", "samarbejdsmodel cti icm", "cti", "samarbejdsmodel icm", "cti", "icm cti"]
    courses = [course({"methods": [{"code": code} for code in one.split()]}) for one in sets]
    found = Several("methods", union=True, combinations=True).compute(courses, "", ITEMS)
    assert [(row.key.removeprefix("combination."), row.count, row.percent) for row in found.rows[3:]] == [
        ("cti", 2, 29), ("icm", 1, 14), ("samarbejdsmodel+icm", 1, 14), ("cti+icm", 2, 29), ("samarbejdsmodel+cti+icm", 1, 14),
    ]  # fmt: skip
