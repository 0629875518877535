"""What was changed in set-up data, by whom and why: read from the history that every save leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Field
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.core.periods import EndDate, last_day
from cases.staff.models import User

UNSAID = {"id", "version", "registered_at"}
OUTSIDE = "outside:"  # how the reason begins that the database gives for a change past the application


@dataclass(frozen=True)
class FieldChange:
    """A field with its old and new value, ready to read."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One save: `kind` is "+" (added), "~" (changed) or "-" (removed)."""

    at: datetime
    by: User | None
    kind: str
    what: str
    record: str
    why: str
    fields: list[FieldChange]


def changes_in(*histories: Iterable[Any]) -> list[Change]:
    """Every save in the given history querysets that changed something or has a reason, newest first."""
    found = [change for rows in histories for change in _changes(rows)]
    return sorted(found, key=lambda change: change.at, reverse=True)


def _changes(rows: Iterable[Any]) -> Iterator[Change]:
    last: dict[Any, Any] = {}
    for row in sorted(rows, key=lambda row: row.history_id):
        fields = list(_differences(last.get(row.id), row)) if row.history_type == "~" else []
        last[row.id] = row
        if fields or row.history_change_reason or row.history_type != "~":
            yield Change(
                at=row.history_date,
                by=row.history_user,
                kind=row.history_type,
                what=capfirst(str(row.instance_type._meta.verbose_name)),
                record=str(_record(row)),
                why=_why(row.history_change_reason or ""),
                fields=fields,
            )


def _record(row: Any) -> Any:
    """The record as it was, with the records beside it that were read along: its name may hold theirs."""
    made = row.instance
    made._state.fields_cache.update({name: one for name, one in row._state.fields_cache.items() if one is not None})
    return made


def _why(reason: str) -> str:
    if not reason.startswith(OUTSIDE):
        return reason
    account = reason.removeprefix(OUTSIDE)
    return _("Changed directly in the database, past Hjemvej, by the account “%(account)s”.") % {"account": account}


def _differences(old: Any, new: Any) -> Iterator[FieldChange]:
    for field in new.tracked_fields:
        before = getattr(old, field.attname, None)
        if field.name not in UNSAID and before != getattr(new, field.attname):
            yield FieldChange(capfirst(str(field.verbose_name)), _shown(old, field), _shown(new, field))


def _shown(row: Any, field: "Field[Any, Any]") -> str:
    if row is None:
        return ""
    value = getattr(row, field.name)
    if isinstance(field, EndDate):
        value = last_day(value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(localize(value)) if value is not None else ""
