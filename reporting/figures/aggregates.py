"""What the database computes for indicators: quartiles, and counts of rows and of people."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, FloatField, QuerySet

from reporting.figures.base import Count as Counted
from reporting.figures.base import Number
from reporting.figures.rules import half_up


class Quartiles(Aggregate):
    """Lower quartile, median and upper quartile, interpolated between neighbours (percentile_cont, Hyndman-Fan 7)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def counts_by(rows: QuerySet[Any], column: str, *, person: str) -> dict[str, Counted]:
    """How many rows, and of how many young people, for each value of a column; one query."""
    groups = rows.order_by().values_list(column).annotate(n=Count("pk"), people=Count(person, distinct=True))
    return {str(code): Counted(n, people) for code, n, people in groups}


def count_of(rows: QuerySet[Any], *, person: str) -> Counted:
    """How many rows, and of how many young people; one query."""
    found = rows.order_by().aggregate(n=Count("pk"), people=Count(person, distinct=True))
    return Counted(found["n"], found["people"])


def quartile_values(quartiles: list[float] | None) -> dict[str, Number]:
    """The three quartiles to one decimal, by the keys of their measures; None where there was nothing to order."""
    found: list[float | None] = [*quartiles] if quartiles else [None, None, None]
    rounded = [None if value is None else float(half_up(value, 1)) for value in found]
    return dict(zip(("lower", "median", "upper"), rounded, strict=True))
