"""All figures of a report in one CSV table: one line for each figure, with its definition beside it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import guard, lines
from reporting.documents.presentation import DECIMALS, ShownCell, ShownReport, ShownRow
from reporting.figures.base import Form

Line = list[str | None]


def report_csv(report: ShownReport, form: ExportForm) -> bytes:
    """The report as CSV in the active language. Excel's form has words, that of programs has codes beside them."""
    rows: list[Line] = [_header(form)]
    for indicator, table, row in report.lines():
        words = [indicator.name, table.title, table.unit, table.label_of(row.parent), row.label]
        codes = [indicator.key, table.key, row.parent, row.code]
        explained = [indicator.definition, indicator.numerator, indicator.denominator, indicator.exclusions]
        for cell, column in zip(row.cells, table.columns, strict=True):
            known: Line = [guard(text) for text in words]
            if form == ExportForm.MACHINE:
                known = [*map(guard, codes), cell.measure.key, *known]
            rows.append([*known, guard(column), _number(cell, form), _remark(cell, row), *map(guard, explained)])
    return lines([[*row, *_about(report, form, first=index == 0)] for index, row in enumerate(rows)], form)


def _header(form: ExportForm) -> Line:
    words: Line = [_("Indicator"), _("Table"), _("Counted in"), _("Part of"), _("Row"), _("Figure"), _("Value")]
    words += [_("Remark"), _("Definition"), _("Numerator"), _("Denominator"), _("Left out")]
    codes: Line = ["indicator", "table", "parent", "row", "measure"]
    return [*codes, *words] if form == ExportForm.MACHINE else words


def _about(report: ShownReport, form: ExportForm, *, first: bool) -> Line:
    """The same columns on every line, so that a line copied out of the file still says what it is about."""
    run = report.run
    if first:
        return [_("Programme"), _("From"), _("To and including"), _("As of")]
    pattern = "%d-%m-%Y" if form == ExportForm.EXCEL else "%Y-%m-%d"
    return [guard(str(run.programme)), *(f"{day:{pattern}}" for day in (run.start, run.last_day, run.as_of))]


def _number(cell: ShownCell, form: ExportForm) -> str | None:
    """The bare number; the unit stands in the column beside it."""
    if cell.value is None:
        return None
    decimals = 0 if cell.measure.form is Form.PERCENT else DECIMALS[cell.measure.form]
    text = f"{Decimal(repr(cell.value)):.{decimals}f}"
    return text.replace(".", ",") if form == ExportForm.EXCEL else text


def _remark(cell: ShownCell, row: ShownRow) -> str:
    if cell.is_hidden:
        return _("hidden: rests on too few young people, or would give a small number away")
    if cell.value is None and cell.measure.key == "estimate" and row.cells[0].value != 0:
        return _("cannot be estimated yet: fewer than half have come that far")
    if cell.value is None:
        return _("nothing to compute from")
    if cell.measure.form is Form.STANDING:
        return cell.text
    return _("per cent") if cell.measure.form is Form.PERCENT else ""
