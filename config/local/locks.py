"""Who may use a data folder: one launcher at a time, commands beside it, and folders for one command alone."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.local.application import NAME, SHORT_NAME
from config.local.errors import BusyError, StartError, sentence
from config.local.places import Places, close_to_others

STOPPING_PATIENCE = 40.0  # seconds that a second start waits for the first one to end
PROBE_PATIENCE = 0.5  # seconds
SCRATCH_PREFIX = f"{SHORT_NAME}-scratch-"


class DataLock:
    """The right to use a data folder. The operating system takes it back however the launcher ends."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def say(self, state: str) -> None:
        """Write what the launcher is doing, for one that starts meanwhile."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, f"{os.getpid()} {state}\n".encode(), 0)


@contextmanager
def locked(places: Places) -> Iterator[DataLock]:
    """Hold the lock of the data folder; BusyError when another launcher holds it."""
    with _opened(places.data / "lock") as descriptor:
        _wait_for_lock(descriptor, places)
        lock = DataLock(descriptor)
        lock.say("running")
        yield lock


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A file to lock, as the system's number for it; closing it lets the lock go."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StartError(sentence(error, path.parent)) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, places: Places) -> None:
    began = time.monotonic()
    while not _try_lock(descriptor):
        pid, _, state = os.pread(descriptor, 100, 0).decode().strip().partition(" ")
        # A command that only looks whether a launcher runs holds the lock for an instant.
        patience = STOPPING_PATIENCE if state == "stopping" else PROBE_PATIENCE
        if time.monotonic() - began > patience:
            raise BusyError(
                f"{NAME} already runs in {places.data} (process {pid}): stop it first, "
                "or start a second one with another DATA_DIR= and PORT=."
            )
        time.sleep(0.2)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Users:
    """The commands that use the services another one has started, as a lock that they share."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def join(self) -> None:
        """Be one of them; waits while the services are being stopped."""
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def any(self) -> bool:
        """Whether there are others. If not, none can join from now on until this lock is let go."""
        return not _try_lock(self.descriptor)

    def wait(self) -> None:
        """Come back when the last of the others has gone; none can join from then on."""
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)


@contextmanager
def users_of(places: Places) -> Iterator[Users]:
    """The lock of the commands that share the services of the folder; let go at the end, however that comes."""
    with _opened(places.run / "users") as descriptor:
        yield Users(descriptor)


def is_running(places: Places) -> bool:
    """Whether a launcher holds the lock of the folder."""
    path = places.data / "lock"
    if not path.exists():
        return False
    with _opened(path) as descriptor:
        return not _try_lock(descriptor)


@contextmanager
def scratch() -> Iterator[Places]:
    """Folders that are removed afterwards; those of killed runs are removed on the way."""
    mine = f"{SCRATCH_PREFIX}{os.geteuid()}-"
    for old in Path(tempfile.gettempdir()).glob(f"{mine}*"):
        if (old / "lock").exists() and not is_running(Places(old)):
            Places(old).remove()
    places = Places(Path(tempfile.mkdtemp(prefix=mine)).resolve(), scratch=True)
    close_to_others(places.data)
    try:
        yield places
    finally:
        places.remove()
