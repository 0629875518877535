"""The requests that the test server is at.

A page that is closed leaves some behind, as its last draft; a database that is emptied under them deadlocks.
"""

import threading
import time
from typing import Any
from unittest.mock import patch

from django.core.servers.basehttp import ServerHandler

PATIENCE = 500  # looks, 0.02 seconds apart
QUIET = 3  # looks one after the other at which nothing was under way: what a browser has just sent has begun by then


class UnderWay:
    """Counts the requests that are being answered."""

    def __init__(self) -> None:
        self._lock, self._number = threading.Lock(), 0
        self._run = ServerHandler.run

    def watch(self) -> None:
        """Count from now on."""
        counting = self

        def run(handler: ServerHandler, application: Any) -> None:
            counting.add(1)
            try:
                counting._run(handler, application)
            finally:
                counting.add(-1)

        patch.object(ServerHandler, "run", run).start()

    def add(self, number: int) -> None:
        with self._lock:
            self._number += number

    def wait(self) -> None:
        """Until nothing has been under way for a moment."""
        quiet = 0
        for _look in range(PATIENCE):
            quiet = 0 if self._number else quiet + 1
            if quiet == QUIET:
                return
            time.sleep(0.02)
        raise AssertionError("the test server is still at a request")
