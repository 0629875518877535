"""The services that the application stands on: embedded, or those that the environment names."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import psycopg
import redis

from config.local import postgres, valkey
from config.local.application import EXPLAINED, SETTINGS, env
from config.local.errors import StartError, complaint
from config.local.locks import DataLock, is_running, locked
from config.local.places import Places, write_private
from config.local.processes import Crew, end_orphans
from config.local.waiting import tries

START_PATIENCE = 90.0  # seconds that a command waits for a launcher that is just starting or stopping


@contextmanager
def held(places: Places) -> Iterator[DataLock]:
    """Hold the data folder, cleared of whatever a killed launcher left running; StartError when it is in use."""
    places.make()
    with locked(places) as lock:
        end_orphans(places)
        yield lock


@contextmanager
def services(places: Places, lock: DataLock) -> Iterator[tuple[Crew, dict[str, str]]]:
    """Keep the services up; yields who runs them, and the environment that the application needs.

    StartError when something does not start.
    """
    crew = Crew(places)
    try:
        addresses = _addresses(places, crew)
        write_private(places.services_file, addresses)
        yield crew, environment(places, addresses)
    finally:
        lock.say("stopping")
        places.services_file.unlink(missing_ok=True)
        crew.stop()
        with suppress(OSError):
            places.sockets.rmdir()


def running(places: Places) -> dict[str, str] | None:
    """The environment for a command beside a launcher that runs on the data folder; None where there is none."""
    for _ in tries(START_PATIENCE):
        if not is_running(places):
            return None
        if places.services_file.exists():
            return environment(places, json.loads(places.services_file.read_text(encoding="utf-8")))
    raise StartError(f"Something else starts or stops in {places.data}: try again in a moment.")


def _addresses(places: Places, crew: Crew) -> dict[str, str]:
    database = env.str("DATABASE_URL", default="")
    queue = env.str("REDIS_URL", default="")
    if database:
        check_database(database)
    else:
        database = postgres.start(places, crew)
    if queue:
        check_queue(queue)
    else:
        if not places.sockets.exists():
            places.make_sockets(os.geteuid(), os.getegid())
        queue = valkey.start(places, crew)
    return {"DATABASE_URL": database, "REDIS_URL": queue}


def environment(places: Places, addresses: dict[str, str]) -> dict[str, str]:
    """What every process of the application is started with. Keys already in the environment win."""
    values = SETTINGS | places.keys() | os.environ | addresses
    values |= {"DATA_DIR": str(places.data), "PYTHONUNBUFFERED": "1"}
    if not os.environ.get("DATABASE_URL"):
        # PostgreSQL's own programs (psql, pg_dump, pg_restore) then need no options.
        values |= {"PGHOST": str(places.sockets), "PGUSER": "postgres", "PGDATABASE": postgres.DATABASE}
        values["PATH"] = f"{postgres.binaries()}{os.pathsep}{values.get('PATH', os.defpath)}"
    return values


def check_database(url: str) -> None:
    """See that the named server answers; make the database if the server lets us."""
    settings = env.db_url_config(url)
    server = psycopg.conninfo.make_conninfo(
        **{
            name: value
            for name, value in {
                "host": settings.get("HOST"),
                "port": settings.get("PORT"),
                "user": settings.get("USER"),
                "password": settings.get("PASSWORD"),
                "connect_timeout": 10,
                **settings.get("OPTIONS", {}),
            }.items()
            if value
        }
    )
    name = str(settings["NAME"])
    try:
        try:
            psycopg.connect(server, dbname=name).close()
        except psycopg.OperationalError as error:
            if f'database "{name}" does not exist' not in str(error):
                raise
            postgres.make_database(psycopg.conninfo.make_conninfo(server, dbname="postgres"), name)
    except psycopg.Error as error:
        raise StartError(f"The database at DATABASE_URL cannot be used: {complaint(error)}") from error


def check_queue(url: str) -> None:
    """See that the named Redis or Valkey answers."""
    try:
        scheme = urlsplit(url).scheme
        if scheme == "filesystem":
            return
        if scheme not in {"redis", "rediss", "unix"}:
            raise ValueError(scheme)  # noqa: TRY301  as the library does of a port that is none
        with redis.Redis.from_url(url, socket_connect_timeout=10) as client:
            client.ping()
    except ValueError as error:
        raise StartError(f"REDIS_URL is no address of a server: {EXPLAINED}") from error
    except (redis.RedisError, OSError) as error:
        raise StartError(f"The server at REDIS_URL does not answer: {error}") from error
