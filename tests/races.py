"""Two connections at once, let go at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection
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
