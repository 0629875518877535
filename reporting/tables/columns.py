"""How an exported column is declared: once. The CSV, the codebook and the page all read this declaration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Func, IntegerField, QuerySet
from django.db.models.expressions import Combinable

from cases.core.codes import Label
from cases.programmes.models import Programme
from cases.records.classification import Kind as Sensitivity
from cases.records.classification import kind_of

Value = Combinable


class Type(StrEnum):
    """What stands in the cells of a column."""

    KEY = "key"
    CODE = "code"
    CODES = "codes"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    INTEGER = "integer"
    BOOLEAN = "boolean"


class Deidentified(StrEnum):
    """What the de-identified form does with a column."""

    AS_IS = "as_is"
    DROP = "drop"
    MONTH = "month"
    BAND = "band"
    UNIT = "unit"
    PSEUDONYM = "pseudonym"


Choices = Iterable[tuple[str, Label]]


@dataclass(frozen=True)
class Column:
    """One column. `fields` names the stored fields it is made of, as `app.Model.field`; they give its sensitivity."""

    name: str
    type: Type
    title: Label
    meaning: Label
    value: Value
    fields: tuple[str, ...]
    deidentified: Deidentified = Deidentified.AS_IS
    choices: tuple[tuple[str, Label], ...] = ()

    @property
    def sensitivity(self) -> Sensitivity:
        """The highest class among the fields the column is made of."""
        kinds = {kind_of(*field.rsplit(".", 1)) for field in self.fields}
        return max(kinds, key=list(Sensitivity).index, default=Sensitivity.NEUTRAL)

    def type_in(self, *, deidentified: bool) -> str:
        """The type as written: months for days, and bands for numbers of days, in the de-identified form."""
        coarse = deidentified and self.deidentified in {Deidentified.MONTH, Deidentified.BAND}
        return str(self.deidentified if coarse else self.type)


@dataclass(frozen=True)
class Table:
    """One exported table. `person` leads from a row to the young person it is about; `order` sorts a person's rows."""

    name: str
    title: Label
    unit: Label
    rows: Callable[[Programme], QuerySet[Any]]
    person: str
    order: str
    columns: tuple[Column, ...]

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


def choices_of(choices: Choices) -> tuple[tuple[str, Label], ...]:
    """The code list of a column, with the labels left untranslated until they are shown."""
    return tuple((str(code), label) for code, label in choices)
