"""Where a local run keeps its things."""

import hashlib
import json
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from config.local.application import SHORT_NAME, keys
from config.local.errors import StartError, disk_full, sentence

ROOM_NEEDED = 60 * 2**20  # bytes: a start writes logs, journal and a few new files
ROOM_NEEDED_FIRST = 250 * 2**20  # bytes: a new cluster with its journal and the demo data
OUTSIDE = Path("/var/lib", SHORT_NAME)  # what PostgreSQL cannot reach in root's own folders; see outside.py
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
        return Path("/tmp", f"{SHORT_NAME}-{os.geteuid()}-{digest}")  # noqa: S108  owner and rights are checked on use

    @property
    def services_file(self) -> Path:
        """The addresses of the running services, for commands started beside them."""
        return self.run / "services.json"

    def make(self) -> None:
        """Create the folders, readable by their owner alone; StartError in one sentence when that fails."""
        try:
            if not self.data.exists():
                self.data.mkdir(parents=True)
                close_to_others(self.data)
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

    def keys(self) -> dict[str, str]:
        """The keys of the application for this data, made once."""
        path = self.data / "secrets.json"
        if not path.exists():
            write_private(path, keys())
        values: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return values

    def remove(self) -> None:
        """Remove the folders with all data, also what lies outside of them."""
        if self.postgres.is_symlink():
            home = self.postgres.readlink().parent
            if home.parent == OUTSIDE and home.name.startswith(DATABASE_PREFIX):
                shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)


def close_to_others(folder: Path) -> None:
    """Let nobody else read a data folder. Root's database runs as another user, who must be able to pass through."""
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)


def require_room(folder: Path, *, first: bool) -> None:
    """StartError when the disk of the folder has no room for a start, or for the first one with a new cluster."""
    if shutil.disk_usage(folder).free < (ROOM_NEEDED_FIRST if first else ROOM_NEEDED):
        raise StartError(disk_full(folder))


def write_private(path: Path, value: object) -> None:
    """Write JSON that only the owner can read, in one step."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
    fresh.replace(path)
