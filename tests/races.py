"""Two connections at once: let go at the same moment, or one while the other has not committed yet."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection, transaction
from django.utils.translation import override

from cases.core.errors import Refused


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Run each action in its own thread and connection; what each came to, those that were done first."""
    gate, results = Barrier(len(actions)), ["lost"] * len(actions)

    def run(index: int, action: Callable[[], object]) -> None:
        with override("en"):
            try:
                connection.ensure_connection()
                gate.wait(timeout=10)
                action()
                results[index] = "done"
            except Refused as refused:
                results[index] = str(refused.message)
            finally:
                connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(results, key=lambda text: text != "done")


def overtaken(action: Callable[[], object], *, by: Callable[[], object]) -> str:
    """Begin `action` in its own connection when `by` is done here and not committed; what the action came to.

    It reads how things stood before, and goes on when it must wait no longer for what `by` holds.
    """
    results = ["lost"]

    def run() -> None:
        results[:] = at_once(action)

    thread = Thread(target=run)
    with transaction.atomic():
        by()
        thread.start()
        while thread.is_alive() and not _is_waited_for():
            thread.join(timeout=0.02)
    thread.join(timeout=30)
    return results[0]


def _is_waited_for() -> bool:
    """Whether another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        (count,) = cursor.fetchone()
    return bool(count)
