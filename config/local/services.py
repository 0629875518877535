"""The services that the application stands on: embedded, or those that the environment names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import psycopg
import redis

from config.env import env
from config.local import postgres, valkey
from config.local.errors import StartError
from config.local.places import DataLock, Places, locked, secrets, write_private
from config.local.processes import Crew, end_orphans


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
    values = dict(os.environ)
    for name, value in secrets(places).items():
        values.setdefault(name, value)
    values.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    values |= addresses
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
        reason = str(error).strip().splitlines()[-1].strip()
        raise StartError(f"The database at DATABASE_URL cannot be used: {reason}") from error


def check_queue(url: str) -> None:
    """See that the named Redis or Valkey answers."""
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        return
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=10) as client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        raise StartError(f"The server at REDIS_URL does not answer: {error}") from error
