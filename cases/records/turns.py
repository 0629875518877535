"""One after the other, where the second must see what the first has done."""

from django.db import connection


def wait_for_turn(what: str) -> None:
    """Wait until nobody else does the same; others wait for the end of this transaction."""
    with connection.cursor() as cursor:
        # Two numbers: a space of its own, apart from the locks that are named by one.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('one at a time'), hashtext(%s))", [what])
