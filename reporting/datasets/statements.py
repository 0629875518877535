"""From the declared columns to the statements that PostgreSQL runs.

The rows and raw values of a table are one compiled queryset. Around it stands what the ORM cannot say: the key of
each young person, computed once a person and not once a row, and how a value is written in the chosen form. Values
travel as bound parameters; the text of a statement holds only what this package declares.
"""

import json
from dataclasses import dataclass

from django.db.models import F, Window
from django.utils import translation
from django.utils.translation import gettext_lazy

from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import FORMULA, GUARDED, guard
from reporting.datasets.plan import Plan
from reporting.datasets.pseudonyms import Sql, key_for, pseudonym_sql
from reporting.tables.columns import Column, Deidentified, Table, Type

SMALL_UNIT = "small_unit"

NOT_NAMED = gettext_lazy("not named")

# Which codes of a column may be named, by column name.
Units = dict[str, list[str]]

_KEYS = """CREATE TEMPORARY TABLE export_people ON COMMIT DROP AS
SELECT id, key, row_number() OVER (ORDER BY key COLLATE "C") AS rank
FROM (SELECT p.id, {key} AS key FROM cases_person p WHERE p.id IN ({people})) k"""

# Which rows they are is worked out once, then counted and written.
_ROWS = """CREATE TEMPORARY TABLE export_{name} ON COMMIT DROP AS
SELECT people.rank, people.key, r.* FROM ({rows}) r JOIN export_people people ON people.id = r.x_person"""

_SEEN = "{select} FROM ({rows}) r WHERE r.x_person IN ({people})"

# Sorted while the values are raw and with what they are sorted by in front: both make for a quick comparison.
_COPY = """COPY (SELECT {cells} FROM (
SELECT r.rank, r.x_order, r.x_row, r.key, {raw} FROM export_{name} r ORDER BY r.rank, r.x_order, r.x_row
) r) TO STDOUT WITH (FORMAT csv, DELIMITER '{delimiter}')"""


def keys(plan: Plan) -> Sql:
    """Write down the young people of the export with their keys: computed once, not once a row, and read by `copy`."""
    people, params = _people(plan)
    if not plan.deidentified:
        return _KEYS.format(key="p.reference", people=people), params
    key, key_params = pseudonym_sql(key_for(plan.programme), "person", "p.id")
    return _KEYS.format(key=key, people=people), [*key_params, *params]


@dataclass(frozen=True)
class Statements:
    """The statements for one table of a plan. All of them read the same rows."""

    plan: Plan
    table: Table
    # Whether `keep` has run in this transaction: then its rows are read instead of worked out anew.
    is_kept: bool = False

    def keep(self) -> Sql:
        """Write down the rows with the keys of their young people, which `keys` has written down before."""
        rows, params = self._rows()
        return _ROWS.format(name=self.table.name, rows=rows), params

    def count(self) -> Sql:
        """Number of rows."""
        return self._seen("SELECT count(*)")

    def units(self, column: Column) -> Sql:
        """How many young people share each code in a column."""
        text, params = self._seen(f"SELECT r.{self._name(column)}, count(DISTINCT r.x_person)")
        return f"{text} GROUP BY 1", params

    def smallest_group(self, *columns: str) -> Sql:
        """How many rows the rarest combination of the named columns has."""
        names = ", ".join(self._name(column) for column in self.table.columns if column.name in columns)
        text, params = self._seen("SELECT count(*) AS n")
        return f"SELECT min(n) FROM ({text} GROUP BY {names}) g", params  # noqa: S608  declared above

    def copy(self, units: Units) -> Sql:
        """COPY of the rows as they are written, sorted by young person and day."""
        cells, params = [], []
        columns = self.plan.columns(self.table)
        for column in columns:
            text, values = self._cell(column, units)
            cells.append(text)
            params += values
        delimiter = ";" if self.plan.form == ExportForm.EXCEL else ","
        raw = ", ".join(f"r.{self._name(column)}" for column in columns)
        return _COPY.format(cells=", ".join(cells), raw=raw, name=self.table.name, delimiter=delimiter), params

    def _seen(self, select: str) -> Sql:
        if self.is_kept:
            return f"{select} FROM export_{self.table.name} r", []
        rows, row_params = self._rows()
        people, people_params = _people(self.plan)
        return _SEEN.format(select=select, rows=rows, people=people), [*row_params, *people_params]

    def _rows(self) -> Sql:
        """The raw values: every declared column, the young person, and what the rows are sorted by."""
        values = {self._name(column): column.value for column in self.table.columns}
        values |= {"x_person": F(self.table.person), "x_order": F(self.table.order), "x_row": F("pk")}
        found = self.table.rows(self.plan.programme).order_by()
        if any(isinstance(column.value, Window) for column in self.table.columns):
            # A window counts the rows of the export, not those that stay here.
            found = found.filter(**{f"{self.table.person}__in": self.plan.people.order_by().values("pk")})
        rows = found.annotate(**values).values(*values)
        text, params = rows.query.sql_with_params()
        return text, list(params)

    def _name(self, column: Column) -> str:
        return f"c{self.table.columns.index(column)}"

    def _cell(self, column: Column, units: Units) -> Sql:
        """How one value is written."""
        raw = f"r.{self._name(column)}"
        if column.type is Type.KEY:
            return self._key(column, raw)
        if self.plan.deidentified and column.deidentified is Deidentified.MONTH:
            return f"left({raw}::date::text, 7)", []
        if self.plan.deidentified and column.deidentified is Deidentified.BAND:
            return band(raw), []
        if column.type is Type.CODE:
            return self._code(column, raw, units)
        if column.type is Type.CODES:
            return self._codes(column, raw)
        return _plain(column.type, raw, self.plan.form), []

    def _key(self, column: Column, raw: str) -> Sql:
        if column.name == "person":
            return "r.key", []
        if self.plan.deidentified:
            return pseudonym_sql(key_for(self.plan.programme), column.name, raw)
        return raw, []

    def _code(self, column: Column, raw: str, units: Units) -> Sql:
        labels = labels_of(column, self.plan.form)
        if self.plan.deidentified and column.deidentified is Deidentified.UNIT:
            named = {code: guard(labels.get(code, code)) for code in units[column.name]}
            small = small_unit(self.plan.form)
            # A code that is withheld ("") must look like a small unit; where there never was one, the cell is empty.
            return f"coalesce(%s::jsonb ->> {raw}, CASE WHEN {raw} IS NOT NULL THEN %s END)", [
                json.dumps(named),
                small,
            ]
        if labels:
            return f"coalesce(%s::jsonb ->> {raw}, nullif({raw}, ''))", [json.dumps(labels)]
        return f"nullif({raw}, '')" if column.choices else _guarded(raw), []

    def _codes(self, column: Column, raw: str) -> Sql:
        labels = labels_of(column, self.plan.form)
        if not labels:
            return f"nullif(array_to_string({raw}, '|'), '')", []
        each = "string_agg(coalesce(%s::jsonb ->> code, code), '|' ORDER BY place)"
        table = f"unnest({raw}) WITH ORDINALITY AS u(code, place)"
        return f"(SELECT {each} FROM {table})", [json.dumps(labels)]  # noqa: S608  declared above


def _people(plan: Plan) -> Sql:
    text, params = plan.people.order_by().values("pk").query.sql_with_params()
    return text, list(params)


def labels_of(column: Column, form: ExportForm) -> dict[str, str]:
    """The Danish words that stand for the codes in the Danish Excel form; the machine form keeps the codes."""
    if form != ExportForm.EXCEL:
        return {}
    with translation.override("da"):
        return {code: str(label) for code, label in column.choices}


def small_unit(form: ExportForm) -> str:
    """What stands for a unit with too few young people to be named."""
    if form != ExportForm.EXCEL:
        return SMALL_UNIT
    with translation.override("da"):
        return str(NOT_NAMED)


def band(days: str) -> str:
    """A number of days rounded down: to a week, and from 60 days on to a month of 30. No band is under seven days."""
    return f"CASE WHEN {days} < 60 THEN least({days} / 7, 7) * 7 ELSE {days} / 30 * 30 END"


def _plain(kind: Type, raw: str, form: ExportForm) -> str:
    """Values that need no code list. Moments are Danish time in the Excel form, UTC in the machine form."""
    if kind is Type.TEXT:
        return _guarded(raw)
    if form == ExportForm.EXCEL:
        written = {
            Type.DATE: f"to_char({raw}, 'DD-MM-YYYY')",
            Type.MOMENT: f"to_char({raw}, 'DD-MM-YYYY HH24:MI')",
            Type.BOOLEAN: f"CASE WHEN {raw} THEN 'ja' WHEN NOT {raw} THEN 'nej' END",
        }
    else:
        written = {
            Type.MOMENT: f"to_char({raw} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            Type.BOOLEAN: f"CASE WHEN {raw} THEN 'true' WHEN NOT {raw} THEN 'false' END",
        }
    return written.get(kind, raw)


def _guarded(raw: str) -> str:
    """Text on one line that no spreadsheet takes for a formula; the same rule as `csvforms.guard`."""
    line = f"translate(nullif({raw}, ''), E'\\r\\n\\t', '   ')"
    return f"regexp_replace({line}, {_quoted(FORMULA)}, {_quoted(GUARDED)}, 'g')"


def _quoted(text: str) -> str:
    """One of our own patterns as a text of SQL."""
    return "'" + text.replace("'", "''") + "'"
