"""From the declared columns to the statements that PostgreSQL runs.

The rows and raw values of a table are one compiled queryset. Around it stands what the ORM cannot say: the key of
each young person, computed once a person and not once a row, and how a value is written in the chosen form. Values
travel as bound parameters; the text of a statement holds only what this package declares.
"""

import json
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F
from django.db.models.expressions import Combinable
from django.utils import translation
from django.utils.translation import gettext_lazy

from cases.core.codes import Label
from reporting.columns.declaring import COARSE, Answer, Column, Deidentified, HowMany, Place, Table, Type
from reporting.csvfiles.codes import ExportForm
from reporting.csvfiles.lines import FORMULA, GUARDED, guard
from reporting.datasets.plan import Plan
from reporting.datasets.pseudonyms import Sql, key_for, pseudonym_sql

SMALL_UNIT = "small_unit"

NOT_NAMED = gettext_lazy("not named")

# What stands where a question of a status report was not asked; a cell is empty where nobody answered.
NOT_ASKED = "not_asked"

UNASKED = gettext_lazy("not asked")

# Which codes of a column may be named, by column name.
Units = dict[str, list[str]]

_KEYS = """CREATE TEMPORARY TABLE export_people ON COMMIT DROP AS
SELECT id, key, row_number() OVER (ORDER BY key COLLATE "C") AS rank
FROM (SELECT p.id, {key} AS key FROM cases_person p WHERE p.id IN ({people})) k"""

# Which rows they are is worked out once, then counted and written.
_ROWS = """CREATE TEMPORARY TABLE export_{name} ON COMMIT DROP AS
SELECT people.rank, people.key, r.*{across} FROM ({rows}) r JOIN export_people people ON people.id = r.x_person"""

_PLACE = "row_number() OVER (PARTITION BY {among} ORDER BY r.x_order, r.x_row)"

_HOW_MANY = "count(*) OVER (PARTITION BY {among})"

# All answers of a report are taken apart at once. A key that is missing was not asked, null is an empty cell.
_ANSWERS = " CROSS JOIN LATERAL jsonb_to_record(%s::jsonb || r.x_answers) a({names})"

_SEEN = "{select} FROM ({rows}) r WHERE r.x_person IN ({people})"

# Sorted while the values are raw and with what they are sorted by in front: both make for a quick comparison.
_COPY = """COPY (SELECT {cells} FROM (
SELECT r.rank, r.x_order, r.x_row, r.key, {raw} FROM export_{name} r ORDER BY r.rank, r.x_order, r.x_row
) r{answers}) TO STDOUT WITH (FORMAT csv, DELIMITER '{delimiter}')"""


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
        across = "".join(f", {text} AS {self._name(column)}" for column, text in self._across())
        return _ROWS.format(name=self.table.name, rows=rows, across=across), params

    def count(self) -> Sql:
        """Number of rows."""
        return self._seen("SELECT count(*)")

    def units(self, column: Column) -> Sql:
        """How many young people share each code in a column."""
        text, params = self._seen(f"SELECT r.{self._name(column)}, count(DISTINCT r.x_person)")
        return f"{text} GROUP BY 1", params

    def codes(self, column: Column) -> Sql:
        """The codes that stand in a column."""
        text, params = self._seen(f"SELECT DISTINCT r.{self._name(column)}")
        return f"SELECT * FROM ({text}) c(code) WHERE code <> ''", params  # noqa: S608  declared above

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
        own = [f"r.{self._name(column)}" for column in columns if not isinstance(column.value, Answer)]
        raw = ", ".join([*own, *(["r.x_answers"] if self._keys else [])])
        answers, defaults = self._answers()
        text = _COPY.format(
            cells=", ".join(cells), raw=raw, name=self.table.name, delimiter=delimiter, answers=answers
        )
        return text, [*params, *defaults]

    @cached_property
    def _keys(self) -> dict[str, Type]:
        """The keys of the answers that the columns are read from, each once."""
        found = {}
        for column in self.table.columns:
            if isinstance(column.value, Answer) and not column.value.code:
                found[column.value.key] = column.type
        return found

    def _answers(self) -> Sql:
        if not self._keys:
            return "", []
        kinds = {Type.EVENTS: "jsonb"}
        names = ", ".join(f"{self._read(key)} {kinds.get(kind, 'text')}" for key, kind in self._keys.items())
        return _ANSWERS.format(names=names), [json.dumps(dict.fromkeys(self._keys, NOT_ASKED))]

    def _read(self, key: str) -> str:
        """What an answer is called once all are taken apart: the key itself, quoted."""
        return '"' + key.replace('"', '""') + '"'

    def _across(self) -> list[tuple[Column, str]]:
        """What of a row only the other rows tell, once it is known which rows there are."""
        found = []
        for column in self.table.columns:
            if isinstance(column.value, Place):
                found.append((column, _PLACE.format(among=f"r.{self._named(column.value.among)}")))
            elif isinstance(column.value, HowMany):
                among = ", ".join(f"r.{self._named(name)}" for name in column.value.among)
                found.append((column, _HOW_MANY.format(among=among)))
        return found

    def _seen(self, select: str) -> Sql:
        if self.is_kept:
            return f"{select} FROM export_{self.table.name} r", []
        rows, row_params = self._rows()
        people, people_params = _people(self.plan)
        return _SEEN.format(select=select, rows=rows, people=people), [*row_params, *people_params]

    def _rows(self) -> Sql:
        """The raw values: every declared column, the young person, and what the rows are sorted by."""
        values: dict[str, Combinable] = {
            self._name(column): column.value for column in self.table.columns if isinstance(column.value, Combinable)
        }
        values |= {"x_person": F(self.table.person), "x_order": F(self.table.order), "x_row": F("pk")}
        values |= {"x_answers": self.table.answers} if self.table.answers else {}
        found = [rows(self.plan.programme) for rows in (self.table.rows, self.table.more_rows) if rows]
        parts = [rows.order_by().annotate(**values).values(*values).query.sql_with_params() for rows in found]
        return " UNION ALL ".join(text for text, _params in parts), [one for _text, params in parts for one in params]

    def _name(self, column: Column) -> str:
        return f"c{self.table.columns.index(column)}"

    def _named(self, name: str) -> str:
        """The same by the name of the column."""
        return next(self._name(column) for column in self.table.columns if column.name == name)

    def _cell(self, column: Column, units: Units) -> Sql:
        """How one value is written."""
        if isinstance(column.value, Answer):
            return self._answer(column, column.value)
        raw = f"r.{self._name(column)}"
        if column.type is Type.KEY:
            return self._key(column, raw)
        if self.plan.deidentified and column.deidentified in COARSE:
            return coarse(column.deidentified, raw), []
        if column.type is Type.CODE:
            return self._code(column, raw, units)
        if column.type is Type.CODES:
            return self._codes(column, raw)
        return _plain(column.type, raw, self.plan.form), []

    def _key(self, column: Column, raw: str) -> Sql:
        if column.name == "person":
            return "r.key", []
        if self.plan.deidentified:
            return pseudonym_sql(key_for(self.plan.programme), column.stands_for, raw)
        return raw, []

    def _code(self, column: Column, raw: str, units: Units) -> Sql:
        labels = labels_of(column, self.plan.form)
        if self.plan.deidentified and column.deidentified is Deidentified.UNIT:
            named = {code: guard(labels.get(code, code)) for code in units[column.name]}
            small = small_unit(self.plan.form)
            return f"coalesce(%s::jsonb ->> {raw}, CASE WHEN {raw} <> '' THEN %s END)", [
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

    def _answer(self, column: Column, what: Answer) -> Sql:
        """How one answer of a status report is written. Whatever was not asked says so in its cell already."""
        raw = f"a.{self._read(what.key)}"
        labels = labels_of(column, self.plan.form) | {NOT_ASKED: not_asked(self.plan.form)}
        if what.code:
            text = "CASE WHEN trim('\"' FROM {0}::text) = %s THEN %s WHEN {0} IS NOT NULL THEN {1} END"
            is_among = f"CASE WHEN position(%s IN {raw}::text) > 0 THEN '1' ELSE '0' END"
            return text.format(raw, is_among), [NOT_ASKED, labels[NOT_ASKED], f'"{what.code}"']
        if what.beside:
            said = "CASE WHEN {0} = 'true' THEN %s WHEN {1} = %s THEN %s ELSE %s END"
            yes, no = ("ja", "nej") if self.plan.form == ExportForm.EXCEL else ("true", "false")
            return said.format(raw, f"a.{self._read(what.beside)}"), [yes, NOT_ASKED, labels[NOT_ASKED], no]
        if column.type is Type.EVENTS:
            return self._events(raw, labels)
        if column.type is Type.CODES:
            return self._several(raw, labels)
        return f"coalesce(%s::jsonb ->> {raw}, {raw})", [json.dumps(labels)]

    def _several(self, raw: str, labels: dict[str, str]) -> Sql:
        """The codes of several answers, which stand as a list of JSON and hold no sign of it themselves."""
        codes = f"replace(translate({raw}, '[]\" ', ''), ',', '|')"
        if self.plan.form != ExportForm.EXCEL:
            return codes, []
        each = "string_agg(coalesce(%s::jsonb ->> code, code), '|' ORDER BY place)"
        table = f"unnest(string_to_array({codes}, '|')) WITH ORDINALITY AS u(code, place)"
        return f"(SELECT {each} FROM {table})", [json.dumps(labels)]  # noqa: S608  declared above

    def _events(self, raw: str, labels: dict[str, str]) -> Sql:
        """Each event with its days, where they are known; in the de-identified form without."""
        first, last = "e.one ->> 'from'", "e.one ->> 'to'"
        days = f"CASE WHEN coalesce({first}, {last}) IS NOT NULL THEN concat(':', {first}, '..', {last}) END"
        label = "coalesce(%s::jsonb ->> (e.one ->> 'code'), e.one ->> 'code')"
        each = label if self.plan.deidentified else f"concat({label}, {days})"
        table = f"jsonb_array_elements({raw}) WITH ORDINALITY AS e(one, place)"
        listed = f"(SELECT string_agg({each}, '|' ORDER BY e.place) FROM {table})"  # noqa: S608  declared above
        text = f"CASE jsonb_typeof({raw}) WHEN 'string' THEN %s WHEN 'array' THEN {listed} END"
        return text, [labels[NOT_ASKED], json.dumps(labels)]


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
    return _word(SMALL_UNIT, NOT_NAMED, form)


def not_asked(form: ExportForm) -> str:
    """What stands where a question was not asked."""
    return _word(NOT_ASKED, UNASKED, form)


def _word(code: str, label: Label, form: ExportForm) -> str:
    if form != ExportForm.EXCEL:
        return code
    with translation.override("da"):
        return str(label)


AMOUNT = 500  # kroner: an exact rent is known to whoever has read the lease


def coarse(how: Deidentified, raw: str) -> str:
    """A value made so coarse that it does not name somebody: the month of a day, a band of days, part of an amount."""
    if how is Deidentified.MONTH:
        return f"left({raw}::date::text, 7)"
    return band(raw) if how is Deidentified.BAND else f"{raw} / {AMOUNT} * {AMOUNT}"


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
            Type.NUMBER: f"replace({raw}::text, '.', ',')",
            Type.BOOLEAN: f"CASE WHEN {raw} THEN 'ja' WHEN NOT {raw} THEN 'nej' END",
        }
    else:
        written = {
            Type.MOMENT: f"to_char({raw} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            Type.BOOLEAN: f"CASE WHEN {raw} THEN 'true' WHEN NOT {raw} THEN 'false' END",
        }
    return written.get(kind, raw)


def _guarded(raw: str) -> str:
    """Text on one line that no spreadsheet takes for a formula; the same rule as `cases.pages.formulas.guard`."""
    line = f"translate(nullif({raw}, ''), E'\\r\\n\\t', '   ')"
    return f"regexp_replace({line}, {_quoted(FORMULA)}, {_quoted(GUARDED)}, 'g')"


def _quoted(text: str) -> str:
    """One of our own patterns as a text of SQL."""
    return "'" + text.replace("'", "''") + "'"
