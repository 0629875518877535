"""What is hidden in the tables of an edition, so that no reader narrows a hidden count to fewer than five values."""

from random import Random

import pytest

from reporting.disclosure.attack import ranges
from reporting.disclosure.suppression import CannotBeHidden, is_small, narrowed, protected, suppressed
from reporting.figures.sums import System
from tests.reporting.disclosure.programmes import programme, system_of, told
from tests.reporting.disclosure.test_attack import system

FIVE = 5


def test_nothing_is_hidden_where_nobody_is_few():
    assert suppressed(system({"n": 30, "a": 25, "b": 5, "c": 0}, {"n": "a b c"}), FIVE) == set()


def test_beside_a_small_count_the_cheapest_that_will_do_is_hidden():
    assert suppressed(system({"n": 60, "a": 30, "b": 20, "c": 7, "d": 3}, {"n": "a b c d"}), FIVE) == {"c", "d"}


def test_two_small_ones_that_are_few_together_need_a_third():
    """One and two make three: a reader would know each to be one or two."""
    assert suppressed(system({"n": 60, "a": 40, "b": 17, "c": 2, "d": 1}, {"n": "a b c d"}), FIVE) == {"b", "c", "d"}


def test_a_small_rest_hides_what_it_is_the_rest_of():
    """48 of 50 gave an answer, and two did not: nobody prints the two, and everybody can subtract."""
    one = system({"n": 50, "a": 48, "rest": 2}, {"n": "a rest"}, unprinted={"rest"})
    assert suppressed(one, FIVE) == {"a"}


def test_what_a_base_leaves_is_as_many_as_it_counts():
    """Of 60 asked, 20 said so and 40 did not: nobody is few, though the base by itself says nothing of anybody."""
    one = System()
    one.count("n", 60, 0)
    one.count("said", 20)
    one.leaves("n", ["said"], "not")
    assert suppressed(one, FIVE) == set()
    one.count("nearly", 58)
    one.leaves("n", ["nearly"], "few")
    assert suppressed(one, FIVE) == {"nearly"}


def test_a_pattern_tells_of_somebody_where_it_cannot_be_nobody():
    """Ten of the twelve here are there as well: two are not. Of three who are new, nobody need be among the twelve."""
    told = System()
    told.count("here", 12)
    told.count("there", 10)
    told.pattern("both", 10)
    told.pattern("here alone", 2)
    told.add_up("here", ["both", "here alone"])
    told.add_up("there", ["both"])
    assert suppressed(told, FIVE)
    untold = System()
    untold.count("here", 12)
    untold.count("new", 3, 0)
    untold.pattern("here before", 10)
    untold.pattern("here and new", 2)
    untold.pattern("new elsewhere", 1)
    untold.add_up("here", ["here before", "here and new"])
    untold.add_up("new", ["here and new", "new elsewhere"])
    assert suppressed(untold, FIVE) == set()
    sizes = System()
    sizes.count("here", 12, 0)
    sizes.count("there", 10, 0)
    sizes.pattern("here alone", 2, 0)
    sizes.add_up("here", ["there", "here alone"])
    assert suppressed(sizes, FIVE) == set()


def test_the_size_of_a_base_says_nothing_of_anybody():
    one = System()
    one.count("n", 3, 0)
    assert suppressed(one, FIVE) == set()


def test_what_was_released_stays_as_it_is():
    """The count was 12 in an edition that is out, and is 14 in the new one: two have come, so the new one is hidden."""
    two = System()
    two.count("before", 12)
    two.count("now", 14)
    two.leaves("now", ["before"], "come")
    assert suppressed(two, FIVE) == {"before"}
    assert suppressed(two, FIVE, fixed={"before"}) == {"now"}


def test_where_too_much_is_out_already_it_says_so():
    out = system({"n": 12, "a": 9, "b": 3}, {"n": "a b"})
    with pytest.raises(CannotBeHidden):
        suppressed(out, FIVE, fixed={"n", "a", "b"}, before={"b"})


def test_where_sums_do_not_hold_all_that_they_join_is_hidden():
    """Somebody changed a fact between two tables: nobody in one is three in the other, and seven in a third."""
    one = system({"n": 0, "a": 0, "b": 3, "m": 7, "far": 20}, {"n": "a b", "m": "b"})
    assert {"b", "m"} <= suppressed(one, FIVE)
    assert "far" not in suppressed(one, FIVE)


def test_sums_that_contradict_each_other_are_not_taken_for_safe():
    """Three in one table are seven in the next, which is shown: what is hidden beside them is looked at again."""
    one = system({"n": 33, "a": 10, "b": 20, "c": 3, "m": 7}, {"n": "a b c", "m": "c"})
    assert "m" in suppressed(one, FIVE)


def test_the_smaller_the_threshold_the_less_is_hidden():
    one = system({"n": 60, "a": 30, "b": 20, "c": 7, "d": 3}, {"n": "a b c d"})
    assert suppressed(one, 3) == set()


@pytest.mark.parametrize("seed", range(30))
def test_whatever_adds_up_nobody_can_be_told(seed):
    """Cross tables of people who answered two questions, some of them rare."""
    chance = Random(seed)  # noqa: S311 - the same each time
    rows, columns = chance.randint(2, 6), chance.randint(1, 4)
    weights = [[chance.random() ** 3 for _ in range(columns)] for _ in range(rows)]
    made = System()
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    said = chance.choices(cells, [weights[row][column] for row, column in cells], k=chance.randint(5, 60))
    for row, column in cells:
        made.count(f"{row}.{column}", said.count((row, column)))
    made.count("n", len(said))
    for row in range(rows):
        made.count(f"r{row}", sum(one[0] == row for one in said))
        made.add_up(f"r{row}", [f"{row}.{column}" for column in range(columns)])
    for column in range(columns):
        made.count(f"c{column}", sum(one[1] == column for one in said))
        made.add_up(f"c{column}", [f"{row}.{column}" for row in range(rows)])
    made.add_up("n", [f"r{row}" for row in range(rows)])
    made.add_up("n", [f"c{column}" for column in range(columns)])
    hidden = suppressed(made, FIVE)
    assert {name for name in made.quantities if is_small(made, name, FIVE)} <= hidden
    exact = dict(ranges(made, hidden, hidden))
    assert {name: one for name, one in exact.items() if one.values < FIVE} == {}
    for name in hidden:
        left_out = hidden - {name}
        assert is_small(made, name, FIVE) or dict(narrowed(made, left_out, FIVE)), f"{name} is hidden for nothing"


@pytest.mark.parametrize("seed", range(4))
def test_every_table_of_a_programme_adds_up_as_its_kind_says(seed):
    made = system_of(programme(seed))
    numbers = {name: one.n for name, one in made.quantities.items()}
    assert [one for one in made.sums if numbers[one.whole] != sum(numbers[part] for part in one.parts)] == []
    assert min(numbers.values()) == 0


def test_no_reader_of_a_whole_edition_narrows_a_count():
    only = {"housing", "housing_three_way", "retention", "funnel", "problems", "development", "income", "plan_kind"}
    made = system_of(programme(5), only=only)
    hidden = suppressed(made, FIVE)
    exact = dict(ranges(made, hidden, protected(made, hidden, FIVE)))
    assert len(exact) > 100
    assert told(made, exact.items()) == {}
