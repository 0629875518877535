"""What the columns of an export mean, in the three places a reader looks: a table, a data package, a text."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.core.codes import Label
from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import DIALECTS, guard, lines
from reporting.datasets.plan import Plan
from reporting.datasets.statements import NOT_NAMED, SMALL_UNIT, labels_of, small_unit
from reporting.tables.columns import Column, Deidentified, Table, Type

CODEBOOK_HEADER = (
    "table",
    "column",
    "type",
    "sensitivity",
    "title_da",
    "meaning_da",
    "title_en",
    "meaning_en",
    "codes",
)

# Types of the Table Schema standard (specs.frictionlessdata.io/table-schema); months and moments carry a format.
_SCHEMA_TYPES = {
    Type.KEY: "string",
    Type.CODE: "string",
    Type.CODES: "string",
    Type.TEXT: "string",
    Type.DATE: "date",
    Type.MOMENT: "datetime",
    Type.INTEGER: "integer",
    Type.BOOLEAN: "boolean",
}

_EXCEL_FORMATS: dict[Type, dict[str, object]] = {
    Type.DATE: {"format": "%d-%m-%Y"},
    Type.MOMENT: {"format": "%d-%m-%Y %H:%M"},
    Type.BOOLEAN: {"trueValues": ["ja"], "falseValues": ["nej"]},
}


def codebook(plan: Plan) -> bytes:
    """One line for each column of each file, in the form of the export."""
    rows = [
        (
            table.name,
            column.name,
            column.type_in(deidentified=plan.deidentified),
            str(column.sensitivity),
            *(guard(text) for text in _in("da", column.title, column.meaning)),
            *(guard(text) for text in _in("en", column.title, column.meaning)),
            guard(_code_text(plan, column)),
        )
        for table in plan.tables
        for column in plan.columns(table)
    ]
    return lines([CODEBOOK_HEADER, *rows], plan.form)


@dataclass(frozen=True)
class ColumnNote:
    """A column as the page lists it; `fate` says what the chosen form does with it."""

    column: Column
    fate: Label
    is_included: bool


_FATES: dict[Deidentified, Label] = {
    Deidentified.AS_IS: gettext_lazy("As it is"),
    Deidentified.DROP: gettext_lazy("Left out"),
    Deidentified.MONTH: gettext_lazy("Only the month"),
    Deidentified.BAND: gettext_lazy("Rounded down to weeks or months"),
    Deidentified.UNIT: gettext_lazy("Only if five young people or more share it"),
    Deidentified.PSEUDONYM: gettext_lazy("A key instead"),
}


def columns_of(plan: Plan, table: Table) -> list[ColumnNote]:
    """Every declared column of a table, with what becomes of it in the chosen form."""
    fates = [column.deidentified if plan.deidentified else Deidentified.AS_IS for column in table.columns]
    return [
        ColumnNote(column, _FATES[fate], is_included=fate is not Deidentified.DROP)
        for column, fate in zip(table.columns, fates, strict=True)
    ]


def data_package(plan: Plan, counts: dict[str, int]) -> bytes:
    """The same as a Frictionless data package, which statistics programs and validators read."""
    package = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": f"hjemvej-{plan.programme.code}".lower(),
        "title": plan.programme.name,
        "profile": "tabular-data-package",
        "resources": [_resource(plan, table, counts[table.name]) for table in plan.tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n"


def readme(plan: Plan, counts: dict[str, int], left_out: int, on: date) -> bytes:
    """What the package holds and what it leaves out, in Danish and English."""
    texts = []
    for language in ("da", "en"):
        with translation.override(language):
            texts.append("\n".join(_readme(plan, counts, left_out, on)))
    return ("\n\n".join(texts) + "\n").encode()


def _readme(plan: Plan, counts: dict[str, int], left_out: int, on: date) -> Iterator[str]:
    yield f"{plan.programme.name} ({plan.programme.code})"
    yield _("Data as of %(day)s.") % {"day": on.isoformat()}
    yield _("De-identified.") if plan.deidentified else _("With names. Handle as personal data.")
    yield from notes(plan, left_out)
    for table in plan.tables:
        rows = ngettext("%(count)s row", "%(count)s rows", counts[table.name]) % {"count": counts[table.name]}
        yield f"{table.name}.csv: {table.title}. {table.unit} {rows}."


def notes(plan: Plan, left_out: int) -> Iterator[str]:
    """What a reader of the data must know, in sentences."""
    if plan.deidentified:
        yield _("Keys stand for people and records; they are the same in every export of this programme.")
        yield _("Days are months, ages are years, and units with fewer than five young people are not named.")
        yield _("Numbers of days are rounded down to 0, 7, 14, 21, 28, 35, 42, 49, 60, 90, and so on by 30.")
        yield _(
            "Municipalities and shelters of people with name and address protection count among the small units; where"
            " these are too few to hide among, the smallest of the others count among them too."
        )
        yield _("A key is still personal data: keep the files safe and do not try to find out who is who.")
        yield _("Counting these rows gives small numbers that reports hide: do not pass them on.")
    if left_out:
        yield ngettext(
            "%(count)s young person is left out, whom you may not see.",
            "%(count)s young people are left out, whom you may not see.",
            left_out,
        ) % {"count": left_out}
    yield _("Free text, CPR numbers, phone numbers, e-mails and addresses are in no export.")
    yield _("Contacts that were withdrawn as mistakes are left out.")
    yield _(
        "An apostrophe before =, +, - or @ at the start of a text, and after a semicolon, a comma or a vertical bar in"
        " it, keeps spreadsheets from taking it for a formula. To have the text as it was typed, take one apostrophe"
        " away at each of these places; quotes and blanks may stand before it."
    )


def _resource(plan: Plan, table: Table, rows: int) -> dict[str, object]:
    dialect = DIALECTS[plan.form]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": _in("da", table.title)[0],
        "description": _in("da", table.unit)[0],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if dialect.start else "utf-8",
        "dialect": {"delimiter": dialect.delimiter, "lineTerminator": dialect.line_end, "doubleQuote": True},
        "rows": rows,
        "schema": {"fields": [_field(plan, column) for column in plan.columns(table)], "missingValues": [""]},
    }


def _field(plan: Plan, column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": _SCHEMA_TYPES[column.type],
        "title": _in("da", column.title)[0],
        "description": _in("da", column.meaning)[0],
    }
    if plan.deidentified and column.deidentified is Deidentified.MONTH:
        return field | {"type": "yearmonth"}
    if plan.form == ExportForm.EXCEL:
        field |= _EXCEL_FORMATS.get(column.type, {})
    if column.type is Type.CODE and column.choices:
        field["constraints"] = {"enum": _allowed(plan, column)}
    return field


def _allowed(plan: Plan, column: Column) -> list[str]:
    labels = labels_of(column, plan.form)
    values = [labels.get(code, code) for code, _label in column.choices]
    units = plan.deidentified and column.deidentified is Deidentified.UNIT
    return list(dict.fromkeys([*values, small_unit(plan.form)] if units else values))


def _code_text(plan: Plan, column: Column) -> str:
    """The code list on one line: code, then Danish and English words."""
    danish = dict(zip((code for code, _label in column.choices), _in("da", *_labels(column)), strict=True))
    english = _in("en", *_labels(column))
    known = [f"{code} = {da} / {en}" for (code, da), en in zip(danish.items(), english, strict=True)]
    if plan.deidentified and column.deidentified is Deidentified.UNIT:
        known.append(f"{SMALL_UNIT} = {_in('da', NOT_NAMED)[0]} / {_in('en', NOT_NAMED)[0]}")
    return " | ".join(known)


def _labels(column: Column) -> list[Label]:
    return [label for _code, label in column.choices]


def _in(language: str, *texts: Label) -> list[str]:
    with translation.override(language):
        return [str(text) for text in texts]
