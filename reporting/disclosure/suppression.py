"""Which counts of a report are hidden, so that no reader can narrow one of them to fewer than so many values.

Counts that rest on one to four young people (the threshold of the edition less one) are hidden first. Then, for each
count that a reader could narrow too far (`attack`), a linear programme finds what is cheapest to hide beside it: two
tables that both add up and show the same, except where hiding costs as much as the count is large, and in which that
count differs by the threshold less one (Kelly, Golden and Assad 1992, Cell suppression: disclosure protection for
sensitive tabular data, Networks 22). Last, what turned out not to be needed is shown again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import highspy

from reporting.disclosure.attack import MOST, TOLERANCE, Hidden, Range, add_row, is_known, joined, ranges, solver
from reporting.figures.sums import Quantity, Sum, System


class CannotBeHidden(ValueError):  # noqa: N818 - what was asked for cannot be done
    """Even with everything hidden a reader could narrow a count: what was released before says too much."""


def is_small(system: System, name: str, threshold: int) -> bool:
    """Whether a count rests on so few young people that nobody may be told it."""
    return 0 < system.quantities[name].people < threshold


def protected(system: System, hidden: Hidden, threshold: int) -> list[str]:
    """The counts that no reader may narrow: every hidden one, and the small ones that only subtraction gives."""
    return [
        name
        for name, one in system.quantities.items()
        if one.n and not is_known(name, one, hidden) and (one.printed or is_small(system, name, threshold))
    ]


def narrowed(
    system: System, hidden: Hidden, threshold: int, among: Collection[str] | None = None
) -> Iterator[tuple[str, Range]]:
    """The counts, of some or of all, that a reader can narrow to fewer than `threshold` values: what they can be."""
    wanted = dict.fromkeys(protected(system, hidden, threshold))
    if among is not None:
        wanted = dict.fromkeys(name for name in among if name in wanted)
    found = ranges(system, hidden, wanted, threshold)
    return ((name, one) for name, one in found if one.values < threshold and _tells(system.quantities[name], one))


def _tells(quantity: Quantity, known: Range) -> bool:
    """What may be nobody tells of nobody, where only several tables together give it."""
    return not quantity.pattern or known.least > 0 or not known.values


def suppressed(
    system: System, threshold: int, *, also: Iterable[str] = (), fixed: Hidden = (), before: Hidden = ()
) -> set[str]:
    """The names of the counts that are not shown, with those that are not shown `also`. Raises `CannotBeHidden`.

    `fixed` counts stand in what was released before, where those in `before` were hidden: neither changes any more.
    """
    small = {name for name, one in system.quantities.items() if one.printed and is_small(system, name, threshold)}
    primary = small.union(also)
    hidden = {*primary.difference(fixed), *before}
    safe: set[str] = set()  # what could be many values can be as many when more is hidden
    while wanted := [name for name in protected(system, hidden, threshold) if name not in safe]:
        tight = dict(narrowed(system, hidden, threshold, wanted))
        for name in sorted(tight, key=lambda one: (tight[one].values, one)):
            while dict(narrowed(system, hidden, threshold, [name])):
                more = _beside(system, hidden, name, threshold, fixed)
                if more.issubset(hidden):
                    more = _unsound(system, name, fixed)
                    primary |= more
                    hidden |= more
                    break
                hidden |= more
        safe.update(wanted)
    return _shown_again(system, hidden, primary.union(fixed, before), threshold)


def _shown_again(system: System, hidden: set[str], kept: set[str], threshold: int) -> set[str]:
    """Without those that need not be hidden after all, the largest first."""
    for name in sorted(hidden - kept, key=lambda one: (-system.quantities[one].n, one)):
        near = joined(system, hidden, [name])
        if next(narrowed(system, hidden - {name}, threshold, near), None) is None:
            hidden = hidden - {name}
    return hidden


def _unsound(system: System, name: str, fixed: Hidden) -> set[str]:
    """All that sums join to a count whose sums do not hold, as a fact was changed between two tables of one report.

    Raises `CannotBeHidden` where something was released: then nobody can say what a reader knows.
    """
    if fixed:
        raise CannotBeHidden(name)
    return set(_around(system, name)[0])


def _beside(system: System, hidden: Hidden, name: str, threshold: int, fixed: Hidden) -> set[str]:
    """What else to hide so that the count `name` can be so many values; the cheapest that will do, or nothing."""
    names, sums = _around(system, name)
    at = {one: place for place, one in enumerate(names)}
    model, costs = solver(), {}
    for one in [*names, *names]:
        for most in _moves_of(system, hidden, one, fixed):
            if is_known(one, system.quantities[one], hidden):
                costs[model.getNumCol()] = one
            model.addVar(0.0, float(most))
    for table in range(2):
        for rule in sums:
            moves = [cell for member, sign in rule.signed for cell in _moves(at[member], table, len(names), sign)]
            add_row(model, moves, 0)
    apart = [*_moves(at[name], 0, len(names), 1.0), *_moves(at[name], 1, len(names), -1.0)]
    add_row(model, apart, threshold - 1, MOST)
    for place, one in costs.items():
        model.changeColCost(place, float(system.quantities[one].n))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return set()
    values = model.getSolution().col_value
    return {one for place, one in costs.items() if values[place] > TOLERANCE}


def _moves_of(system: System, hidden: Hidden, name: str, fixed: Hidden) -> tuple[int, int]:
    """By how much a count may be more, and less, than it is: what is hidden is one at least, noughts stay."""
    one = system.quantities[name]
    if is_known(name, one, hidden) and (not one.n or name in fixed):
        return 0, 0
    return MOST, one.n - int(one.printed)


def _moves(place: int, table: int, many: int, sign: float) -> Iterator[tuple[int, float]]:
    """The two columns by which a count is more, and less, in one of the two tables."""
    first = 2 * (table * many + place)
    yield first, sign
    yield first + 1, -sign


def _around(system: System, name: str) -> tuple[list[str], list[Sum]]:
    """All counts that sums join to this one, and these sums."""
    sums_of: dict[str, list[Sum]] = defaultdict(list)
    for one in system.sums:
        for member in one.members:
            sums_of[member].append(one)
    names, waiting, sums = {name: None}, [name], {}
    while waiting:
        for one in sums_of[waiting.pop()]:
            sums[id(one)] = one
            new = [member for member in one.members if member not in names]
            names |= dict.fromkeys(new)
            waiting += new
    return list(names), list(sums.values())
