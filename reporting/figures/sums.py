"""How the counts of tables add up: what a reader can subtract from what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Quantity:
    """One count. `people` is how many young people it says something of: nobody where it is the size of a base.

    `printed` is false for what only subtraction gives. A `pattern`, which is no more printed, is how many are in the
    same counts of several tables: it tells of somebody where a reader knows that there is somebody.
    """

    n: int
    people: int
    printed: bool = True
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """The parts make up the whole."""

    whole: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        return (self.whole, *self.parts)

    @property
    def signed(self) -> list[tuple[str, float]]:
        """The members with the signs that make nought of them."""
        return [(self.whole, 1.0), *((part, -1.0) for part in self.parts)]


@dataclass(slots=True)
class System:
    """Counts by name, and how they add up. Two tables that print one count give it one name."""

    quantities: dict[str, Quantity] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)

    def count(self, name: str, n: int, people: int | None = None, *, printed: bool = True) -> str:
        """Take a count in. Of two that differ the smaller decides: a fact was changed between two tables."""
        new = Quantity(n, n if people is None else people, printed)
        known = self.quantities.get(name)
        if known is not None:
            low = min(known, new, key=lambda one: (one.people, one.n))
            new = Quantity(low.n, low.people, known.printed or new.printed)
        self.quantities[name] = new
        return name

    def pattern(self, name: str, n: int, people: int | None = None) -> str:
        """Take in how many are in the same counts of several tables; nobody stands behind what is a size."""
        self.quantities[name] = Quantity(n, n if people is None else people, printed=False, pattern=True)
        return name

    def add_up(self, whole: str, parts: Iterable[str]) -> None:
        """The parts make up the whole."""
        self.sums.append(Sum(whole, tuple(parts)))

    def leaves(self, whole: str, parts: Iterable[str], rest: str) -> None:
        """The parts and a rest that is printed nowhere make up the whole."""
        named = tuple(parts)
        all_of_it, taken = self.quantities[whole], [self.quantities[name] for name in named]
        n = all_of_it.n - sum(one.n for one in taken)
        # Of a base, which says nothing of anybody, the rest is as many young people as it counts.
        people = max(all_of_it.people - sum(one.people for one in taken), min(n, 1)) if all_of_it.people else n
        self.count(rest, n, people, printed=False)
        self.add_up(whole, (*named, rest))

    def plain(self) -> dict[str, Any]:
        """The system as plain data, to be kept."""
        return {
            "counts": [[name, one.n, one.people, one.printed] for name, one in self.quantities.items()],
            "patterns": [name for name, one in self.quantities.items() if one.pattern],
            "sums": [list(one.members) for one in self.sums],
        }

    def take_in(self, plain: Mapping[str, Any], prefix: str = "") -> None:
        """Put a kept system into this one, each name with `prefix` before it."""
        for name, n, people, printed in plain["counts"]:
            self.count(prefix + name, n, people, printed=printed)
        for name in plain.get("patterns", ()):
            one = self.quantities[prefix + name]
            self.pattern(prefix + name, one.n, one.people)
        for names in plain["sums"]:
            whole, *parts = (prefix + name for name in names)
            # Nobody can add up the counts of a table that is withheld.
            if self.quantities.keys() >= {whole, *parts}:
                self.add_up(whole, parts)
