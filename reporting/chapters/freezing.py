"""An indicator or an outcome table as it is frozen: figures, words in both languages, and what tells of what.

Everything is plain data, which is read without today's declarations (docs/adr/0028).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import override

from cases.questionnaires.definition import Text
from reporting.across.relations import Asked, shared
from reporting.chapters.words import LANGUAGES, in_both_languages
from reporting.figures.base import TOTAL, Figures, Indicator, Row, Table
from reporting.figures.sums import System
from reporting.indicators.registry import FROM_START, SUBTRACTIONS
from reporting.outcomes.declarations import TABLES
from reporting.outcomes.queries import COURSES
from reporting.tabulation.adding import EVERYBODY, Printed
from reporting.tabulation.breakdowns import OVERLAPPING
from reporting.tabulation.facts import Course, Exclusion
from reporting.tabulation.grid import HIDDEN, laid_out, spoken
from reporting.tabulation.reading import Items
from reporting.tabulation.results import Cell, Column, TableResult
from reporting.tabulation.results import Row as TableRow
from reporting.tabulation.tabulating import Declaration

INDICATOR, OUTCOME = "indicator", "outcome"

Frozen = dict[str, Any]


def frozen_indicator(indicator: Indicator, figures: Figures) -> Frozen:
    """An indicator with its words and tables."""
    return {
        **described(indicator),
        "tables": [
            {**table_words(table), "rows": [_row(table, row) for row in figures[table.key]]}
            | {"relations": relations(table, figures[table.key])}
            for table in indicator.tables
        ],
    }


def described(indicator: Indicator) -> Frozen:
    """The words of an indicator."""
    words = ("name", "definition", "numerator", "denominator", "exclusions")
    said = {word: in_both_languages(getattr(indicator, word)) for word in words}
    return {"form": INDICATOR, "key": indicator.key, **said}


def table_words(table: Table) -> Frozen:
    """The words of a table, without its rows."""
    measures = [
        {"key": one.key, "label": in_both_languages(one.label), "form": one.form.value}
        | ({"words": [in_both_languages(word) for word in one.words]} if one.words else {})
        for one in table.measures
    ]
    return {
        "key": table.key,
        "title": in_both_languages(table.title),
        "unit": in_both_languages(table.unit.value),
        "measures": measures,
    }


def _row(table: Table, row: Row) -> Frozen:
    label = {} if row.code == TOTAL else {"label": _label(table, row)}
    return {"code": row.code, **label, "values": dict(row.values), "people": dict(row.people)}


def _label(table: Table, row: Row) -> dict[str, str]:
    """The name of a row: the programme's own, or that of the code."""
    return dict(row.names) if row.names else in_both_languages(table.labels.get(row.code, row.code))


def relations(table: Table, rows: Iterable[Row] = ()) -> Frozen:
    """How the figures of a table tell of each other: all that the protection of small numbers needs to know."""
    return {
        "adds": table.adds.value,
        "parents": {row.code: row.parent for row in rows if row.parent},
        "reads": {row.code: row.reads for row in rows if row.reads},
        "quantities": [[row, measure, name] for (row, measure), name in table.quantities.items()],
        "follows": {one.key: one.follows for one in table.measures if one.follows},
        "least": {one.key: one.least for one in table.measures if one.least},
        "bands": table.bands,
        "beside": table.beside,
        "told_by": list(table.told_by),
    }


def across_tables(*, starts_with_programme: bool) -> Frozen:
    """What a reader finds by taking figures of different tables together."""
    return {
        "subtractions": [list(one) for one in SUBTRACTIONS],
        "from_start": {small: list(hidden) for small, hidden in FROM_START.items()},
        "starts_with_programme": starts_with_programme,
    }


@dataclass(frozen=True)
class Made:
    """An outcome table as it was computed: at which report, broken down by what.

    `rough` is the same with what few answered taken together, as editions have it, and `kind` and `items` what it was
    computed with.
    """

    at: str
    by: str
    result: TableResult
    rough: TableResult
    kind: Any
    items: Items


def frozen_outcome(declaration: Declaration, made: Iterable[Made]) -> Frozen:
    """An outcome table, once for each report that it was read at, and as editions have it with nothing hidden yet."""
    return {
        "form": OUTCOME,
        "key": declaration.key,
        "name": in_both_languages(declaration.title),
        "tables": [
            {
                "at": one.at,
                **frozen_table(one.result),
                "relations": {"kind": declaration.kind.name, "adds": declaration.kind.adds},
                **_in_editions(declaration, one),
            }
            for one in made
        ],
    }


def _in_editions(declaration: Declaration, made: Made) -> Frozen:
    """A table as editions have it: rough, with what its counts tell of each other. What others published is open.

    One that does not say how it adds up is withheld: the targets in homes, which stand among all targets as well.
    """
    if getattr(made.kind, "is_published", False):
        return {"published": True}
    if not hasattr(made.kind, "adding"):
        return {}
    return {"coarse": {**plain(made.rough), "relations": _adding(declaration, made)}}


def frozen_across(made: Mapping[str, Iterable[Made]], courses: Sequence[Course]) -> Frozen:
    """How the counts of different outcome tables, by their keys, hang together as editions have them."""
    printed = System()
    tables = []
    for key, those in made.items():
        declaration = TABLES[key]
        for one in those:
            printed.take_in(_adding(declaration, one))
            tables.append(Asked(key, one.at, one.kind, one.items, declaration.items))
    return shared(tables, courses, printed.quantities).plain()


def _adding(declaration: Declaration, made: Made) -> Frozen:
    """How the counts of a table as editions have it add up, by name."""
    place = f"{declaration.key}@{made.at}" if made.at else declaration.key
    everybody = EVERYBODY if declaration.source == COURSES else declaration.source
    overlaps = made.by in OVERLAPPING
    printed = Printed(place, made.kind, made.rough, made.items, overlaps=overlaps, everybody=everybody)
    system = System()
    printed.add_to(system)
    return {"place": place, "repeats": getattr(made.kind, "repeats", ""), **system.plain()}


def frozen_table(result: TableResult) -> Frozen:
    """A table as plain data, what has no value left out, and as it is read in each language."""
    return {**plain(result), "sheet": {language: _sheet(result, language) for language in LANGUAGES}}


def plain(result: TableResult) -> Frozen:
    """A table as plain data. What has no value is left out, and what is hidden is None."""
    found: Frozen = asdict(result, dict_factory=_stated)
    return found


def _stated(pairs: list[tuple[str, Any]]) -> Frozen:
    return {
        name: None if value == HIDDEN else value
        for name, value in pairs
        if value is not None and value is not False and value != ()
    }


def thawed(table: Mapping[str, Any]) -> TableResult:
    """The table that was frozen as plain data."""
    return TableResult(
        key=table["key"],
        title=Text(**table["title"]),
        base=Text(**table["base"]),
        n=table.get("n"),
        blanks=table.get("blanks"),
        exclusions=tuple(
            Exclusion(one["key"], Text(**one["label"]), one.get("count")) for one in table.get("exclusions", ())
        ),
        rows=_rows(table),
        columns=tuple(
            Column(one["key"], Text(**one["label"]), one.get("n"), one.get("blanks"), _rows(one))
            for one in table.get("columns", ())
        ),
        notes=tuple(Text(**one) for one in table.get("notes", ())),
        self_check=tuple(Text(**one) for one in table.get("self_check", ())),
    )


def _rows(part: Mapping[str, Any]) -> tuple[TableRow, ...]:
    return tuple(
        TableRow(
            **{"count": None} | one | {"label": Text(**one["label"])}
            | {"cells": tuple(Cell(**cell | {"label": Text(**cell["label"])}) for cell in one.get("cells", ()))}
        )
        for one in part.get("rows", ())
    )  # fmt: skip


def _sheet(result: TableResult, language: str) -> Frozen:
    """The table as a reader sees it in a language."""
    with override(language):
        grid = laid_out(result, language)
        told = spoken(result, language)
    return {"headings": grid.headings, "rows": grid.rows, "told": told}
