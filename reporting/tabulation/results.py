"""What a table says, with both languages, as it is frozen, printed and given to other programs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cases.questionnaires.definition import Text
from reporting.figures.rules import percent
from reporting.tabulation.facts import Exclusion

Figure = int | float | None

NUMBER = "number"
# Rows and columns of few, as one.
MERGED = "merged"
TOGETHER = Text("Øvrige, samlet", "Others, taken together")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a row beside its first: a count with its share, or a value (a mean, days, points)."""

    key: str
    label: Text
    count: int | None = None
    percent: int | None = None
    value: Figure = None


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row. `percent` is the whole number as printed, None where there is nothing to be a share of.

    `n`, `blanks` and `dropped` (Ved ikke, where the table leaves it out) are those of a row with a base of its own.
    `sub` is a row "heraf": part of the row above it, outside the total.
    """

    key: str
    label: Text
    count: int | None
    percent: int | None = None
    cells: tuple[Cell, ...] = ()
    n: int | None = None
    blanks: int | None = None
    dropped: int | None = None
    sub: bool = False
    mean: float | None = None
    value: Figure = None


@dataclass(frozen=True, slots=True)
class Computed:
    """What a kind of table finds in some courses."""

    n: int
    blanks: int
    rows: tuple[Row, ...]
    exclusions: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """The same rows for one group of the courses. None is hidden (`TableResult`)."""

    key: str
    label: Text
    n: int | None
    blanks: int | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TableResult:
    """A table with all that a reader needs to trust it.

    In an edition a count is None where it is hidden, as is what would tell of it: its per cent, a mean beside it.
    """

    key: str
    title: Text
    base: Text
    n: int | None
    blanks: int | None
    exclusions: tuple[Exclusion, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...] = ()
    notes: tuple[Text, ...] = ()
    self_check: tuple[Text, ...] = ()


def counted(labels: Mapping[str, Text], counts: Mapping[str, int], n: int) -> tuple[Row, ...]:
    """A row for each label, zeros included, each rounded on its own to whole per cent of `n`."""
    return tuple(Row(key, label, found := counts.get(key, 0), percent(found, n)) for key, label in labels.items())


def cells(labels: Mapping[str, Text], counts: Mapping[str, int], n: int) -> tuple[Cell, ...]:
    """The same as the cells of one row."""
    return tuple(Cell(key, label, found := counts.get(key, 0), percent(found, n)) for key, label in labels.items())


def numbers(counts: Mapping[int, int], label: Text, most: int, together: Collection[str] = ()) -> tuple[Row, ...]:
    """Rows for how many (0 to `most`) each course has; their base is their own sum. Some may stand `together`."""
    n = sum(counts.values())
    named = [f"{NUMBER}.{one}" for one in range(most + 1)]
    labels = {key: label.then(Text.of(key.removeprefix(f"{NUMBER}.")), ": ") for key in named if key not in together}
    found = {key: counts.get(one, 0) for one, key in enumerate(named)}
    if together:
        key = f"{NUMBER}.{MERGED}"
        labels[key], found[key] = label.then(TOGETHER, ": "), sum(found[one] for one in together)
    return tuple(replace(row, n=n) for row in counted(labels, found, n))


EXTRA = ("n", "blanks", "dropped", "mean", "value")


def _cell(cell: Cell, language: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"key": cell.key, "label": cell.label.spoken(language)}
    if cell.count is not None:
        shown |= {"count": cell.count, "percent": cell.percent}
    return shown if cell.value is None else shown | {"value": cell.value}


def _row(row: Row, language: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "key": row.key,
        "label": row.label.spoken(language),
        "count": row.count,
        "percent": row.percent,
    }
    shown |= {name: getattr(row, name) for name in EXTRA if getattr(row, name) is not None}
    if row.sub:
        shown["sub"] = True
    if row.cells:
        shown["cells"] = [_cell(cell, language) for cell in row.cells]
    return shown


def _texts(texts: Iterable[Text], language: str) -> list[str]:
    return [text.spoken(language) for text in texts]


def as_json(result: TableResult, language: str) -> dict[str, Any]:
    """The table as programs read it. Keys are the same in every language; `percent` is an integer or null."""
    shown: dict[str, Any] = {
        "key": result.key,
        "title": result.title.spoken(language),
        "base": result.base.spoken(language),
        "n": result.n,
        "blanks": result.blanks,
        "exclusions": [
            {"key": one.key, "label": one.label.spoken(language), "count": one.count} for one in result.exclusions
        ],
        "rows": [_row(row, language) for row in result.rows],
        "notes": _texts(result.notes, language),
        "self_check": _texts(result.self_check, language),
    }
    if result.columns:
        shown["columns"] = [
            {
                "key": column.key,
                "label": column.label.spoken(language),
                "n": column.n,
                "blanks": column.blanks,
                "rows": [_row(row, language) for row in column.rows],
            }
            for column in result.columns
        ]
    return shown
