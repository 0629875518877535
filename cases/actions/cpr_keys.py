"""Changing the keys that encrypt CPR numbers."""

from datetime import datetime

from django.db import transaction

from cases.audit.trail import record
from cases.enums import AuditAction
from cases.identity import rotate_cpr
from cases.models import Person, User

AT_A_TIME = 500


@transaction.atomic
def reencrypt_cpr_numbers(*, by: User | None, at: datetime, after: int = 0) -> int | None:
    """Put the next 500 numbers after row `after` under the newest key; returns the last row, or None when done.

    What is known about the young people does not change, so their history and version stay as they are.
    Raises `InvalidToken` when a number's key was taken away too early.
    """
    rows = Person.objects.select_for_update().filter(pk__gt=after).exclude(cpr_encrypted="").order_by("pk")
    people = list(rows[:AT_A_TIME])
    for person in people:
        person.cpr_encrypted = rotate_cpr(person.cpr_encrypted)
    Person.objects.bulk_update(people, ["cpr_encrypted"])
    if people:
        record(AuditAction.CHANGED, by=by, at=at, cpr_numbers_reencrypted=len(people))
    return people[-1].pk if people else None
