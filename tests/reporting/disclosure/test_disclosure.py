"""Small numbers stay hidden, also from a reader who subtracts."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.disclosure.rules import counted as told_by
from reporting.disclosure.rules import discloses, hidden
from reporting.figures.base import COUNTED, Adds, Count, Row, Table, Unit, counted
from reporting.figures.sums import Quantity, Sum, System
from reporting.figures.thresholds import SMALLEST_SHOWN, SMALLEST_SPREAD, SMALLEST_UNIT
from reporting.indicators.housing import SUBMITTED
from reporting.indicators.registry import FROM_START, INDICATORS

Report = tuple[dict[str, Quantity], list[Sum]]


def test_the_thresholds_are_those_that_the_texts_name():
    """ADR 9 and 10, the report and the codebook say five and ten in words."""
    assert (SMALLEST_SHOWN, SMALLEST_UNIT, SMALLEST_SPREAD) == (5, 5, 10)


def plain(**counts):
    return {name: Quantity(n, n) for name, n in counts.items()}


def whole(*parts):
    return [Sum("whole", parts)]


@pytest.mark.parametrize(
    ("counts", "suppressed"),
    [
        ({"a": 10, "b": 20}, set()),
        ({"a": 0, "b": 20}, set()),
        ({"a": 3, "b": 20, "c": 9}, {"a", "c"}),  # the smallest other keeps the first from being found
        ({"a": 3, "b": 0, "c": 9}, {"a", "c"}),  # a nought hides nothing
        ({"a": 3, "b": 4, "c": 9}, {"a", "b"}),  # two small ones hide each other: each might be up to 6
        ({"a": 1, "b": 2, "c": 9}, {"a", "b", "c"}),  # 3 in all would say that both are 1 or 2
        ({"a": 2, "b": 3}, {"a", "b", "whole"}),  # nothing else left to hide them
        ({"a": 4}, {"a", "whole"}),
    ],
)
def test_what_is_hidden_in_one_table(counts, suppressed):
    rows = plain(**counts, whole=sum(counts.values()))
    assert hidden(System(rows, whole(*counts))) == suppressed


def test_the_people_behind_a_count_decide():
    """Forty contacts with two young people are as telling as two young people."""
    rows = {"a": Quantity(40, 2), "b": Quantity(60, 30), "c": Quantity(70, 30), "whole": Quantity(170, 50)}
    assert hidden(System(rows, whole("a", "b", "c"))) == {"a", "b"}


def test_the_rest_of_a_whole_is_protected_too():
    """97 of 100 have the reason: the 3 who have it not could be found."""
    rows = plain(reason=97, whole=100) | {"rest": Quantity(3, 3, printed=False)}
    assert hidden(System(rows, [Sum("whole", ("reason", "rest"))])) == {"reason"}


def test_what_is_hidden_in_one_table_is_hidden_in_the_next():
    """Worked by hand.

    Table 1: 20 screened = 16 in the group + 4 not. Table 2: the 16 again, as 10 enrolled + 6 not yet.
    The 4 could be found from the 16 and the 20. Hiding the 16 would cost more: it can be found as 10 + 6.
    """
    rows = plain(screened=20, in_group=16, outside=4, enrolled=10, not_yet=6)
    relations = [Sum("screened", ("in_group", "outside")), Sum("in_group", ("enrolled", "not_yet"))]
    assert hidden(System(rows, relations)) == {"outside", "screened"}


def hidden_in(tables, *, from_start=False):
    """What a whole report hides, from (indicator, table, frozen rows); its period may begin with the programme."""
    system, also = told_by(tables, with_small=FROM_START if from_start else None)
    return hidden(system, also)


def is_small(quantity):
    return 0 < quantity.people < SMALLEST_SHOWN


counts = st.integers(0, 12)


@st.composite
def reports(draw) -> Report:
    """Wholes with parts, parts with parts of their own, and a second way to split the first whole: always a tree."""
    quantities: dict[str, Quantity] = {}
    relations: list[Sum] = []

    def grow(name: str, depth: int) -> int:
        if depth and draw(st.booleans()):
            parts = [f"{name}{index}" for index in range(draw(st.integers(1, 4)))]
            n = sum(grow(part, depth - 1) for part in parts)
            relations.append(Sum(name, tuple(parts)))
        else:
            n = draw(counts)
        quantities[name] = Quantity(n, draw(st.integers(min(n, 1), n)) if draw(st.booleans()) else n)
        return n

    n = grow("w", 2)
    cut = draw(st.integers(0, n))
    quantities |= plain(x=cut, y=n - cut)
    relations.append(Sum("w", ("x", "y")))
    return quantities, relations


def computable(relations: list[Sum], unknown: list[str]) -> set[str]:
    """The unknowns that the relations fix once everything else is known: exact elimination over the rationals."""
    matrix = [[Fraction((name in rule.parts) - (name == rule.whole)) for name in unknown] for rule in relations]
    pivots: list[int] = []
    for column in range(len(unknown)):
        start = len(pivots)
        row = next((index for index in range(start, len(matrix)) if matrix[index][column]), None)
        if row is None:
            continue
        matrix[start], matrix[row] = matrix[row], matrix[start]
        lead = matrix[start][column]
        matrix[start] = [value / lead for value in matrix[start]]
        for index, line in enumerate(matrix):
            if index != start and line[column]:
                factor = line[column]
                matrix[index] = [a - factor * b for a, b in zip(line, matrix[start], strict=True)]
        pivots.append(column)
    return {unknown[column] for row, column in enumerate(pivots) if sum(map(bool, matrix[row])) == 1}


@given(reports())
def test_no_hidden_number_can_be_computed(report):
    quantities, relations = report
    suppressed = hidden(System(quantities, relations))
    assert computable(relations, sorted(suppressed)) == set()


@given(reports())
def test_every_small_number_is_hidden_and_no_nought(report):
    quantities, relations = report
    suppressed = hidden(System(quantities, relations))
    assert {name for name, quantity in quantities.items() if is_small(quantity)} <= suppressed
    assert not [name for name in suppressed if quantities[name].n == 0]


@given(reports())
def test_where_nothing_is_small_nothing_is_hidden(report):
    quantities, relations = report
    if not any(is_small(quantity) for quantity in quantities.values()):
        assert hidden(System(quantities, relations)) == set()


def test_elimination_finds_what_subtraction_finds():
    """The check itself: one unknown part of a known whole is found, two are not."""
    assert computable(whole("a", "b"), ["a"]) == {"a"}
    assert computable(whole("a", "b"), ["a", "b"]) == set()


def frozen(rows):
    return [row.frozen() for row in rows]


def test_a_table_of_several_answers_protects_each_answer_on_its_own():
    table = Table("t", "", Unit.ENROLMENT, COUNTED, {}, Adds.SINGLY)
    rows = counted({"a": Count(3, 3), "b": Count(18, 18), "c": Count(9, 9)}, "abc", whole=Count(20, 20))
    suppressed = hidden_in([("i", table, frozen(rows))])
    assert {name for name in suppressed if not name.endswith("complement")} == {"i.t.a.n", "i.t.b.n"}


STEPS = INDICATORS["referral_days"].tables[0]
CELLS = ("reached", "waiting", "ended")


def steps(submitted, *rows):
    """The table of steps with a row for each (reached, waiting, ended), each referral another young person's."""
    made = []
    for place, cells in enumerate(rows, start=1):
        values = {"submitted": submitted, **dict(zip(CELLS, cells, strict=True))}
        made.append(Row(str(place), values, values).frozen())
    return made


def suppressed_of(rows):
    """What is hidden in a table of steps, as "row.cell"."""
    return {name.removeprefix("i.steps.") for name in hidden_in([("i", STEPS, rows)])}


def test_parts_beside_each_other_are_protected_within_the_row():
    assert suppressed_of(steps(20, (12, 6, 2))) == {"1.waiting", "1.ended"}


def test_the_few_between_two_steps_are_protected():
    """From the offer to the yes 17 - 15 = 2 fell away, one waits and 8 - 7 = 1 ended; then one more, who waits.

    So no two of the first three steps are both shown in one column, nor all of a step but one count.
    """
    rows = steps(40, (17, 16, 7), (15, 17, 8), (14, 18, 8), (5, 22, 13))
    suppressed = suppressed_of(rows)
    for cell in CELLS:
        assert sum(f"{row}.{cell}" not in suppressed for row in "123") <= 1
    for row in "123":
        assert sum(f"{row}.{cell}" in suppressed for cell in CELLS) != 1
    assert not [name for name in suppressed if name.startswith("4.")]


def test_the_rest_of_a_step_does_not_tell_that_few_came_to_it():
    """28 submitted; 8 had an offer, 15 wait and 5 ended before. The yes of 4 is hidden, and the lease of 3.

    With the 20 who wait for a lease a reader would know that 28 - 20 - 5 = 3 at the most have one, as no fewer than
    the 5 can have ended, were that shown: it is hidden at every step. The same 3 have moved in.
    """
    suppressed = suppressed_of(steps(28, (8, 15, 5), (4, 19, 5), (3, 20, 5), (3, 20, 5)))
    assert {"2.reached", "3.reached", "4.reached", "1.ended", "2.ended", "3.ended", "4.ended"} <= suppressed


def test_steps_that_lose_nobody_are_shown():
    assert suppressed_of(steps(40, (40, 0, 0), (17, 16, 7), (17, 16, 7))) == set()


def test_young_people_with_several_referrals_count_once_between_steps():
    """Six referrals ended between the steps, of three young people at most: 33 - 30 came to be among those ended."""
    rows = steps(80, (40, 7, 33), (34, 7, 39))
    rows[1]["people"] = {"submitted": 74, "reached": 34, "waiting": 7, "ended": 36}
    assert suppressed_of(rows) == {"1.waiting", "1.ended"}


@given(st.integers(0, 12), st.lists(st.tuples(counts, counts), min_size=1, max_size=5))
def test_no_few_between_steps_can_be_computed(arrived, fallen):
    """Each step loses some who wait on and some who ended; what shown counts fix of them is nobody or five and more.

    A reader also knows that nobody came between two equal counts of a column, and so what is hidden between them.
    """
    total = arrived + sum(map(sum, fallen))
    rows, between, relations = [(total, 0, 0)], {}, []
    for at, (waits, ended) in enumerate(fallen, start=1):
        rows.append((rows[-1][0] - waits - ended, rows[-1][1] + waits, rows[-1][2] + ended))
        between |= {f"{at}-reached": waits + ended, f"{at}-waiting": waits, f"{at}-ended": ended}
        relations.append(Sum(f"{at - 1}.reached", (f"{at}.reached", f"{at}-reached")))
        relations.append(Sum(f"{at}-reached", (f"{at}-waiting", f"{at}-ended")))
        relations += [Sum(f"{at}.{cell}", (f"{at - 1}.{cell}", f"{at}-{cell}")) for cell in CELLS[1:]]
    suppressed = {"0.reached" if name == SUBMITTED else name for name in suppressed_of(steps(total, *rows[1:]))}
    unknown = suppressed | set(between)
    for column, cell in enumerate(CELLS):
        shown = [at for at in range(len(rows)) if f"{at}.{cell}" not in suppressed]
        for one, other in pairwise(shown):
            apart = abs(rows[one][column] - rows[other][column])
            assert not 0 < apart < SMALLEST_SHOWN
            if apart == 0:
                unknown -= {f"{at}-{cell}" for at in range(one + 1, other + 1)}
                unknown -= {f"{at}.{cell}" for at in range(one + 1, other)}
    fixed = computable(relations, sorted(unknown))
    assert fixed.isdisjoint(suppressed)
    assert not [name for name in fixed if 0 < between[name] < SMALLEST_SHOWN]


def test_closings_that_could_be_found_across_tables():
    """63 were enrolled in the period and 60 are on the last day: 3 have left, the same 3 that were closed.

    So neither how many are enrolled on the last day is shown nor the smallest phase, nor any share of it.
    """
    suppressed = hidden_in(
        [
            frozen_table("share_reached", "people", {"reached": 50, "not_reached": 13}, 63),
            frozen_table("phases", "now", {"start": 20, "middle": 31, "end": 9}, 60),
            frozen_table("closed", "reasons", {"completed": 3, "moved": 0}, 3),
        ]
    )
    assert {name for name in suppressed if not name.endswith("complement")} == {
        "enrolments_running",
        "phases.now.end.n",
        "enrolments_closed",
        "closed.reasons.completed.n",
    }


def frozen_table(indicator, key, counts, whole):
    table = next(table for table in INDICATORS[indicator].tables if table.key == key)
    rows = counted({code: Count(n, n) for code, n in counts.items()}, counts, whole=Count(whole, whole))
    return indicator, table, frozen(rows)


def figures(indicator, key, rows, people):
    """A frozen table of figures: each row by measure, resting on so many young people."""
    table = next(table for table in INDICATORS[indicator].tables if table.key == key)
    count = table.measures[0].key
    made = [
        Row(code, {count: people[code], **values}, {count: people[code]}).frozen() for code, values in rows.items()
    ]
    return indicator, table, made


def hidden_cells(*tables, from_start=False):
    """What a reader does not see, as "table.row.measure"."""
    suppressed = hidden_in(tables, from_start=from_start)
    return {
        f"{table.key}.{row['code']}.{measure.key}"
        for indicator, table, rows in tables
        for row in rows
        for measure in table.measures
        if measure.key in row["values"] and discloses(indicator, table, row, measure, suppressed, SMALLEST_SHOWN)
    }


def nights(people, total, spread, **bands):
    lower, median, upper = spread
    row = {"nights": total, "lower": lower, "median": median, "upper": upper}
    counts = {"0": 40, "any": people, **{f"b{code}": n for code, n in bands.items()}}
    indicator, table, rows = frozen_table("shelter_nights", "bands", counts, 40 + people)
    for made in rows:
        if made["code"].startswith("b"):
            made["parent"] = "any"
    return (
        figures("shelter_nights", "nights", {"shelter": row}, {"shelter": people}),
        (indicator, table, rows),
    )


def test_what_sums_up_values_is_hidden_with_any_of_their_bands():
    """12 people, 1016 nights, every quartile 92: ten have 92 each, 96 are left for two, so one has only a few."""
    tables = nights(12, 1016, (92, 92, 92), **{"2_5": 1, "31_119": 11})
    assert {cell for cell in hidden_cells(*tables) if cell.startswith("nights.")} == {
        f"nights.shelter.{measure}" for measure in ("nights", "lower", "median", "upper")
    }


@pytest.mark.parametrize(("people", "suppressed"), [(9, {"nights", "lower", "upper"}), (10, set())])
def test_a_sum_and_the_ends_of_a_spread_stand_for_ten_young_people(people, suppressed):
    """Five people, 130 nights, every quartile 30: the fifth had ten nights."""
    tables = nights(people, 30 * people - 20, (30, 30, 30), **{"6_30": people})
    assert hidden_cells(*tables) == {f"nights.shelter.{measure}" for measure in suppressed}


def phases(now, ended):
    """The tables of the phases: enrolments in each on the last day, and spells that have ended."""
    lengths = {code: {"median": 100} for code in now}
    return (
        frozen_table("phases", "now", now, sum(now.values())),
        figures("phases", "length", lengths, ended),
    )


def test_ended_phases_do_not_tell_how_many_are_in_one_now():
    """17 run, none ended, and 14 have left the first phase: 17 - 14 = 3 are in it. The lengths may still be read."""
    tables = phases({"a": 3, "b": 11, "c": 3}, {"a": 14, "b": 12, "c": 0})
    suppressed = hidden_cells(*tables, frozen_table("closed", "reasons", {"moved": 0}, 0))
    assert {"length.a.n", "length.b.n", "now.a.n", "now.c.n"} <= suppressed
    assert {"length.a.median", "length.b.median", "now.b.n"}.isdisjoint(suppressed)


def test_those_in_a_phase_do_not_tell_how_few_have_left_it():
    """40 run, none ended, 37 are in the first phase: 3 have left it."""
    tables = phases({"a": 27, "b": 7, "c": 6}, {"a": 3, "b": 20, "c": 0})
    suppressed = hidden_cells(*tables, frozen_table("closed", "reasons", {"moved": 0}, 0))
    assert {"length.a.n", "length.a.median", "now.a.n"} <= suppressed


def test_ended_phases_do_not_tell_how_few_were_closed():
    """60 run and 63 have been in the first phase, 20 of them are still: the other 3 were closed."""
    tables = phases({"a": 20, "b": 30, "c": 10}, {"a": 43, "b": 13, "c": 0})
    suppressed = hidden_cells(*tables, frozen_table("closed", "reasons", {"moved": 3}, 3))
    assert {"length.a.n", "length.b.n", "reasons.total.n"} <= suppressed


def test_from_the_start_those_enrolled_do_not_tell_how_few_were_turned_down():
    """57 were found eligible and 55 enrolled, 2 are not yet: from the start the 55 are all that were enrolled.

    So a reader takes them from those found eligible, wherever that number stands.
    """
    outcome = frozen_table("screened", "outcome", {"in_group": 57, "eligible": 57, "not_eligible": 20}, 77)
    outcome[2][1]["parent"] = "in_group"
    entered = frozen_table("screened", "enrolled", {"enrolled": 55, "not_enrolled": 2}, 57)
    people = frozen_table("share_reached", "people", {"reached": 50, "not_reached": 5}, 55)
    totals = {"outcome.in_group.n", "outcome.total.n", "enrolled.total.n"}
    assert totals <= hidden_cells(outcome, entered, people, from_start=True)
    assert not totals <= hidden_cells(outcome, entered, people)


def test_the_few_who_were_enrolled_before_the_period_are_protected():
    """17 were enrolled in the period and 13 of them anew: 4 were so before."""
    people = frozen_table("share_reached", "people", {"reached": 12, "not_reached": 5}, 17)
    gender = frozen_table("age_and_gender", "gender", {"woman": 6, "man": 7}, 13)
    assert {"gender.total.n", "people.total.n"} & hidden_cells(people, gender)
