"""How every action saves: validated, with who and why in the history, and never over someone else's change."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.core.calendar import is_plausible
from cases.core.errors import Doubtful, Refused, Stale
from cases.core.periods import EndDate, last_day
from cases.core.plausible import doubts
from cases.records.models import AskedRecord, Record, Versioned

R = TypeVar("R", bound=Versioned)


def write(
    record: R, *, by: AbstractBaseUser | None, at: datetime, why: str = "", confirmed: Collection[str] = frozenset()
) -> R:
    """Save one record with its history row. Raises `Refused` with the broken rule's own words.

    An unusual value is `Doubtful` unless its token is among the `confirmed` ones; then the record says that it is.

    Fields are validated here, all that takes a query by the database's constraints alone: rules, what may stand only
    once, and whether a record that is already in memory exists. The action that fails is undone as a whole, so that no
    savepoint of its own is needed here.
    """
    if record._state.adding:
        record.registered_at = at
    else:
        record.version += 1
    _stamp(record, by=by, at=at, why=why)
    check_years(record)
    if isinstance(record, AskedRecord):
        _ask(record, at=at, confirmed=confirmed)
    with as_refusal(record):
        record.full_clean(exclude=_in_memory(record), validate_unique=False, validate_constraints=False)
        with transaction.atomic(savepoint=False):
            record.save()
    return record


def _in_memory(record: models.Model) -> set[str]:
    """The fields that refer to a record which has been loaded."""
    fields = [field for field in record._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return {field.name for field in fields if field.is_cached(record) and getattr(record, field.attname) is not None}


def check_years(record: models.Model) -> None:
    """Raises `Refused` where a day or an instant of the record lies in a year that nobody can have meant."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        value = last_day(value) if isinstance(field, EndDate) else value
        if isinstance(value, date) and not is_plausible(value):
            raise Refused(_("The year %(year)s cannot be right.") % {"year": value.year}, field=field.name)


def _ask(record: AskedRecord, *, at: datetime, confirmed: Collection[str]) -> None:
    """Mark what is unusual and confirmed. Raises `Doubtful` for what has not been confirmed.

    A value that stands there already, with the fields it is measured by, is not asked about again, whatever was said
    about it then: a step on an old record must not fail for a field that its page does not show. Reading what stands
    there costs a query, but only for a record with something unusual in it.
    """
    facts = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    facts |= record.measured_by()
    facts |= {"registered_on": timezone.localdate(record.registered_at), "today": timezone.localdate(at)}
    found = doubts(record._meta.label, facts)
    if not found and not record.confirmed:
        return
    names = set(record.confirmed).union(*(doubt.depends_on for doubt in found))
    stands = type(record)._default_manager.filter(pk=record.pk).values(*names).first() or {}
    same = {name for name, value in stands.items() if value == facts[name]}
    asked = [doubt for doubt in found if not doubt.depends_on <= same]
    if open_ones := [doubt for doubt in asked if doubt.token not in confirmed]:
        raise Doubtful(open_ones)
    record.confirmed = sorted(same.intersection(record.confirmed) | {doubt.field for doubt in asked})


def put(record: models.Model, changes: Mapping[str, object]) -> None:
    """Give fields of a record other values, by name. A name that is none of its fields is a fault of the code."""
    for name, value in changes.items():
        record._meta.get_field(name)
        setattr(record, name, value)


def remove(record: Record, *, by: AbstractBaseUser | None, at: datetime, why: str) -> None:
    """Take out a row entered by mistake, where the concept allows it; the history keeps it, with who and why."""
    _stamp(record, by=by, at=at, why=why)
    record.delete()


def _stamp(record: Any, *, by: AbstractBaseUser | None, at: datetime, why: str) -> None:
    """What the history row of the next save or delete will say."""
    record._history_user, record._history_date, record._change_reason = by, at, why


def write_all(records: list[R], *, by: AbstractBaseUser | None, at: datetime, why: str = "") -> list[R]:
    """Add many new records of one kind in one statement, each with its history row.

    Raises `Refused` with the words of the rule that one of them breaks.
    """
    for record in records:
        record.registered_at = at
    if records:
        with as_refusal(records[0]), transaction.atomic(savepoint=False):
            type(records[0])._default_manager.bulk_create(records)
            _keep_first_wording(records, by=by, at=at, why=why)
    return records


def _keep_first_wording(records: Sequence[R], *, by: AbstractBaseUser | None, at: datetime, why: str) -> None:
    """The history rows of new records of one kind, copied inside the database from what it has just been given."""
    model = type(records[0])
    history = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in history.tracked_fields)
    table, of = quote(history._meta.db_table), quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}, history_date, history_user_id, history_change_reason, history_type)"  # noqa: S608
            f" SELECT {columns}, %s, %s, %s, '+' FROM {of} WHERE id = ANY(%s) ORDER BY id",
            [at, by.pk if by else None, why, [record.pk for record in records]],
        )


def count_anew(*models_filled: type[Versioned]) -> None:
    """Have the database count tables that this transaction has filled, before other rows refer to them.

    Until then it takes an empty table for empty, and goes through all of it for each row that refers to it.
    """
    with connection.cursor() as cursor:
        for model in models_filled:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def lock(record: R, *, version: int | None = None, removing: bool = False) -> R:
    """The record as it stands now, locked until the action ends.

    Others may still write what refers to it (an audit row, say), or two actions that do so crosswise would block each
    other for good. `removing` keeps them from that too.

    Raises `Refused` if someone removed it since it was read, and, with `version`, the one the user's page was based
    on, `Stale` if someone changed it.
    """
    rows = record._meta.model._default_manager.select_for_update(of=("self",), no_key=not removing)
    try:
        current = cast("R", rows.get(pk=record.pk))
    except ObjectDoesNotExist:
        raise Refused(_("It has been removed meanwhile.")) from None
    if version is not None and current.version != version:
        raise Stale(
            _("Someone else changed this while you were writing. Nothing was saved. Compare, and save again."),
            current=current,
        )
    return current


@contextmanager
def as_refusal(record: models.Model) -> Iterator[None]:
    """Turn a broken rule, of a field or of the database, into its own message."""
    try:
        yield
    except ValidationError as error:
        faults = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        field, messages = next(iter(faults.items()))
        raise Refused(messages[0], field=None if field == NON_FIELD_ERRORS else field) from error
    except IntegrityError as error:
        refused = _refused(record, error)
        if refused is None:
            raise
        raise refused from error


def _refused(record: models.Model, error: IntegrityError) -> Refused | None:
    """What the broken constraint says, at its field; None for one that no user can break."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for rule in record._meta.constraints:
        if rule.name == name:
            return Refused(str(rule.violation_error_message))
    for field in record._meta.concrete_fields:
        if field.unique and name.startswith(f"{record._meta.db_table}_{field.column}_"):
            return Refused(record.unique_error_message(type(record), (field.name,)).messages[0], field=field.name)
    return None
