"""Changing the keys that encrypt CPR numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.audit.opening import Task, history_opened_for
from cases.audit.trail import record
from cases.enums import AuditAction
from cases.identity import rotate_cpr
from cases.models import Person, User

AT_A_TIME = 500


@dataclass(frozen=True)
class Reencrypted:
    """Some young people dealt with: the last of them, and how many of their numbers and old rows were changed."""

    last: int
    numbers: int
    copies: int


@transaction.atomic
def reencrypt_cpr_numbers(*, by: User | None, at: datetime, after: int = 0) -> Reencrypted | None:
    """Put the numbers of the next 500 young people after row `after` under the newest key; None when there are none.

    Their history holds every number they ever had, and is put under it in the same step; nothing else of it changes.
    What is known about the young people stays the same, and so do their versions. Numbers under the newest key already
    are left alone: a run that was cut short is taken up again by starting anew.
    Raises `InvalidToken` when a number's key was taken away too early.
    """
    keys = _next(after)
    if not keys:
        return None
    people = Person.objects.select_for_update().filter(pk__in=keys).exclude(cpr_encrypted="")
    told = Person.history.filter(id__in=keys).exclude(cpr_encrypted="")
    # One new text for each old one: a record and the newest row of its history go on saying the same.
    renewed: dict[str, str] = {}
    numbers, copies = list(_renewed(people, renewed)), list(_renewed(told, renewed))
    with history_opened_for(Task.KEYS):
        Person.objects.bulk_update(numbers, ["cpr_encrypted"])
        Person.history.model.objects.bulk_update(copies, ["cpr_encrypted"])
    if numbers or copies:
        record(
            AuditAction.CHANGED,
            by=by,
            at=at,
            cpr_numbers_reencrypted=len(numbers),
            copies_reencrypted=len(copies),
        )
    return Reencrypted(keys[-1], len(numbers), len(copies))


def _next(after: int) -> list[int]:
    """Young people with a number now or earlier, whether or not their record is still there."""
    now = Person.objects.filter(pk__gt=after).exclude(cpr_encrypted="").order_by().values_list("pk", flat=True)
    earlier = Person.history.filter(id__gt=after).exclude(cpr_encrypted="").order_by().values_list("id", flat=True)
    return list(now.union(earlier).order_by("pk")[:AT_A_TIME])


def _renewed(rows: Iterable[Any], known: dict[str, str]) -> Iterable[Any]:
    """The rows whose number was under an older key, each with its new text."""
    for row in rows:
        old = row.cpr_encrypted
        if old not in known:
            known[old] = rotate_cpr(old)
        if known[old] != old:
            row.cpr_encrypted = known[old]
            yield row
