"""One after the other, where the second must see what the first has done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction


@contextmanager
def one_at_a_time(user: AbstractBaseUser) -> Iterator[None]:
    """What one user sends twice at once, by a double tap, is done one after the other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('one at a time'), %s)", [user.pk])
        yield
