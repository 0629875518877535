"""An indicator or an outcome table as it is frozen: figures, words in both languages, and what tells of what.

Everything is plain data, which is read without today's declarations (docs/adr/0028).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import override

from reporting.chapters.words import LANGUAGES, in_both_languages
from reporting.figures.base import TOTAL, Figures, Indicator, Row, Table
from reporting.indicators.registry import FROM_START, SUBTRACTIONS
from reporting.tabulation.grid import laid_out, spoken
from reporting.tabulation.results import TableResult
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


def frozen_outcome(declaration: Declaration, results: Mapping[str, TableResult]) -> Frozen:
    """An outcome table, once for each report that it was read at."""
    return {
        "form": OUTCOME,
        "key": declaration.key,
        "name": in_both_languages(declaration.title),
        "tables": [
            {"at": at, **_plain(result), "sheet": {language: _sheet(result, language) for language in LANGUAGES}}
            | {"relations": {"kind": declaration.kind.name, "adds": declaration.kind.adds}}
            for at, result in results.items()
        ],
    }


def _plain(result: TableResult) -> Frozen:
    """The table as plain data; what has no value is left out."""
    found: Frozen = asdict(result, dict_factory=_stated)
    return found


def _stated(pairs: list[tuple[str, Any]]) -> Frozen:
    return {name: value for name, value in pairs if value is not None and value is not False and value != ()}


def _sheet(result: TableResult, language: str) -> Frozen:
    """The table as a reader sees it in a language."""
    with override(language):
        grid = laid_out(result, language)
        told = spoken(result, language)
    return {"headings": grid.headings, "rows": grid.rows, "told": told}
