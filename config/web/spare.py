"""A worker of the web server that keeps a thread free for each address of `config.web.health`.

Whatever the pages do, and however many wait, the question whether the process lives is answered at once: otherwise a
busy server is taken for a dead one, and is started anew in the middle of its work.
"""

import selectors
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, cast

from gunicorn.workers.gthread import TConn, ThreadWorker

ADDRESSES = ("/healthz", "/readyz")
LONGEST = 64  # bytes of the first line of a request that are looked at


class SpareThreads(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's own worker with threads; it only chooses who answers.

    Each address has a thread of its own: being ready asks the database, and may take as long as that.
    """

    def init_process(self) -> None:
        """Make the threads, in the process that will use them."""
        self.spare = {address: ThreadPoolExecutor(1) for address in ADDRESSES}
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection on which something has arrived to a thread."""
        pool = self.spare.get(asked_for(conn.sock), self.tpool)
        done: Future[Any] = cast("ThreadPoolExecutor", pool).submit(self.handle, conn)
        done.add_done_callback(lambda result: self.method_queue.defer(self.finish_request, conn, result))

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection; it waits for its first bytes, which say who is to answer, without taking a thread."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        client.setblocking(False)
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(client, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))


def asked_for(client: socket.socket) -> str:
    """The address that the first line asks for, as far as it has arrived; nothing of it is taken away."""
    try:
        begin = client.recv(LONGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        return ""
    words = begin.decode("ascii", "replace").split(" ")
    return words[1].partition("?")[0] if len(words) > 2 else ""  # noqa: PLR2004  method, address, version
