"""All figures of a report in one CSV table: one line for each figure, with its definition beside it.

Every line carries what the report is about and which run it is, so that a line copied out of the file still says so.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone

from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import guard, lines
from reporting.documents.head import Words
from reporting.documents.presentation import (
    DECIMALS,
    Frozen,
    ShownCell,
    ShownIndicator,
    ShownOutcome,
    ShownReport,
    ShownRow,
    ShownSheet,
)
from reporting.figures.base import Form

Line = list[str | None]

CODES = ("chapter", "indicator", "table", "parent", "row", "measure")
WORDS = ("chapter", "indicator", "table", "unit", "part_of", "row", "figure", "value", "remark")
REMARKS = {"percent": "remark_percent"}  # figures of outcome tables that say what they are
EXPLAINED = ("definition", "numerator", "denominator", "exclusions", "base", "note", "self_check")


def report_csv(report: ShownReport, form: ExportForm) -> bytes:
    """The report as CSV in the active language. Excel's form has words, that of programs has codes beside them."""
    is_machine = form == ExportForm.MACHINE
    about = _about(report, form)
    names = [name for name, _value in about]
    said = [report.say(word) for word in (*WORDS, *EXPLAINED)]
    rows: list[Line] = [[*(CODES if is_machine else ()), *said, *names]]
    for codes, words in _figures(report, form):
        kept = [guard(text) if text else text for text in (*(codes if is_machine else ()), *words)]
        rows.append([*kept, *(guard(value) for _name, value in about)])
    return lines(rows, form)


def _about(report: ShownReport, form: ExportForm) -> list[tuple[str, str]]:
    """The same columns on every line."""
    about, say = report.about, report.say
    is_excel = form == ExportForm.EXCEL
    day, moment = ("%d-%m-%Y", "%d-%m-%Y %H:%M") if is_excel else ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z")
    told = [
        ("programme", about.programme),
        ("from", f"{about.start:{day}}"),
        ("to", f"{about.last_day:{day}}"),
        ("as_of", f"{about.as_of:{day}}"),
        ("programme_code", about.code),
        ("number", str(about.number)),
        ("computed", f"{timezone.localtime(about.computed_at):{moment}}"),
        ("asked_by", about.asked_by),
        ("definitions", about.definitions),
        ("input", about.input),
    ]
    return [(say(word), value) for word, value in told] + report.edition


Figure = tuple[Line, Line]  # codes, and words with what explains them


def _figures(report: ShownReport, form: ExportForm) -> Iterator[Figure]:
    for chapter in report.chapters:
        for part in chapter.parts:
            of_part = (
                _of_indicator(part, report.say, form)
                if isinstance(part, ShownIndicator)
                else _of_outcome(part, report.say, form)
            )
            for codes, words in of_part:
                yield [chapter.key, *codes], [chapter.name, *words]


def _of_indicator(indicator: ShownIndicator, say: Words, form: ExportForm) -> Iterator[Figure]:
    explained: Line = [indicator.definition, indicator.numerator, indicator.denominator, indicator.exclusions]
    explained += ["", "", ""]
    for table in indicator.tables:
        for row in table.rows:
            words: Line = [indicator.name, table.title, table.unit, table.label_of(row.parent), row.label]
            for cell, column in zip(row.cells, table.columns, strict=True):
                codes: Line = [indicator.key, table.key, row.parent, row.code, cell.measure.key]
                decimals = 0 if cell.measure.form is Form.PERCENT else DECIMALS[cell.measure.form]
                figure = [column, _number(cell.value, decimals, form), _remark(cell, row, say)]
                yield codes, [*words, *figure, *explained]


def _remark(cell: ShownCell, row: ShownRow, say: Words) -> str:
    if cell.is_hidden:
        return say("remark_hidden")
    if cell.value is None and cell.measure.key == "estimate" and row.cells[0].value != 0:
        return say("remark_estimate")
    if cell.value is None:
        return say("remark_nothing")
    if cell.measure.words:
        return cell.text
    return say("remark_percent") if cell.measure.form is Form.PERCENT else ""


def _of_outcome(outcome: ShownOutcome, say: Words, form: ExportForm) -> Iterator[Figure]:
    for sheet in outcome.sheets:
        explained = _explained(sheet, say)
        found = [_number_of(sheet, say), *(() if sheet.is_withheld else _counted(sheet.data, say))]
        for table, row, label, column, measure, value, remark in found:
            at = ".".join(filter(None, (sheet.at, table)))
            words: Line = [outcome.name, sheet.base, say("unit_of_tables"), "", label]
            number = _number(value, 1 if isinstance(value, float) else 0, form)
            yield [outcome.key, at, "", row, measure], [*words, column, number, remark, *explained]


Counted = tuple[str, str, str, str, str, int | float | None, str]


def _number_of(sheet: ShownSheet, say: Words) -> Counted:
    """How many an outcome table counts, with the reason where that is all a reader gets."""
    remarks = [say("remark_hidden") if sheet.n is None else "", say("withheld") if sheet.is_withheld else ""]
    return "", "", "", say("n"), "n", sheet.n, " ".join(filter(None, remarks))


def _counted(table: Frozen, say: Words) -> Iterator[Counted]:
    """Every figure of an outcome table: column, row and its name, the figure's name and key, value, remark."""
    hidden = say("remark_hidden")
    yield "", "", "", say("blanks"), "blanks", table["blanks"], hidden if table["blanks"] is None else ""
    for one in table.get("exclusions", ()):
        remark = hidden if one["count"] is None else ""
        yield "", one["key"], say.of(one["label"]), say("exclusions"), "exclusion", one["count"], remark
    for row in table.get("rows", ()):
        yield from _row(row, "", "", say)
    for column in table.get("columns", ()):
        name = say.of(column["label"])
        for measure in ("n", "blanks"):
            remark = hidden if column[measure] is None else ""
            yield column["key"], "", name, say(measure), measure, column[measure], remark
        for row in column.get("rows", ()):
            yield from _row(row, column["key"], f"{name}: ", say)


def _row(row: Frozen, column: str, before: str, say: Words) -> Iterator[Counted]:
    label = before + say.of(row["label"])
    for measure in ("count", "percent", "n", "blanks", "dropped", "mean", "value"):
        if measure in row:
            remark = say(REMARKS[measure]) if measure in REMARKS else ""
            remark = say("remark_hidden") if row[measure] is None else remark
            yield column, row["key"], label, say(measure), measure, row[measure], remark
    for cell in row.get("cells", ()):
        for measure in ("count", "percent", "value"):
            if measure in cell:
                name = f"{say.of(cell['label'])}, {say(measure).lower()}"
                remark = say("remark_hidden") if cell[measure] is None else ""
                yield column, row["key"], label, name, f"{cell['key']}.{measure}", cell[measure], remark


def _explained(sheet: ShownSheet, say: Words) -> Line:
    data = sheet.data
    left_out = [
        f"{say.of(one['label'])}: {say('hidden') if one['count'] is None else one['count']}"
        for one in data.get("exclusions", ())
    ]
    notes, found = ([say.of(one) for one in data.get(name, ())] for name in ("notes", "self_check"))
    return ["", "", "", "; ".join(left_out), sheet.base, " ".join(notes), " ".join(found)]


def _number(value: Any, decimals: int, form: ExportForm) -> str | None:
    """The bare number; the unit stands in the column beside it."""
    if value is None:
        return None
    text = f"{Decimal(repr(value)):.{decimals}f}"
    return text.replace(".", ",") if form == ExportForm.EXCEL else text
