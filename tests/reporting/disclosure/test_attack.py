"""What a reader can work out of hidden counts, compared with trying every possibility."""

from itertools import product
from random import Random

import pytest

from reporting.disclosure.attack import MOST, Range, is_known, ranges
from reporting.figures.sums import System


def system(counts, sums, unprinted=()):
    made = System()
    for name, n in counts.items():
        made.count(name, n, printed=name not in unprinted)
    for whole, parts in sums.items():
        made.add_up(whole, parts.split())
    return made


def known(made, hidden, *names):
    return dict(ranges(made, hidden, names))


def test_a_reader_subtracts():
    table = system({"n": 20, "a": 15, "b": 3, "c": 2}, {"n": "a b c"})
    assert known(table, {"b"}, "b") == {"b": Range(3, 3)}
    assert known(table, {"b", "c"}, "b", "c") == {"b": Range(1, 4), "c": Range(1, 4)}
    assert known(table, {"b", "a"}, "a", "b") == {"a": Range(1, 17), "b": Range(1, 17)}


def test_a_nought_is_known_though_it_is_hidden():
    table = system({"n": 5, "a": 3, "b": 2, "c": 0}, {"n": "a b c"})
    assert known(table, {"a", "b", "c"}, "c", "a") == {"c": Range(0, 0), "a": Range(1, 4)}


def test_what_is_printed_nowhere_may_be_nought():
    table = system({"n": 5, "a": 3, "rest": 2}, {"n": "a rest"}, unprinted={"rest"})
    assert known(table, {"a"}, "a", "rest") == {"a": Range(1, 5), "rest": Range(0, 4)}
    assert known(table, set(), "rest") == {"rest": Range(2, 2)}


def test_a_count_that_nothing_adds_up_to_has_no_upper_end():
    assert known(system({"n": 3}, {}), {"n"}, "n") == {"n": Range(1, MOST)}


def test_a_reader_uses_all_tables_at_once():
    """Rows and columns: neither sum alone gives the corner away, both do."""
    counts = {"n": 30, "r1": 10, "r2": 20, "c1": 12, "c2": 18, "r1c1": 2, "r1c2": 8, "r2c1": 10, "r2c2": 10}
    sums = {"n": "r1 r2", "r1": "r1c1 r1c2", "r2": "r2c1 r2c2", "c1": "r1c1 r2c1", "c2": "r1c2 r2c2"}
    table = system(counts, sums)
    assert known(table, {"r1c1", "r1c2", "r2c1", "r2c2"}, "r1c1", "r2c2") == {
        "r1c1": Range(1, 9),
        "r2c2": Range(9, 17),
    }
    assert known(table, {"r1c1", "r1c2", "r2c1"}, "r1c1") == {"r1c1": Range(2, 2)}


def test_looked_at_no_further_than_needed_the_range_is_a_true_part():
    table = system({"n": 40, "a": 30, "b": 6, "c": 4}, {"n": "a b c"})
    [(_name, found)] = ranges(table, {"a", "b"}, ["a"], enough=5)
    assert found.values >= 5
    assert found.least >= 1
    assert found.most <= 35


@pytest.mark.parametrize("seed", range(40))
def test_the_ends_are_those_of_all_possible_tables(seed):
    """Two rows by two columns with all their sums, some of them hidden: every table that fits is tried."""
    chance = Random(seed)  # noqa: S311 - the same each time
    cells = {f"r{row}c{column}": chance.choice([0, 1, 2, 4]) for row in (1, 2) for column in (1, 2)}
    counts = cells | {f"r{row}": sum(cells[f"r{row}c{column}"] for column in (1, 2)) for row in (1, 2)}
    counts |= {f"c{column}": cells[f"r1c{column}"] + cells[f"r2c{column}"] for column in (1, 2)}
    counts["n"] = counts["r1"] + counts["r2"]
    sums = {f"r{row}": f"r{row}c1 r{row}c2" for row in (1, 2)} | {"n": "r1 r2"}
    sums |= {f"c{column}": f"r1c{column} r2c{column}" for column in (1, 2)}
    made = system(counts, sums)
    hidden = {name for name in counts if name != "n" and chance.random() < 0.5}
    fitting = []
    for values in product(range(counts["n"] + 1), repeat=len(cells)):
        tried = dict(zip(cells, values, strict=True))
        for whole, parts in sums.items():
            if whole != "n":
                tried[whole] = sum(tried[part] for part in parts.split())
        tried["n"] = tried["r1"] + tried["r2"]
        if all(
            tried[name] == counts[name] if is_known(name, made.quantities[name], hidden) else tried[name] >= 1
            for name in counts
        ):
            fitting.append(tried)
    expected = {name: Range(min(one[name] for one in fitting), max(one[name] for one in fitting)) for name in hidden}
    assert known(made, hidden, *hidden) == expected
