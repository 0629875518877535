"""Where a local run keeps its things, and the lock that lets one launcher at a time use them."""

import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.management.utils import get_random_secret_key

from config.local.errors import BusyError, StartError, disk_full, sentence

ROOM_NEEDED = 60 * 2**20  # bytes: a start writes logs, journal and a few new files
ROOM_NEEDED_FIRST = 250 * 2**20  # bytes: a new cluster with its journal and the demo data
STOPPING_PATIENCE = 40.0  # seconds that a second start waits for the first one to end
PROBE_PATIENCE = 0.5  # seconds
SCRATCH_PREFIX = "hjemvej-scratch-"
OUTSIDE = Path("/var/lib/hjemvej")  # what PostgreSQL cannot reach in root's own folders; see outside.py
CLUSTER = "postgres"
DATABASE_PREFIX = "database-"


@dataclass(frozen=True)
class Places:
    """The folders of one local run. `scratch` marks data that is thrown away afterwards."""

    data: Path
    scratch: bool = False

    @property
    def postgres(self) -> Path:
        """The database cluster, or a link to where it lies."""
        return self.data / CLUSTER

    @property
    def logs(self) -> Path:
        """One log file a process."""
        return self.data / "logs"

    @property
    def run(self) -> Path:
        """What only matters while the processes run."""
        return self.data / "run"

    @property
    def sockets(self) -> Path:
        """A short path, because the operating system allows about a hundred bytes for a socket."""
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path("/tmp", f"hjemvej-{os.geteuid()}-{digest}")  # noqa: S108  owner and rights are checked on use

    @property
    def services_file(self) -> Path:
        """The addresses of the running services, for commands started beside them."""
        return self.run / "services.json"

    def make(self) -> None:
        """Create the folders, readable by their owner alone; StartError in one sentence when that fails."""
        try:
            if not self.data.exists():
                self.data.mkdir(parents=True)
                # As root the database runs as another user, who must be able to pass through.
                self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.logs, self.run):
                folder.mkdir(mode=0o700, exist_ok=True)
            require_room(self.data, first=not self.postgres.exists())
        except OSError as error:
            raise StartError(sentence(error, self.data)) from error

    def make_sockets(self, owner: int, group: int) -> None:
        """Create the folder of the sockets; refuse one that somebody else has put there."""
        try:
            self.sockets.mkdir(mode=0o700)
        except FileExistsError:
            found = self.sockets.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
                raise StartError(f"{self.sockets} belongs to somebody else: remove it and start again.") from None
        if os.geteuid() == 0:
            os.chown(self.sockets, owner, group)
        self.sockets.chmod(0o700)

    def remove(self) -> None:
        """Remove the folders with all data, also what lies outside of them."""
        if self.postgres.is_symlink():
            home = self.postgres.readlink().parent
            if home.parent == OUTSIDE and home.name.startswith(DATABASE_PREFIX):
                shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)


def require_room(folder: Path, *, first: bool) -> None:
    """StartError when the disk of the folder has no room for a start, or for the first one with a new cluster."""
    if shutil.disk_usage(folder).free < (ROOM_NEEDED_FIRST if first else ROOM_NEEDED):
        raise StartError(disk_full(folder))


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
    path = places.data / "lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StartError(sentence(error, places.data)) from error
    try:
        _wait_for_lock(descriptor, places)
        lock = DataLock(descriptor)
        lock.say("running")
        yield lock
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
                f"Hjemvej already runs in {places.data} (process {pid}): stop it first, "
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
    descriptor = os.open(places.run / "users", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield Users(descriptor)
    finally:
        os.close(descriptor)


def is_running(places: Places) -> bool:
    """Whether a launcher holds the lock of the folder."""
    path = places.data / "lock"
    if not path.exists():
        return False
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError as error:
        raise StartError(sentence(error, places.data)) from error
    try:
        return not _try_lock(descriptor)
    finally:
        os.close(descriptor)


def secrets(places: Places) -> dict[str, str]:
    """The keys of this data folder, made once: SECRET_KEY, CPR_KEYS, CPR_HASH_KEY."""
    path = places.data / "secrets.json"
    if not path.exists():
        fresh = {
            "SECRET_KEY": get_random_secret_key() + get_random_secret_key(),
            "CPR_KEYS": Fernet.generate_key().decode(),
            "CPR_HASH_KEY": Fernet.generate_key().decode(),
        }
        write_private(path, fresh)
    values: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return values


def write_private(path: Path, value: object) -> None:
    """Write JSON that only the owner can read, in one step."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
    fresh.replace(path)


@contextmanager
def scratch() -> Iterator[Places]:
    """Folders that are removed afterwards; those of killed runs are removed on the way."""
    base = Path(tempfile.gettempdir())
    for old in base.glob(f"{SCRATCH_PREFIX}{os.geteuid()}-*"):
        if (old / "lock").exists() and not is_running(Places(old)):
            Places(old).remove()
    places = Places(Path(tempfile.mkdtemp(prefix=f"{SCRATCH_PREFIX}{os.geteuid()}-")).resolve(), scratch=True)
    places.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        yield places
    finally:
        places.remove()
