"""A table with what few answered taken together, so that less of it must be hidden in an edition.

A kind that can do so says how (`Kind.coarser`): it is computed again with fewer rows or cells, so that somebody who
gave two of the rare answers counts once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from cases.questionnaires.definition import Item, Text
from reporting.figures.thresholds import SMALLEST_SHOWN
from reporting.tabulation.reading import Items
from reporting.tabulation.results import MERGED, NUMBER, TOGETHER, Row

SEVERAL = 2  # one answer alone is not taken together with anything


@dataclass(frozen=True)
class Coarser:
    """A kind and the questions with which it is computed again, and what the table then says of it."""

    kind: Any
    items: Items
    note: Text | None = None


def is_small(count: int | None) -> bool:
    """Whether a count would be hidden for its size."""
    return count is not None and 0 < count < SMALLEST_SHOWN


def rare(rows: Iterable[Row], without: Collection[str] = ()) -> list[str]:
    """The rows to take together: the small ones, and the next larger ones where they are too few together.

    None where there is nothing small, or where rows that are not small would be all that is taken with them.
    """
    counted = sorted((row for row in rows if row.count), key=lambda row: row.count or 0)
    taken: list[Row] = []
    for row in (row for row in counted if row.key not in without):
        if not is_small(row.count) and len(taken) >= SEVERAL and _sum(taken) >= SMALLEST_SHOWN:
            break
        taken.append(row)
    small = [row for row in taken if is_small(row.count)]
    if not small or len(taken) < SEVERAL or _sum(taken) < SMALLEST_SHOWN:
        return []
    return [row.key for row in taken] if len(taken) < len(counted) or len(small) == len(taken) else []


def rare_numbers(rows: Iterable[Row]) -> list[str]:
    """The rows of how many there are of something that are taken together."""
    return rare(row for row in rows if row.key.startswith(f"{NUMBER}."))


def labels_of(rows: Iterable[Row], keys: Collection[str]) -> list[Text]:
    """What the rows with these keys are called."""
    return [row.label for row in rows if row.key in keys]


def _sum(rows: Sequence[Row]) -> int:
    return sum(row.count or 0 for row in rows)


def together(kind: Any, items: Items, item: Item, keys: Collection[str]) -> Coarser:
    """The same kind over a question in which the printed rows `keys` are one."""
    labels = [label for key, label in item.printed().items() if key in keys]
    return Coarser(kind, {**items, item.code: item.with_row(keys, MERGED, TOGETHER)}, said(labels))


def said(labels: Sequence[Text]) -> Text:
    """What a table says of the rows that it takes together."""
    listed = reduce(lambda before, label: before.then(label, ", "), labels)
    return TOGETHER.then(listed, ": ").then(Text(".", "."), "")
