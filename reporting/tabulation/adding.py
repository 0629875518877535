"""How the counts of a table add up, by name: what editions need to know before they hide some of them.

A name is the table's own prefix with row and cell behind it. Kinds say what adds up (`Kind.adding`), in terms of a
`Part`: the whole table, or one of its columns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reporting.figures.sums import System
from reporting.tabulation.reading import EXCLUDED, Items
from reporting.tabulation.results import NUMBER, Row, TableResult

EVERYBODY = "courses"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the counts of a table or of one column of it.

    `repeats` is the cell that a row's first count says again.
    """

    prefix: str
    repeats: str = ""

    @property
    def base(self) -> str:
        """The name of the number of all."""
        return f"{self.prefix}.n"

    @property
    def blanks(self) -> str:
        """The name of the number of those who left the question blank."""
        return f"{self.prefix}.blanks"

    def row(self, key: str) -> str:
        """The name of a row's count."""
        return f"{self.prefix}.{key}.{self.repeats}" if self.repeats else f"{self.prefix}.{key}"

    def cell(self, key: str, cell: str) -> str:
        """The name of a count within a row, or of its own base ("n")."""
        return f"{self.prefix}.{key}.{cell}"

    def own_base(self, row: Row) -> str:
        """The name of a row's own base. Rows of how many there are of something share one."""
        return self.cell(NUMBER if row.key.startswith(f"{NUMBER}.") else row.key, "n")


@dataclass(frozen=True, slots=True)
class Part(Names):
    """The counts of a table or of one column of it, in a system of sums."""

    system: System = field(default_factory=System)
    n: int = 0
    rows: Sequence[Row] = ()

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


def has_bases_of_rows(rows: Sequence[Row]) -> bool:
    """Each row has a base of its own, and the n of the table is their mean: no count."""
    return len(rows) > 1 and all(row.n is not None for row in rows)


def sizes_of(whole: Part, blanks: int, out: Mapping[str, int]) -> dict[str, int]:
    """The numbers, by name, of which all courses are made: the base, blanks, and those left out for each reason."""
    if has_bases_of_rows(whole.rows):
        return {}
    left = {out_of(whole.prefix, key): n for key, n in out.items() if key in EXCLUDED}
    return {whole.base: whole.n, **left, whole.blanks: blanks}


def column_of(place: str, key: str) -> str:
    """The prefix of the names of one column of a table."""
    return f"{place}|{key}"


def out_of(place: str, key: str) -> str:
    """The name of the number of those whom a table leaves out for one reason."""
    return f"{place}.out.{key}"


class Adding(Protocol):
    """A kind of table that says how its counts add up."""

    @property
    def name(self) -> str: ...

    def adding(self, part: Part, items: Items, /) -> None:
        """Put the sums of one part into its system."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it was computed and will stand in an edition, with what is needed to know how its counts add up.

    `place` tells it from the other tables of the edition: its key and the report that it reads. The columns of one
    `by` that `overlaps` may hold the same courses. `everybody` is what its base is a part of.
    """

    place: str
    kind: Adding
    result: TableResult
    items: Items
    overlaps: bool = False
    everybody: str = EVERYBODY

    def parts(self, system: System) -> list[Part]:
        """The whole table first, then its columns."""
        repeats = getattr(self.kind, "repeats", "")
        columns = [one for one in self.result.columns if one.key != "total"]
        return [
            Part(self.place, repeats, system, self.result.n or 0, self.result.rows),
            *(Part(column_of(self.place, one.key), repeats, system, one.n or 0, one.rows) for one in columns),
        ]

    def add_to(self, system: System) -> None:
        """Put the counts of the table into a system, and how they add up."""
        whole, *columns = self.parts(system)
        for part in (whole, *columns):
            for name, n in part.counts().items():
                system.count(name, n)
            if not has_bases_of_rows(self.result.rows):
                system.count(part.base, part.n, None if part is not whole else 0)
            self.kind.adding(part, self.items)
        if columns:
            self._across(whole, columns)
        self._everybody(whole)

    def _across(self, whole: Part, columns: Sequence[Part]) -> None:
        """Each count of the whole is that of all columns together; where they overlap, it is no less than any."""
        names = [*whole.counts(), *([] if has_bases_of_rows(self.result.rows) else [whole.base])]
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
        out = {one.key: one.count or 0 for one in self.result.exclusions}
        sizes = sizes_of(whole, self.result.blanks or 0, out)
        if sizes:
            names = [whole.system.count(name, n, 0) for name, n in sizes.items()]
            whole.system.add_up(whole.system.count(self.everybody, sum(sizes.values()), 0), names)
