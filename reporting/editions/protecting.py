"""A frozen report as an edition has it: what is hidden is not in it, nor is anything that would tell of it.

Reads the frozen relations and nothing else. All counts of the report, and of the editions that the audience has had,
are one system of sums; what is hidden in it is decided by `reporting.disclosure.suppression`. Percentages, quartiles,
sheets and the actual figures of targets follow their counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from reporting.chapters.freezing import frozen_table, thawed
from reporting.disclosure.masking import masked
from reporting.disclosure.rules import counted, discloses, hidden
from reporting.figures.base import Adds, Form, Measure, Table, Unit
from reporting.figures.sums import System
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.tabulation.grid import HIDDEN
from reporting.tabulation.results import TableResult

Frozen = Mapping[str, Any]
Hides = frozenset[str]

OUTCOME = "outcome"


@dataclass
class Counted:
    """The counts of a report, what adds up to what, and which are hidden whatever adds up.

    `results` are the outcome tables, with what few answered taken together, by their place.
    """

    result: Frozen
    threshold: int = SMALLEST_SHOWN
    system: System = field(init=False)
    also: set[str] = field(init=False)
    results: dict[str, TableResult] = field(default_factory=dict)

    def __post_init__(self) -> None:
        relations = self.result["relations"]
        self.system, self.also = counted(
            ((indicator, table, rows) for (indicator, _key), (table, rows) in self.tables.items()),
            self.threshold,
            subtractions=relations["subtractions"],
            with_small=relations["from_start"] if relations["starts_with_programme"] else None,
        )
        for table in _outcomes(self.result):
            if coarse := table.get("coarse"):
                self.system.take_in(coarse["relations"])
                self.results[coarse["relations"]["place"]] = thawed(coarse)
        if shared := relations.get("outcomes"):
            self.system.take_in(shared)

    @cached_property
    def tables(self) -> dict[tuple[str, str], tuple[Table, list[Frozen]]]:
        """The tables of the indicators as `disclosure` reads them, by indicator and table."""
        return {
            (part["key"], table["key"]): (_related(table), [_row(table, row) for row in table["rows"]])
            for chapter in self.result["chapters"]
            for part in chapter["parts"]
            if part["form"] != OUTCOME
            for table in part["tables"]
        }

    def hidden(self) -> Hides:
        """What is hidden where nobody has had anything yet."""
        return frozenset(hidden(self.system, self.also, self.threshold))


def without(told: Counted, hides: Collection[str]) -> Frozen:
    """The report without what is hidden: no value of it stands anywhere in what this returns."""
    shown = _Indicators(told, frozenset(hides))
    chapters = [
        {
            **chapter,
            "parts": [
                {**part, "tables": [_outcome(table, told, hides) for table in part["tables"]]}
                if part["form"] == OUTCOME
                else {**part, "tables": [shown.table(part["key"], table) for table in part["tables"]]}
                for part in chapter["parts"]
            ],
        }
        for chapter in told.result["chapters"]
    ]
    return {**told.result, "chapters": chapters, "relations": {}, "protected": True}


def _outcomes(result: Frozen) -> Iterable[Frozen]:
    return (
        table
        for chapter in result["chapters"]
        for part in chapter["parts"]
        if part["form"] == OUTCOME
        for table in part["tables"]
    )


def _outcome(table: Frozen, told: Counted, hides: Collection[str]) -> Frozen:
    """An outcome table; one of which nobody said how it adds up is withheld but for what it is about."""
    if "published" in table:
        return table
    if "coarse" not in table:
        return {"withheld": True, "n": None, **{key: table[key] for key in ("at", "title", "base")}}
    kept = table["coarse"]["relations"]
    result = told.results[kept["place"]]
    shown = masked(result, kept["place"], hides, repeats=kept["repeats"])
    return {"at": table["at"], **frozen_table(_dotted(result, shown)), "relations": {}}


def _dotted(before: Any, after: Any) -> Any:
    """A table with two dots in the place of everything that is hidden in it."""
    if before == after or (before is not None and after is None):
        return after if before == after else HIDDEN
    if isinstance(after, tuple):
        same = len(before) == len(after)
        return tuple(_dotted(*pair) for pair in zip(before, after, strict=True)) if same else after
    if hasattr(after, "__dataclass_fields__"):
        pairs = {name: (getattr(before, name), getattr(after, name)) for name in after.__dataclass_fields__}
        return replace(after, **{name: _dotted(*pair) for name, pair in pairs.items()})
    return after


class _Indicators:
    """The tables of the indicators without what is hidden."""

    def __init__(self, told: Counted, hides: Hides) -> None:
        self.told, self.hides = told, hides

    def table(self, indicator: str, table: Frozen) -> Frozen:
        """One table; each row says which of its measures are hidden."""
        rows = [self._row(indicator, table["key"], row) for row in table["rows"]]
        return {**table, "rows": rows, "relations": {"parents": table["relations"]["parents"]}}

    def _row(self, indicator: str, key: str, row: Frozen) -> Frozen:
        related, rows = self.told.tables[indicator, key]
        read = self._as_read(rows, row)
        gone = [one.key for one in related.measures if self._discloses(indicator, related, read, one)]
        values = {name: None if name in gone else value for name, value in row["values"].items()}
        shown = {**row, "values": values, "hidden": gone}
        del shown["people"]
        return shown

    def _discloses(self, indicator: str, table: Table, row: Frozen, measure: Measure) -> bool:
        return discloses(indicator, table, row, measure, self.hides, self.told.threshold)

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
            for (indicator, key), (table, rows) in self.told.tables.items()
            for row in rows
            for measure in table.measures
            if not self._discloses(indicator, table, row, measure)
        }


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
