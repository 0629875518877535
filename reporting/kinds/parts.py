"""The kind of table for a question in rows that no declared table prints."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cases.questionnaires.codes import ItemType
from cases.questionnaires.definition import Item
from reporting.kinds.development import mean
from reporting.tabulation.adding import Part
from reporting.tabulation.facts import DONT_KNOW, Course
from reporting.tabulation.reading import NOT_ASKED, Items, chosen, column, keys_of, tally
from reporting.tabulation.results import Computed, Row, cells


@dataclass(frozen=True)
class Parts:
    """Each row of a question by itself, with a base of its own: its answers, or the mean of its numbers.

    In the mean of numbers, Ved ikke is left out and counted beside it.
    """

    name: ClassVar[str] = "parts"
    adds: ClassVar[bool] = False
    item: str
    base: str = "answered"

    def compute(self, courses: Sequence[Course], at: str, items: Items) -> Computed:
        found, item = chosen(courses, at, self.base, items), items[self.item]
        read = {part: column(found.answers, key) for part, key in keys_of(item).items()}
        row = _numbers if item.type is ItemType.NUMBERS else _answers
        whole: Counter[str] = Counter(map(_state, zip(*read.values(), strict=True)))
        out = found.exclusions + Counter(not_asked=whole["not_asked"])
        return Computed(whole["answered"], whole["blank"], tuple(row(item, *one) for one in read.items()), out)

    def adding(self, part: Part, items: Items) -> None:  # noqa: ARG002
        for row in part.rows:
            if row.cells:
                part.own(row, [cell.key for cell in row.cells])
                part.system.add_up(part.row(row.key), [part.cell(row.key, row.cells[0].key)])


def _state(values: tuple[Any, ...]) -> str:
    """What a report says of the whole question."""
    if all(value is NOT_ASKED for value in values):
        return "not_asked"
    return "blank" if all(value is None or value is NOT_ASKED for value in values) else "answered"


def _answers(item: Item, part: str, values: Sequence[Any]) -> Row:
    """A row with a cell for each answer; its count is that of the first."""
    scale = item.scale_of(part)
    found = tally(Counter(values), {code: code for code in scale})
    shown = cells(dict(scale), found.counts, found.n)
    return Row(part, item.parts[part].label, shown[0].count, shown[0].percent, shown, found.n, found.blanks)


def _numbers(item: Item, part: str, values: Sequence[Any]) -> Row:
    known = [value for value in values if isinstance(value, int)]
    unknown, blanks = values.count(DONT_KNOW), values.count(None)
    label, n = item.parts[part].label, len(known)
    return Row(part, label, n, n=n, blanks=blanks, dropped=unknown, mean=mean(sum(known), n))
