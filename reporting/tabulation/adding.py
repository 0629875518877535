"""How the counts of a table add up, by name: what editions need to know before they hide some of them.

A name is the table's own prefix with row and cell behind it. Kinds say what adds up (`Kind.adding`), in terms of a
`Part`: the whole table, or one of its columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from reporting.figures.sums import System
from reporting.tabulation.reading import EXCLUDED, Items
from reporting.tabulation.results import Row, TableResult

EVERYBODY = "courses"
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Part:
    """The counts of a table or of one column of it. `repeats` is the cell that a row's first count says again."""

    system: System
    prefix: str
    n: int
    rows: Sequence[Row]
    repeats: str = ""

    @property
    def base(self) -> str:
        """The name of the number of all."""
        return f"{self.prefix}.n"

    def row(self, key: str) -> str:
        """The name of a row's count."""
        return f"{self.prefix}.{key}.{self.repeats}" if self.repeats else f"{self.prefix}.{key}"

    def cell(self, key: str, cell: str) -> str:
        """The name of a count within a row, or of its own base ("n")."""
        return f"{self.prefix}.{key}.{cell}"

    def own_base(self, row: Row) -> str:
        """The name of a row's own base. Rows of how many there are of something share one."""
        return self.cell(NUMBER if row.key.startswith(f"{NUMBER}.") else row.key, "n")

    def counts(self) -> dict[str, int]:
        """Every count that is printed, by name. The base of a table whose rows have their own is a mean, and none."""
        found = {}
        for row in self.rows:
            if row.count is not None:
                found[self.row(row.key)] = row.count
            if row.n is not None:
                found[self.own_base(row)] = row.n
            found |= {self.cell(row.key, one.key): one.count for one in row.cells if one.count is not None}
        return found

    def whole(self, rows: Iterable[str]) -> None:
        """Rows that make up the base."""
        self.system.add_up(self.base, [self.row(key) for key in rows])

    def each(self, rows: Iterable[str], of: str = "") -> None:
        """Rows of which each is a part of the base, or of another count: the rest is printed nowhere."""
        for key in rows:
            self.system.leaves(of or self.base, [self.row(key)], f"{self.row(key)}.without")

    def numbers(self) -> None:
        """Rows of how many there are of something make up a base of their own."""
        rows = [row for row in self.rows if row.key.startswith(f"{NUMBER}.")]
        if rows:
            self.system.add_up(self.own_base(rows[0]), [self.row(row.key) for row in rows])

    def own(self, row: Row, cells: Iterable[str]) -> None:
        """Cells that make up the row's own base."""
        self.system.add_up(self.own_base(row), [self.cell(row.key, key) for key in cells])


def plain(rows: Iterable[Row]) -> list[str]:
    """The rows that share the table's base, without those "heraf"."""
    return [row.key for row in rows if row.n is None and not row.sub]


class Adding(Protocol):
    """A kind of table that says how its counts add up."""

    @property
    def name(self) -> str: ...

    def adding(self, part: Part, items: Items, /) -> None:
        """Put the sums of one part into its system."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it stands in an edition, with what is needed to know how its counts add up.

    `place` tells it from the other tables of the edition: its key and the report that it reads. The columns of one
    `by` that `overlaps` may hold the same courses.
    """

    place: str
    kind: Adding
    result: TableResult
    items: Items
    overlaps: bool = False

    def parts(self, system: System) -> list[Part]:
        """The whole table first, then its columns."""
        repeats = getattr(self.kind, "repeats", "")
        columns = [one for one in self.result.columns if one.key != "total"]
        return [
            Part(system, self.place, self.result.n, self.result.rows, repeats),
            *(Part(system, f"{self.place}|{one.key}", one.n, one.rows, repeats) for one in columns),
        ]

    def add_to(self, system: System) -> None:
        """Put the counts of the table into a system, and how they add up."""
        whole, *columns = self.parts(system)
        for part in (whole, *columns):
            for name, n in part.counts().items():
                system.count(name, n)
            if not self.has_bases_of_rows:
                system.count(part.base, part.n, None if part is not whole else 0)
            self.kind.adding(part, self.items)
        if columns:
            self._across(whole, columns)
        self._everybody(whole)

    @property
    def has_bases_of_rows(self) -> bool:
        """Each row has a base of its own, and the n of the table is their mean: no count."""
        rows = self.result.rows
        return len(rows) > 1 and all(row.n is not None for row in rows)

    def _across(self, whole: Part, columns: Sequence[Part]) -> None:
        """Each count of the whole is that of all columns together; where they overlap, it is no less than any."""
        names = [*whole.counts(), *([] if self.has_bases_of_rows else [whole.base])]
        for name in names:
            beside = [f"{part.prefix}{name.removeprefix(whole.prefix)}" for part in columns]
            known = [one for one in beside if one in whole.system.quantities]
            if not self.overlaps:
                whole.system.add_up(name, known)
            else:
                for one in known:
                    whole.system.leaves(name, [one], f"{one}.elsewhere")

    def _everybody(self, whole: Part) -> None:
        """Who is in the base, who left the question blank, and who is left out: all courses, one number for all."""
        if self.has_bases_of_rows:
            return
        system, result = whole.system, self.result
        out = {one.key: one.count for one in result.exclusions if one.key in EXCLUDED}
        names = [system.count(f"{self.place}.out.{key}", n, 0) for key, n in out.items()]
        names.append(system.count(f"{self.place}.blanks", result.blanks, 0))
        system.count(EVERYBODY, result.n + result.blanks + sum(out.values()), 0)
        system.add_up(EVERYBODY, [whole.base, *names])
