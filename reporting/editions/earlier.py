"""What an audience has had already, as part of what a reader of the next edition knows.

Counts of the same name in editions whose periods lie within one another are compared: the smaller is taken for a part
of the larger, and what is left is a count like any other. That holds for what adds up over time; where it does not, as
with the state of things on two days, the reader is taken to know more than anybody does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cases.core.periods import Period
from reporting.figures.sums import System


@dataclass(frozen=True)
class Issued:
    """An edition that is out: its period, the system of its counts as it was kept, and what was hidden in it."""

    period: Period
    system: dict[str, Any]
    hidden: frozenset[str]


@dataclass(frozen=True)
class Known:
    """All that a reader has with the new edition. `fixed` counts change no more, those in `before` are hidden."""

    system: System
    fixed: frozenset[str]
    before: frozenset[str]


def with_earlier(new: System, period: Period, issued: Iterable[Issued]) -> Known:
    """The counts of a new edition among those of the ones that are out. The names of the new one stay as they are."""
    whole = System(dict(new.quantities), list(new.sums))
    printed: dict[str, dict[str, str]] = {"": {name: name for name, one in new.quantities.items() if one.printed}}
    periods = {"": period}
    fixed: set[str] = set()
    before: set[str] = set()
    for number, one in enumerate(issued, 1):
        prefix = f"{number}:"
        whole.take_in(one.system, prefix)
        own = {name: prefix + name for name, _n, _people, is_printed in one.system["counts"] if is_printed}
        printed[prefix], periods[prefix] = own, one.period
        fixed |= set(own.values())
        before |= {prefix + name for name in one.hidden}
    for outer, inner in _nested(periods):
        _compare(whole, printed[outer], [printed[one] for one in inner])
    return Known(whole, frozenset(fixed), frozenset(before))


def _nested(periods: dict[str, Period]) -> Iterator[tuple[str, list[str]]]:
    """Each edition with one that lies within its period, and with all those together that do not overlap."""
    for outer, period in periods.items():
        inner = [name for name, other in periods.items() if name != outer and period.covers(other)]
        yield from ((outer, [one]) for one in inner)
        apart: list[str] = []
        for one in sorted(inner, key=lambda name: (periods[name].start, periods[name].end or periods[name].start)):
            if not any(periods[one].overlaps(periods[other]) for other in apart):
                apart.append(one)
        if len(apart) > 1:
            yield outer, apart


def _compare(system: System, outer: dict[str, str], inner: Sequence[dict[str, str]]) -> None:
    """Counts that all of them print: what is left of the outer one is a count. Of a pair the smaller is the part."""
    n = {name: one.n for name, one in system.quantities.items()}
    for key in [one for one in outer if all(one in part for part in inner)]:
        whole, parts = outer[key], [one[key] for one in inner]
        if len(parts) == 1 and n[parts[0]] > n[whole]:
            whole, parts = parts[0], [whole]
        if sum(n[part] for part in parts) <= n[whole]:
            system.leaves(whole, parts, f"{whole} without {' '.join(parts)}")
