"""What an indicator is: a definition in words, tables declared once, and a pure function from facts to figures."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.core.codes import Label
from reporting.figures.facts import Facts
from reporting.figures.rules import percent
from reporting.figures.thresholds import SMALLEST_SPREAD

TOTAL = "total"

ANY_ROW = "*"

Number = int | float | None


class Unit(Enum):
    """What is counted. Units are never mixed in one table."""

    PERSON = _("young people")
    ENROLMENT = _("enrolments")
    PHASE_SPELL = _("phase periods")
    PARTICIPATION = _("contacts (each young person taking part counts one)")
    REFERRAL = _("housing referrals")
    REFUSAL = _("refusals and withdrawals")
    HANDOVER = _("handovers")
    TARGET = _("targets")
    KRONER = _("kroner")
    QUARTER = _("kroner and hours, by quarter")
    POST = _("posts: hours")


class Form(StrEnum):
    """How a value is written."""

    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    NIGHTS = "nights"
    RATE = "rate"
    # Of targets and money: no counts of young people, so that nothing adds up to one.
    VALUE = "value"
    KRONER = "kroner"
    HOURS = "hours"
    STANDING = "standing"


class Adds(Enum):
    """Which counts of a table add up, so that a hidden one could be found by subtraction."""

    ROWS = "rows"  # the rows make up the total, rows with a parent make up the parent
    STEPS = "steps"  # in each row the parts make up the first measure; they go from the first part to the others
    SINGLY = "singly"  # several answers each: every row and those without it make up the total
    NOT = "not"


@dataclass(frozen=True)
class Measure:
    """One column of figures. `follows` names the count that it rests on: hidden together with it.

    `least` is how many young people it must rest on to be shown: the ends of a spread, and a sum, are those of a few.
    `words` are what its values stand for, by their place.
    """

    key: str
    label: Label
    form: Form
    follows: str = ""
    least: int = 0
    words: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of an indicator. `labels` names its rows; rows that are data of the programme bring their own names.

    `quantities` gives figures that stand in more than one place of the report a name of their own, by (row, measure):
    what is hidden in one place is hidden in all.

    `bands` is the table of the indicator that counts the same values in bands: what sums up the values is hidden with
    any of them. `beside` is the table whose counts make up, with those of this one, what other figures tell: the
    counts here are shown when nothing there is hidden, nor any of `told_by`, and a small one here hides that there.
    """

    key: str
    title: Label
    unit: Unit
    measures: tuple[Measure, ...]
    labels: Mapping[str, Label] = field(default_factory=dict)
    adds: Adds = Adds.ROWS
    quantities: Mapping[tuple[str, str], str] = field(default_factory=dict)
    note: Label = ""
    bands: str = ""
    beside: str = ""
    told_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """The figures of one row. `people` says on how many young people each count rests; `names` by language.

    `reads` is the cell of the report that a figure is taken from, as "indicator.table.row.measure": what rests on
    young people (`people`) is shown where that cell is shown.
    """

    code: str
    values: Mapping[str, Number]
    people: Mapping[str, int]
    parent: str = ""
    names: Mapping[str, str] | None = None
    reads: str = ""

    def frozen(self) -> dict[str, Any]:
        """As it is kept in the database."""
        row: dict[str, Any] = {"code": self.code, "values": dict(self.values), "people": dict(self.people)}
        if self.parent:
            row["parent"] = self.parent
        if self.names:
            row["names"] = dict(self.names)
        if self.reads:
            row["reads"] = self.reads
        return row


Figures = dict[str, list[Row]]


@dataclass(frozen=True)
class Indicator:
    """A figure of the report with all a reader needs to trust it. `compute` asks a fixed number of queries."""

    key: str
    name: Label
    definition: Label
    numerator: Label
    denominator: Label
    exclusions: Label
    tables: tuple[Table, ...]
    compute: Callable[[Facts], Figures]


@dataclass(frozen=True)
class Count:
    """So many, resting on so many different young people."""

    n: int = 0
    people: int = 0


N = Measure("n", _("Number"), Form.COUNT)

SHARE = Measure("share", _("Share"), Form.PERCENT, follows="n")

COUNTED = (N, SHARE)


def days(follows: str = "n", form: Form = Form.DAYS) -> tuple[Measure, ...]:
    """Lower quartile, median and upper quartile of the rows that the count `follows` counts."""
    return (
        Measure("lower", _("Lower quartile"), form, follows, SMALLEST_SPREAD),
        Measure("median", _("Median"), form, follows),
        Measure("upper", _("Upper quartile"), form, follows, SMALLEST_SPREAD),
    )


def counted(
    counts: Mapping[str, Count],
    codes: Iterable[str],
    *,
    whole: Count,
    parents: Mapping[str, str] | None = None,
    names: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Row]:
    """A row for each code, zeros included, and the whole as the last; every share is of the whole."""
    nothing = Count()
    rows = [
        Row(
            code,
            {"n": (count := counts.get(code, nothing)).n, "share": percent(count.n, whole.n)},
            {"n": count.people},
            (parents or {}).get(code, ""),
            (names or {}).get(code),
        )
        for code in codes
    ]
    return [*rows, Row(TOTAL, {"n": whole.n, "share": percent(whole.n, whole.n)}, {"n": whole.people})]
