"""Subqueries as text: those that stand in most queries of a page, and are as long as all the rest of it."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def compiled(rows: "QuerySet[Any, Any]") -> RawSQL:
    """The rows as the right side of an `__in`, written out once for all queries that they are put into.

    They may refer to nothing outside.
    """
    try:
        text, values = rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        text, values = "SELECT NULL::bigint WHERE false", ()
    return RawSQL(text, values)  # noqa: S611  the text is the ORM's own, with the values beside it
