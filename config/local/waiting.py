"""How long things go on: until what we wait for is there, until somebody stops us, and never longer than we do."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from config.local.errors import StoppedError

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LIBC = ctypes.CDLL(None, use_errno=True)
LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1  # linux/prctl.h
PAUSE = 0.05  # seconds between two tries


def tries(seconds: float) -> Iterator[None]:
    """A loop over these tries again and again, at least once, until the time is over."""
    deadline = time.monotonic() + seconds
    yield
    while time.monotonic() < deadline:
        time.sleep(PAUSE)
        yield


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into StoppedError, once; later ones find us stopping already."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise StoppedError

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    if os.environ.get("MAKELEVEL"):
        # A `make run` that is killed outright must not leave us behind.
        _die_with_parent(signal.SIGTERM)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tied(death_signal: int, become: Callable[[], None] | None = None) -> Callable[[], None]:
    """What a child does before it starts its program (`preexec_fn`): it gets the signal when we die, however we do.

    `become` turns it into another account, which forgets such a wish and so comes first.
    """
    launcher = os.getpid()

    def prepare() -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        if become is not None:
            become()
        _die_with_parent(death_signal)
        if os.getppid() != launcher:
            os._exit(1)

    return prepare


def _die_with_parent(death_signal: int) -> None:
    """Ask the kernel to send this process a signal when its parent dies (Linux only)."""
    if LINUX:
        LIBC.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
