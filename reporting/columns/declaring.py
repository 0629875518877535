"""How an exported column is declared: once. The CSV, the codebook and the page all read this declaration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import DateField, F, Func, IntegerField, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from cases.programmes.models import Programme
from cases.records.classification import Kind as Sensitivity
from cases.records.classification import kind_of


@dataclass(frozen=True)
class Place:
    """The place of a row, from 1 on, among those that agree on the column `among`, in the order of the table."""

    among: str


@dataclass(frozen=True)
class HowMany:
    """How many rows of the export agree on the columns `among`."""

    among: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What a status report has under a key; with `code`, 1 where that is among several answers and 0 where it is not.

    `beside` is the key of the answer that it says more about: where that was asked, nothing said means no.
    """

    key: str
    code: str = ""
    beside: str = ""


Value = Combinable | Place | HowMany | Answer


class Type(StrEnum):
    """What stands in the cells of a column."""

    KEY = "key"
    CODE = "code"
    CODES = "codes"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    INTEGER = "integer"
    NUMBER = "number"
    NUMBER_OR_CODE = "number_or_code"
    BOOLEAN = "boolean"
    # What took place, several a cell: in the form with names each with its days, "cti:2024-01-01..2024-09-30".
    EVENTS = "events"


class Deidentified(StrEnum):
    """What the de-identified form does with a column."""

    AS_IS = "as_is"
    DROP = "drop"
    MONTH = "month"
    BAND = "band"
    AMOUNT = "amount"
    UNIT = "unit"
    PSEUDONYM = "pseudonym"


Choices = Iterable[tuple[str, Label]]


@dataclass(frozen=True)
class Column:
    """One column. `fields` names the stored fields it is made of, as `app.Model.field`; they give its sensitivity.

    `kind` says what a key stands for where that is not the column's own name, `lists` in which file of labels the
    codes of a unit stand, `groups` which codes of a list reports take together.
    """

    name: str
    type: Type
    title: Label
    meaning: Label
    value: Value
    fields: tuple[str, ...]
    deidentified: Deidentified = Deidentified.AS_IS
    choices: tuple[tuple[str, Label], ...] = ()
    kind: str = ""
    lists: str = ""
    groups: tuple[tuple[str, str], ...] = ()

    @property
    def stands_for(self) -> str:
        """What a key is the key of."""
        return self.kind or self.name

    @property
    def sensitivity(self) -> Sensitivity:
        """The highest class among the fields the column is made of."""
        kinds = {kind_of(*field.rsplit(".", 1)) for field in self.fields}
        return max(kinds, key=list(Sensitivity).index, default=Sensitivity.NEUTRAL)

    def type_in(self, *, deidentified: bool) -> str:
        """The type as written: months for days, and bands for numbers of days, in the de-identified form."""
        coarse = deidentified and self.deidentified in COARSE
        return str(self.deidentified if coarse else self.type)


COARSE = {Deidentified.MONTH, Deidentified.BAND, Deidentified.AMOUNT}


@dataclass(frozen=True)
class Table:
    """One exported table. `person` leads from a row to the young person it is about; `order` sorts a person's rows.

    `key` are the columns that name a row; `answers` is where the answers of a row stand as one JSON value, and
    `asked` finds the columns for them, which differ from programme to programme. `more_rows` are others than `rows`,
    which the database finds sooner when it is asked for them apart.
    """

    name: str
    title: Label
    unit: Label
    rows: Callable[[Programme], QuerySet[Any]]
    person: str
    order: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    more_rows: Callable[[Programme], QuerySet[Any]] | None = None
    is_named_only: bool = False
    answers: Combinable | None = None
    asked: Callable[[Programme], tuple[Column, ...]] | None = None

    def of(self, programme: Programme) -> "Table":
        """The table with the columns that it has in a programme."""
        return replace(self, columns=self.columns + self.asked(programme), asked=None) if self.asked else self

    def exported(self, *, deidentified: bool) -> tuple[Column, ...]:
        """The columns that the chosen form holds, in their order."""
        return tuple(
            column for column in self.columns if not (deidentified and column.deidentified is Deidentified.DROP)
        )


class DaysBetween(Func):
    """Days from one date up to and not including another: `DaysBetween(later, earlier)`."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def stored(  # noqa: PLR0917
    model: str,
    field: str,
    kind: Type,
    title: Label,
    meaning: Label,
    deidentified: Deidentified = Deidentified.AS_IS,
    *,
    at: str = "",
    name: str = "",
    choices: Choices = (),
) -> Column:
    """A field of `app.Model` as it is stored; `at` leads to that record, as in "contact__"."""
    fields = (f"{model}.{field}",)
    return Column(name or field, kind, title, meaning, F(f"{at}{field}"), fields, deidentified, choices_of(choices))


def code(model: str, field: str, title: Label, meaning: Label, choices: Choices, *, at: str = "") -> Column:
    """An answer out of a list."""
    return stored(model, field, Type.CODE, title, meaning, at=at, choices=choices)


def day(model: str, field: str, title: Label, meaning: Label, *, at: str = "") -> Column:
    """A date of `app.Model` that the de-identified form coarsens to its month."""
    return stored(model, field, Type.DATE, title, meaning, Deidentified.MONTH, at=at)


def end(model: str, title: Label, meaning: Label, *, at: str = "", name: str = "end") -> Column:
    """The last day of a period of `app.Model`."""
    last = Func(F(f"{at}end"), template="(%(expressions)s - 1)", output_field=DateField())
    return Column(name, Type.DATE, title, meaning, last, (f"{model}.end",), Deidentified.MONTH)


def key(name: str, title: Label, path: str, field: str, *, kind: str = "") -> Column:
    """The number of a record, that of the row or one that it belongs to."""
    meaning = _("Number of the record; in the de-identified form a key that is the same in every export.")
    return Column(name, Type.KEY, title, meaning, F(path), (field,), Deidentified.PSEUDONYM, kind=kind)


def registered(model: str, *, at: str = "") -> Column:
    """When the record was first saved: what a report that was asked for earlier could not know."""
    return stored(
        model,
        "registered_at",
        Type.MOMENT,
        _("Registered"),
        _("When it was first saved. A report counts what was registered when it was asked for."),
        Deidentified.MONTH,
        at=at,
    )


def place(model: str, among: str, title: Label, meaning: Label) -> Column:
    """The order of rows that may lie on one day."""
    return Column("place", Type.INTEGER, title, meaning, Place(among), (f"{model}.id",))


def choices_of(choices: Choices) -> tuple[tuple[str, Label], ...]:
    """The code list of a column, with the labels left untranslated until they are shown."""
    return tuple({str(code): label for code, label in choices}.items())
