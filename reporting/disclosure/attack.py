"""What a reader can work out of hidden counts, who knows how the counts of a report add up.

The reader solves a linear programme: every count that is shown is what it is, every hidden one is at least one
(noughts are shown), what is printed nowhere is nought or more, and the sums hold. The least and the most that a hidden
count can be under these conditions is what the reader knows of it. Knowing one of the young people adds nothing to
that: it tells that a hidden count is at least one.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

import highspy
import numpy as np

from reporting.figures.sums import Quantity, Sum, System

MOST = 1_000_000  # more young people than any programme has: a count without an upper end ends here

# What the solver may be wrong by, in counts.
TOLERANCE = 1e-6

Hidden = Collection[str]


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a count can be; both are possible as far as the reader can tell.

    No number is possible where the sums of a report contradict each other.
    """

    least: int
    most: int

    @property
    def values(self) -> int:
        """How many numbers the count could be."""
        return self.most - self.least + 1


def is_known(name: str, quantity: Quantity, hidden: Hidden) -> bool:
    """Whether a reader has the number: it is printed and not hidden, or it is a nought."""
    return quantity.printed and (name not in hidden or not quantity.n)


def joined(system: System, hidden: Hidden, names: Collection[str]) -> list[str]:
    """Some counts, and what a reader does not know either and sums join to them: beside them first, in any number."""
    near = [member for one in system.sums if not set(names).isdisjoint(one.members) for member in one.members]
    groups = (group for group, _sums in _together(system, hidden) if not set(names).isdisjoint(group))
    return list(dict.fromkeys([*names, *near, *(name for group in groups for name in group)]))


def ranges(system: System, hidden: Hidden, wanted: Iterable[str], enough: int = MOST) -> Iterator[tuple[str, Range]]:
    """What a reader knows of each of the `wanted` counts; of one that can be `enough` values, no more than that."""
    asked = dict.fromkeys(wanted)
    for names, sums in _together(system, hidden):
        group = set(names)
        if targets := [name for name in asked if name in group]:
            yield from _Reader(system.quantities, names, sums).ranges(targets, enough)
            asked = dict.fromkeys(name for name in asked if name not in group)
    for name in asked:
        quantity = system.quantities[name]
        known = is_known(name, quantity, hidden)
        yield name, Range(quantity.n, quantity.n) if known else Range(int(quantity.printed), MOST)


def _together(system: System, hidden: Hidden) -> Iterator[tuple[list[str], list[Sum]]]:
    """The unknown counts in groups that no sum joins to another, each with its sums."""
    unknown = {name for name, one in system.quantities.items() if not is_known(name, one, hidden)}
    leader = {name: name for name in unknown}

    def first(name: str) -> str:
        while leader[name] != name:
            leader[name] = name = leader[leader[name]]
        return name

    for one in system.sums:
        members = [name for name in one.members if name in unknown]
        for other in members[1:]:
            leader[first(other)] = first(members[0])
    names: dict[str, list[str]] = defaultdict(list)
    sums: dict[str, list[Sum]] = defaultdict(list)
    for one in system.sums:
        if members := [name for name in one.members if name in unknown]:
            sums[first(members[0])].append(one)
    for name in sorted(unknown):
        names[first(name)].append(name)
    return ((names[group], sums[group]) for group in sums)


class _Reader:
    """One group of unknown counts as a linear programme, whose aim is changed again and again."""

    def __init__(self, quantities: Mapping[str, Quantity], names: list[str], sums: list[Sum]) -> None:
        self.model, self.at = solver(), {name: place for place, name in enumerate(names)}
        # The true counts are possible; so is whatever the solver finds on its way.
        self.least = np.array([float(quantities[name].n) for name in names])
        self.most = self.least.copy()
        # Where a fact was changed between two tables sums contradict each other: nobody can say what a reader knows.
        self.holds = all(sum(sign * quantities[name].n for name, sign in one.signed) == 0 for one in sums)
        for name in names:
            self.model.addVar(float(quantities[name].printed), float(MOST))
        for one in sums:
            rest = -sum(sign * quantities[name].n for name, sign in one.signed if name not in self.at)
            add_row(self.model, [(self.at[name], sign) for name, sign in one.signed if name in self.at], rest)

    def ranges(self, targets: list[str], enough: int) -> Iterator[tuple[str, Range]]:
        """What each target can be; looked at no further once it can be `enough` values."""
        if enough < MOST:
            self._wander([self.at[name] for name in targets], enough)
        for name in targets:
            if self._range(self.at[name]).values < enough:
                self._seek({self.at[name]: 1.0})
            yield name, self._range(self.at[name])

    def _wander(self, places: list[int], enough: int) -> None:
        """Look for both ends of many counts at once, in directions of chance, while that leads further."""
        chance, left = Random(0), places  # noqa: S311 - the same each time
        while left:
            self._seek({place: chance.choice((-1.0, 1.0)) for place in left})
            narrow = [place for place in left if self._range(place).values < enough]
            if 10 * len(narrow) > 9 * len(left):
                break
            left = narrow

    def _seek(self, aim: Mapping[int, float]) -> None:
        """The least and the most that a weighted sum of counts can be."""
        for place, weight in aim.items():
            self.model.changeColCost(place, weight)
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self.model.changeObjectiveSense(sense)
            self.model.run()
            values = np.array(self.model.getSolution().col_value)
            np.minimum(self.least, values, out=self.least)
            np.maximum(self.most, values, out=self.most)
        for place in aim:
            self.model.changeColCost(place, 0.0)

    def _range(self, place: int) -> Range:
        if not self.holds:
            return Range(0, -1)
        return Range(math.ceil(self.least[place] - TOLERANCE), math.floor(self.most[place] + TOLERANCE))


def solver() -> highspy.Highs:
    """A silent solver in one thread, which gives the same answer each time."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    return model


def add_row(model: highspy.Highs, cells: Iterable[tuple[int, float]], least: float, most: float | None = None) -> None:
    """A condition on a weighted sum of columns: equal to `least`, or between both."""
    columns, weights = zip(*cells, strict=True)
    model.addRow(
        least,
        least if most is None else most,
        len(columns),
        np.array(columns, dtype=np.int32),
        np.array(weights, dtype=np.float64),
    )
