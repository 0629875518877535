"""A command with the services of a data folder: those that run there, or services that stay up as long as it."""

import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from config.local.application import NAME, SettingError, data_dir
from config.local.errors import FULL, BusyError, StartError, StoppedError, complaint, disk_full
from config.local.locks import Users, scratch, users_of
from config.local.places import Places
from config.local.services import held, running, services
from config.local.waiting import stoppable, tied


@contextmanager
def sentences(places: Places) -> Iterator[None]:
    """End the program with one sentence where a start fails."""
    try:
        yield
    except (StartError, SettingError) as error:
        sys.exit(str(error))
    except OSError as error:
        if error.errno not in FULL:
            raise
        sys.exit(disk_full(Path(error.filename or places.data)))


def manage(arguments: Sequence[str]) -> int | None:
    """Run `manage.py` with its arguments on the local database; None where there is no local database yet."""
    places = Places(data_dir())
    with sentences(places):
        if not places.postgres.exists() and running(places) is None:
            return None
        return execute_with_services([sys.executable, *arguments], places, throw_away=False)


def no_database(error: Exception) -> str:
    """The sentence for a command that could not use its database."""
    if "DATABASE_URL" in os.environ:
        return f"The database at DATABASE_URL cannot be used: {complaint(error)}"
    return (
        f"There is no database in {data_dir()} yet, and nothing runs there: start {NAME} with `make run`, "
        "or name a database with DATABASE_URL=."
    )


def execute_with_services(command: Sequence[str], places: Places, *, throw_away: bool) -> int:
    """Run one command with the services of the data folder (those already running, if any) or with scratch ones."""
    with ExitStack() as stack:
        stack.enter_context(stoppable())
        try:
            if throw_away:
                places = stack.enter_context(scratch())
            return call(command, stack.enter_context(surroundings(places)))
        except StoppedError:
            return 128 + signal.SIGINT


@contextmanager
def surroundings(places: Places) -> Iterator[dict[str, str]]:
    """The environment of a command: that of the running services, or of services of its own.

    Its own stay up as long as it, and as long as commands that were started beside it.
    """
    while True:
        with ExitStack() as stack:
            if running(places) is not None:
                stack.enter_context(users_of(places)).join()
                environ = running(places)
                if environ is None:
                    continue  # they have been stopped while we waited to join
                yield environ
                return
            try:
                lock = stack.enter_context(held(places))
            except BusyError:
                continue  # another command has been quicker: its services are ours as well
            users = stack.enter_context(users_of(places))
            _crew, environ = stack.enter_context(services(places, lock))
            yield environ
            _let_others_end(users)
            return


def _let_others_end(users: Users) -> None:
    """Keep the services up for the commands beside this one; whoever stops us stops them too."""
    with suppress(StoppedError):
        if users.any():
            print(
                "Another command uses the database that this one has started: waiting for its end. Ctrl-C stops both.",
                file=sys.stderr,
                flush=True,
            )
            users.wait()


def call(command: Sequence[str], environ: dict[str, str]) -> int:
    """Run a command in the foreground; Ctrl-C is its own affair, a request to stop is passed on."""
    process = None
    try:
        process = subprocess.Popen(command, env=environ, preexec_fn=tied(signal.SIGTERM))
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        # With a limit it looks again and again; without one, a signal that comes just before it sleeps would be lost.
        code = process.wait(math.inf)
        signal.signal(signal.SIGINT, before)
    except FileNotFoundError as error:
        raise StartError(f"There is no program {command[0]}.") from error
    except StoppedError:
        if process is None:
            raise
        process.terminate()
        code = process.wait()
    return code if code >= 0 else 128 - code
