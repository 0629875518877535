"""The requests that the test server is at.

A page that is closed leaves some behind, as its last draft; a database that is emptied under them deadlocks.
"""

from threading import Condition
from typing import Any
from unittest.mock import patch

from django.core.servers.basehttp import ServerHandler

PATIENCE = 10  # seconds until the last one is answered
A_MOMENT = 0.06  # seconds: what a browser has sent last has begun by then


class UnderWay:
    """Counts the requests that are being answered."""

    def __init__(self) -> None:
        self._changed, self._number, self.seen = Condition(), 0, 0

    def watch(self) -> None:
        """Count from now on."""
        answer = ServerHandler.run

        def run(handler: ServerHandler, application: Any) -> None:
            self._add(1)
            try:
                answer(handler, application)
            finally:
                self._add(-1)

        patch.object(ServerHandler, "run", run).start()

    def _add(self, number: int) -> None:
        with self._changed:
            self._number += number
            self.seen += number > 0
            self._changed.notify_all()

    def wait(self) -> None:
        """Until nothing is under way, and nothing has begun for a moment."""
        with self._changed:
            while True:
                assert self._changed.wait_for(lambda: not self._number, PATIENCE), "the server is still at a request"
                if not self._changed.wait(A_MOMENT):
                    return
