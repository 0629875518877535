"""The export as a data package, which statistics programs and validators read: types, keys, allowed values.

Standard: datapackage.org (Data Package, Table Schema). Version 1 of the standard is what validators know by now.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from reporting.columns.declaring import Answer, Column, Deidentified, Table, Type
from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import DIALECTS
from reporting.datasets.codebook import in_words
from reporting.datasets.labels import Labels
from reporting.datasets.plan import Plan
from reporting.datasets.small import Figures
from reporting.datasets.statements import labels_of, not_asked, small_unit

# Of what the files hold and how: the first number changes when a reader must change, too.
VERSION = "2.0.0"

LICENCE = {
    "name": "other-closed",
    "title": "Personal data: only for the evaluation that they were given for, and not to be passed on",
}

_SCHEMA_TYPES = {
    Type.DATE: "date",
    Type.MOMENT: "datetime",
    Type.INTEGER: "integer",
    Type.NUMBER: "number",
    Type.BOOLEAN: "boolean",
}

_EXCEL_FORMATS: dict[Type, dict[str, object]] = {
    Type.DATE: {"format": "%d-%m-%Y"},
    Type.MOMENT: {"format": "%d-%m-%Y %H:%M"},
    Type.NUMBER: {"decimalChar": ","},
    Type.BOOLEAN: {"trueValues": ["ja"], "falseValues": ["nej"]},
}


def data_package(plan: Plan, figures: Figures, labels: list[Labels], at: datetime) -> bytes:
    """What the files are, what stands in them, how they belong together, and what is left out of them."""
    package = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": f"hjemvej-{plan.programme.code}".lower(),
        "title": plan.programme.name,
        "version": VERSION,
        "created": at.isoformat(timespec="seconds"),
        "licenses": [LICENCE],
        "profile": "tabular-data-package",
        "notDistributed": {
            "special protection": figures.protected,
            "not seen by whoever took the export": figures.left_out,
            "courses that take no part in the documentation": figures.silent,
            "status reports of those courses": figures.withheld,
        },
        "resources": [
            *(_resource(plan, table, figures.rows[table.name]) for table in plan.tables),
            *(_labels(plan, one) for one in labels),
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode() + b"\n"


def _file(plan: Plan, name: str, title: str, description: str, rows: int) -> dict[str, object]:
    dialect = DIALECTS[plan.form]
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": title,
        "description": description,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if dialect.start else "utf-8",
        "dialect": {"delimiter": dialect.delimiter, "lineTerminator": dialect.line_end, "doubleQuote": True},
        "rows": rows,
    }


def _resource(plan: Plan, table: Table, rows: int) -> dict[str, object]:
    columns = plan.columns(table)
    missing = ["", not_asked(plan.form)] if table.answers else [""]
    schema: dict[str, object] = {
        "fields": [_field(plan, table, column) for column in columns],
        "missingValues": missing,
    }
    if set(table.key) <= {column.name for column in columns}:
        schema["primaryKey"] = list(table.key)
    if links := [link for column in columns if (link := _link(plan, table, column))]:
        schema["foreignKeys"] = links
    title, description = in_words("da", table.title, table.unit)
    return _file(plan, table.name, title, description, rows) | {"schema": schema}


def _labels(plan: Plan, labels: Labels) -> dict[str, object]:
    fields = [{"name": name, "type": "integer" if name in labels.numbers else "string"} for name in labels.heading]
    schema = {"fields": fields, "primaryKey": list(labels.key), "missingValues": [""]}
    held = in_words("da", labels.holds)[0]
    return _file(plan, labels.name, labels.name, held, len(labels.rows)) | {"schema": schema}


def _link(plan: Plan, table: Table, column: Column) -> dict[str, object] | None:
    """Where the other end of a key is, if it is in this export."""
    if column.lists:
        return _foreign(column.name, column.lists, "code")
    ends = [one for one in plan.tables if one.key == (column.stands_for,) and not one.is_named_only]
    if column.type is not Type.KEY or not ends or (ends[0] is table and column.name in table.key):
        return None
    return None if table.is_named_only and column.name in table.key else _foreign(column.name, *_end(ends[0], table))


def _end(end: Table, table: Table) -> tuple[str, str]:
    """The name of the other file, which for one and the same file is empty, and of its key."""
    return ("" if end.name == table.name else end.name), end.key[0]


def _foreign(column: str, resource: str, field: str) -> dict[str, object]:
    return {"fields": column, "reference": {"resource": resource, "fields": field}}


def _field(plan: Plan, table: Table, column: Column) -> dict[str, object]:
    title, description = in_words("da", column.title, column.meaning)
    field: dict[str, object] = {
        "name": column.name,
        "type": _SCHEMA_TYPES.get(column.type, "string"),
        "title": title,
        "description": description,
    }
    if plan.deidentified and column.deidentified is Deidentified.MONTH:
        field |= {"type": "yearmonth"}
    elif plan.form == ExportForm.EXCEL:
        field |= _EXCEL_FORMATS.get(column.type, {})
    constraints = _constraints(plan, column)
    if column.name in table.key:
        constraints["required"] = True
    return field | {"constraints": constraints} if constraints else field


def _constraints(plan: Plan, column: Column) -> dict[str, object]:
    """What a cell may hold."""
    if isinstance(column.value, Answer) and column.value.code:
        return {"enum": [0, 1]}
    if column.type is Type.CODE and column.choices:
        return {"enum": _allowed(plan, column)}
    if column.type is Type.NUMBER_OR_CODE:
        return {"pattern": f"[0-9]+|{_either(_allowed(plan, column))}"}
    if column.type is Type.CODES and column.choices:
        one = f"(?:{_either(_allowed(plan, column))})"
        return {"pattern": f"{one}(?:\\|{one})*"}
    if column.type is Type.INTEGER:
        return {"minimum": 0}
    return {}


def _either(values: list[str]) -> str:
    return "|".join(map(re.escape, values))


def _allowed(plan: Plan, column: Column) -> list[str]:
    labels: Mapping[str, str] = labels_of(column, plan.form)
    values = [labels.get(code, code) for code, _label in column.choices]
    units = plan.deidentified and column.deidentified is Deidentified.UNIT
    return list(dict.fromkeys([*values, small_unit(plan.form)] if units else values))
