"""What a reader without the right to small numbers sees of a frozen report: the one place that decides it.

Reads the frozen relations and nothing else. The indicators are protected by `reporting.disclosure`; of an outcome
table such a reader sees whom it counts and how many, until it is protected too, and of the numbers of several tables
those alone that differ by nobody or by five or more: what is left of one when another is taken away is a cell. The
actual figure of a target is shown where the cell of the report that it reads is shown: one that the report does not
have, as the target is counted from another day, is not.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from reporting.disclosure.rules import discloses, hidden_in
from reporting.figures.base import Adds, Form, Measure, Table, Unit
from reporting.figures.thresholds import SMALLEST_SHOWN

Frozen = Mapping[str, Any]


class Protection:
    """The protection of one report for one kind of reader; `full` hides nothing."""

    def __init__(self, result: Frozen, *, full: bool) -> None:
        self.full = full
        self._numbers = _far_apart(
            table["n"]
            for chapter in result["chapters"]
            for part in chapter["parts"]
            if part["form"] == "outcome"
            for table in part["tables"]
        )
        parts = [] if full else [part for chapter in result["chapters"] for part in chapter["parts"]]
        self._tables = {
            (part["key"], table["key"]): (_related(table), [_row(table, row) for row in table["rows"]])
            for part in parts
            if part["form"] != "outcome"
            for table in part["tables"]
        }
        tables = [(indicator, table, rows) for (indicator, _key), (table, rows) in self._tables.items()]
        self._hidden = hidden_in(tables, from_start=result["relations"]["starts_with_programme"])

    def hides(self, indicator: str, table: str, row: Frozen, measure: str) -> bool:
        """Whether a figure of an indicator is hidden."""
        if self.full:
            return False
        related, rows = self._tables[indicator, table]
        column = next(one for one in related.measures if one.key == measure)
        return discloses(indicator, related, self._as_read(rows, row), column, self._hidden)

    def _as_read(self, rows: Iterable[Frozen], row: Frozen) -> Frozen:
        """A row as it is hidden: what reads a cell that is not shown rests on one young person."""
        reads = next((one["reads"] for one in rows if one["code"] == row["code"] and "reads" in one), None)
        if reads is None or reads in self._shown:
            return row
        return {**row, "people": {key: min(people, 1) for key, people in row["people"].items()}}

    @cached_property
    def _shown(self) -> set[str]:
        """The cells that are shown, as "indicator.table.row.measure"."""
        return {
            f"{indicator}.{key}.{row['code']}.{measure.key}"
            for (indicator, key), (table, rows) in self._tables.items()
            for row in rows
            for measure in table.measures
            if not discloses(indicator, table, row, measure, self._hidden)
        }

    def outcome(self, table: Frozen) -> Frozen:
        """An outcome table as this reader may have it; `withheld` where no cell of it is handed out."""
        if self.full:
            return table
        n = table["n"] if table["n"] in self._numbers else None
        return {"withheld": True, "n": n, **{key: table[key] for key in ("at", "title", "base")}}


def _far_apart(numbers: Iterable[int]) -> set[int]:
    """Nought, and of the others those that lie five or more below the last one, from the largest on."""
    kept = {0}
    for number in sorted(set(numbers), reverse=True):
        if number >= SMALLEST_SHOWN and all(abs(number - other) >= SMALLEST_SHOWN for other in kept):
            kept.add(number)
    return kept


def _related(table: Frozen) -> Table:
    """A frozen table as the protection asks for it: by its relations, without its words."""
    kept = table["relations"]
    return Table(
        table["key"],
        "",
        Unit.PERSON,  # stands for any: what is counted makes no difference here
        tuple(
            Measure(
                one["key"],
                "",
                Form(one["form"]),
                kept["follows"].get(one["key"], ""),
                kept["least"].get(one["key"], 0),
            )
            for one in table["measures"]
        ),
        adds=Adds(kept["adds"]),
        quantities={(row, measure): name for row, measure, name in kept["quantities"]},
        bands=kept["bands"],
        beside=kept["beside"],
        told_by=tuple(kept["told_by"]),
    )


def _row(table: Frozen, row: Frozen) -> Frozen:
    kept = table["relations"]
    found = {"parent": kept["parents"].get(row["code"]), "reads": kept.get("reads", {}).get(row["code"])}
    return {**row, **{name: code for name, code in found.items() if code}}
