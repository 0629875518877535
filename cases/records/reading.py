"""Reading less: subqueries that are written out once, and records that several parts of a page show."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects
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


def read_once(
    record: Model,
    name: str,
    rows: "Callable[[], QuerySet[Any]]",
    then: "Callable[[list[Any]], None] | None" = None,
) -> list[Any]:
    """The records of `record.name` as `rows` fetches them, and `then` what belongs to those.

    Whoever asks after the first gets the same ones.
    """
    is_read = name in record.__dict__.get("_prefetched_objects_cache", ())
    if not is_read:
        prefetch_related_objects([record], Prefetch(name, rows()))
    found = list(getattr(record, name).all())
    if then and not is_read:
        then(found)
    return found


def read_where(flag: str, records: Iterable[Any], name: str, rows: "QuerySet[Any]") -> None:
    """The same for those of several records that have some, as the annotation `flag` says.

    The others have none: nobody asks when there are none at all.
    """
    some, nothing = [], rows.none()
    for record in records:
        if getattr(record, flag):
            some.append(record)
        else:
            record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing
    prefetch_related_objects(some, Prefetch(name, rows))
