"""A frozen report as it is read: in the reader's language, with working figures or as an edition has it.

Page, CSV, PDF, JSON and command all show what this module gives, so that they cannot differ. It reads what was frozen
and nothing else: no definition or word of today gets into a report of then (docs/adr/0028).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language

from reporting.documents.head import About, Words, about_of, said_day
from reporting.figures.base import TOTAL, Form, Measure, Number
from reporting.runs.models import ReportRun

WIDE = 3  # columns of figures
DECIMALS = {
    Form.COUNT: 0,
    Form.PERCENT: 0,
    Form.DAYS: 1,
    Form.NIGHTS: 1,
    Form.RATE: 2,
    Form.VALUE: 1,
    Form.KRONER: 2,
    Form.HOURS: 1,
    Form.STANDING: 0,
}

Frozen = Mapping[str, Any]


@dataclass(frozen=True)
class ShownCell:
    """One figure: `value` is None when there is nothing to say or it is hidden; `text` is how it is written."""

    measure: Measure
    value: Number
    text: str
    is_hidden: bool = False


@dataclass(frozen=True)
class ShownRow:
    """One row of figures. `parent` is the code of the row that it is part of; the total has `is_total`."""

    code: str
    label: str
    cells: tuple[ShownCell, ...]
    parent: str = ""
    is_total: bool = False

    @property
    def text(self) -> str:
        """The row's name with the mark of a part."""
        return f"– {self.label}" if self.parent else self.label

    @property
    def texts(self) -> list[str]:
        """The row as a line of a table."""
        return [self.text, *(cell.text for cell in self.cells)]


@dataclass(frozen=True)
class ShownTable:
    """One table of an indicator with what stands around it; `axis` is what a chart writes under its line."""

    key: str
    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    axis: str = ""

    @property
    def is_wide(self) -> bool:
        """Too wide to stand beside its drawing."""
        return len(self.columns) > WIDE

    @property
    def texts(self) -> list[list[str]]:
        """The table as lines of ready texts."""
        return [row.texts for row in self.rows]

    def label_of(self, code: str) -> str:
        """The name of a row, empty for one that is not there."""
        return next((row.label for row in self.rows if row.code == code), "")


@dataclass(frozen=True)
class ShownIndicator:
    """One indicator with its words and tables."""

    key: str
    name: str
    definition: str
    numerator: str
    denominator: str
    exclusions: str
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True)
class ShownSheet:
    """An outcome table as it was read at one report: what stands in it, and around it.

    `data` is the table for programs; it is empty where the rows are withheld from the reader.
    """

    at: str
    base: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    told: tuple[tuple[str, str], ...]
    n: int | None
    data: Frozen

    @property
    def is_withheld(self) -> bool:
        return not self.data


@dataclass(frozen=True)
class ShownOutcome:
    """An outcome table, once for each report that it was read at."""

    key: str
    name: str
    sheets: tuple[ShownSheet, ...]


@dataclass(frozen=True)
class ShownChapter:
    """One chapter with its parts in their order."""

    key: str
    name: str
    parts: tuple[ShownIndicator | ShownOutcome, ...]


@dataclass(frozen=True)
class ShownReport:
    """A whole report. `full` tells whether small numbers are shown."""

    about: About
    say: Words
    headlines: tuple[tuple[str, str, str], ...]  # the figure, its name, the key of its indicator
    chapters: tuple[ShownChapter, ...]
    full: bool

    @property
    def indicators(self) -> tuple[ShownIndicator, ...]:
        return tuple(part for one in self.chapters for part in one.parts if isinstance(part, ShownIndicator))

    @property
    def outcomes(self) -> tuple[ShownOutcome, ...]:
        return tuple(part for one in self.chapters for part in one.parts if isinstance(part, ShownOutcome))

    def tables(self) -> Iterator[tuple[ShownIndicator, ShownTable]]:
        """Every table with its indicator."""
        for indicator in self.indicators:
            for table in indicator.tables:
                yield indicator, table

    def lines(self) -> Iterator[tuple[ShownIndicator, ShownTable, ShownRow]]:
        """Every row of every table of the indicators."""
        for indicator, table in self.tables():
            for row in table.rows:
                yield indicator, table, row

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the report is about, for its head."""
        return self.about.facts(self.say)

    @property
    def edition(self) -> list[tuple[str, str]]:
        """Which edition it is; nothing of a report that is none."""
        return self.about.edition_facts(self.say)

    @property
    def footer(self) -> list[tuple[str, str]]:
        """What ties each page to its report."""
        return [*self.edition[:2], *self.about.provenance(self.say)]

    @property
    def notes(self) -> list[str]:
        """What a reader must know about all the figures."""
        since = self.about.words_since
        late = [self.say("words_since", day=said_day(since))] if since else []
        notes = ("frozen", "rounding", "dash", "small" if self.full else "protected")
        return [*late, *(self.say(key) for key in notes)]


def present(run: ReportRun) -> ShownReport:
    """A finished run in the active language, with its working figures."""
    return shown(run.result or {})


def shown(result: Frozen) -> ShownReport:
    """A frozen report in the active language; what an edition hides is not in it at all."""
    say = Words(result["words"], "en" if get_language() == "en" else "da")
    chapters = tuple(
        ShownChapter(chapter["key"], say.of(chapter["name"]), tuple(_part(part, say) for part in chapter["parts"]))
        for chapter in result["chapters"]
    )
    full = not result.get("protected")
    found = ShownReport(about_of(result["about"], say), say, (), chapters, full)
    return ShownReport(found.about, say, tuple(_headlines(result, found)), chapters, full)


def _headlines(result: Frozen, report: ShownReport) -> Iterator[tuple[str, str, str]]:
    """The numbers on top, as far as their figures are there."""
    figures = {
        (indicator.key, table.key, row.code, cell.measure.key): cell.text
        for indicator, table, row in report.lines()
        for cell in row.cells
    }
    for one in result["headlines"]:
        figure = tuple(one["figure"])
        if figure in figures:
            yield figures[figure], report.say.of(one["label"]), figure[0]


def _part(part: Frozen, say: Words) -> ShownIndicator | ShownOutcome:
    if part["form"] == "outcome":
        sheets = tuple(_sheet(table, say) for table in part["tables"])
        return ShownOutcome(part["key"], say.of(part["name"]), sheets)
    return ShownIndicator(
        part["key"],
        say.of(part["name"]),
        say.of(part["definition"]),
        say.of(part["numerator"]),
        say.of(part["denominator"]),
        say.of(part["exclusions"]),
        tuple(_table(table, say) for table in part["tables"] if table["rows"]),
    )


def _table(table: Frozen, say: Words) -> ShownTable:
    measures = [_measure(one, say) for one in table["measures"]]
    rows = []
    for row in table["rows"]:
        hidden = row.get("hidden", ())
        cells = tuple(
            ShownCell(one, None, say("hidden"), is_hidden=True) if one.key in hidden else _open(one, row)
            for one in measures
        )
        code = row["code"]
        label = say.of(row["label"]) if "label" in row else say("total")
        rows.append(ShownRow(code, label, cells, table["relations"]["parents"].get(code, ""), code == TOTAL))
    return ShownTable(
        table["key"],
        say.of(table["title"]),
        say.of(table["unit"]),
        tuple(str(measure.label) for measure in measures),
        tuple(rows),
        say("spread_axis"),
    )


def _measure(kept: Frozen, say: Words) -> Measure:
    words = tuple(say.of(word) for word in kept.get("words", ()))
    return Measure(kept["key"], say.of(kept["label"]), Form(kept["form"]), words=words)


def _open(measure: Measure, row: Frozen) -> ShownCell:
    value = row["values"].get(measure.key)
    if measure.words and value is not None:
        return ShownCell(measure, value, str(measure.words[int(value)]))
    return ShownCell(measure, value, written(value, measure.form))


def _sheet(table: Frozen, say: Words) -> ShownSheet:
    base, n = say.of(table["base"]), table["n"]
    if table.get("withheld"):
        told = (
            (say("base"), base),
            (say("n"), say("hidden") if n is None else str(n)),
            (say("note"), say("withheld")),
        )
        return ShownSheet(table["at"], base, (), (), told, n, {})
    sheet = table["sheet"][say.language]
    rows = tuple(tuple(cell if at == 0 else _cell(cell) for at, cell in enumerate(row)) for row in sheet["rows"])
    around = tuple((str(name), str(text)) for name, text in sheet["told"])
    return ShownSheet(table["at"], base, tuple(sheet["headings"]), rows, around, n, table)


def _cell(value: Any) -> str:
    """A figure of an outcome table; its column says what it is."""
    if isinstance(value, str):
        return value
    return written(value, Form.COUNT if isinstance(value, int) else Form.DAYS)


def written(value: Number, form: Form) -> str:
    """A figure as people write it in the active language."""
    if value is None:
        return "–"
    decimals = DECIMALS[form]
    if decimals and form is not Form.RATE and float(value).is_integer():
        decimals = 0
    text = str(number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True))
    return f"{text}\u00a0%" if form is Form.PERCENT else text
