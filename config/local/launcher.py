"""The whole system on one machine: services, web server, worker and beat."""

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NoReturn

from config.local.application import HEALTH, NAME, PREPARE, ROOT, env, logins, parts
from config.local.errors import StartError, StoppedError
from config.local.outside import left_behind
from config.local.places import Places
from config.local.processes import Crew, Program
from config.local.services import held, services
from config.local.waiting import stoppable, tries

HOST = "127.0.0.1"
START_PATIENCE = 90.0  # seconds until the web server must answer
HIGHEST_PORT = 65535
LOOK_AGAIN = 0.2  # seconds between two looks at the children
MINUTE = 60.0  # seconds
MANY_DEATHS = 5  # of one part within a minute: it will not stay up


def say(text: str) -> None:
    """One line to the person at the keyboard, at once."""
    print(text, flush=True)


def run(places: Places) -> None:
    """Start everything, wait until somebody stops it or a part fails, stop everything."""
    port = env.str("PORT", default="8000")
    with stoppable():
        try:
            # The folder first: a launcher that is just stopping may still hold the port.
            with held(places) as lock, listening(port) as listener:
                say(f"{NAME} is starting; its data lies in {places.data}")
                with services(places, lock) as (crew, environ):
                    if places.postgres.is_symlink():
                        say(f"PostgreSQL cannot reach root's folders: its data lies in {places.postgres.readlink()}")
                    for earlier in left_behind(places):
                        say(f"An earlier database of this folder lies in {earlier}: remove it if nobody needs it.")
                    environ["PORT"] = str(listener.getsockname()[1])
                    prepare(environ)
                    start_application(crew, environ, listener)
                    wait_for_web(crew, listener)
                    announce(places, listener)
                    try:
                        wait(crew)
                    finally:
                        say("\nStopping ...")
        except StoppedError:
            say(f"{NAME} has stopped.")


@contextmanager
def listening(port: str) -> Iterator[socket.socket]:
    """The socket of the web server, opened first so that a busy port is known before anything starts."""
    if not port.isdecimal() or int(port) > HIGHEST_PORT:
        raise StartError(f"PORT={port} is no port number: choose one between 1024 and {HIGHEST_PORT}.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, int(port)))
            listener.listen(128)
        except PermissionError as error:
            raise StartError(f"This user may not open port {port}: choose one above 1023, as PORT=8000.") from error
        except OSError as error:
            raise StartError(
                f"Port {port} is in use by another program: stop it, or choose another port, as PORT=8001."
            ) from error
        yield listener


def prepare(environ: Mapping[str, str]) -> None:
    """Let the application bring its database in step with the code."""
    if subprocess.run(PREPARE, env=environ, cwd=ROOT, check=False).returncode != 0:
        raise StartError("The database could not be prepared; the reason stands above.")


def start_application(crew: Crew, environ: Mapping[str, str], listener: socket.socket) -> None:
    """Start every part of the application; all may use the listener, and the web server does."""
    listener.set_inheritable(True)
    for name, command in parts(crew.places.run, listener.fileno()).items():
        crew.start(Program(name=name, command=command, pass_fds=(listener.fileno(),)), environ)


def wait_for_web(crew: Crew, listener: socket.socket) -> None:
    """Wait until the web server answers; give up when a part ends before all of them have ever run."""
    address = f"http://{HOST}:{listener.getsockname()[1]}{HEALTH}"
    for _ in tries(START_PATIENCE):
        if dead := crew.dead():
            raise StartError(dead.epitaph())
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
    raise StartError(f"The web server does not answer; see {crew.places.logs / 'web.log'}.")


def announce(places: Places, listener: socket.socket) -> None:
    """Print the address, and the demo logins where there are any."""
    say(f"\n{NAME} runs at http://localhost:{listener.getsockname()[1]}/\n")
    for line in logins(places.data):
        say(line)
    say(f"\nLogs: {places.logs}\nStop with Ctrl-C.")


def wait(crew: Crew) -> NoReturn:
    """Start again whatever ends, until somebody stops us (StoppedError) or a part does not stay up (StartError).

    Looks again and again, and does not sleep until a signal: one that arrives just before the sleep would never wake
    us.
    """
    deaths: dict[str, list[float]] = {}
    while True:
        dead = crew.dead()
        if dead is None:
            time.sleep(LOOK_AGAIN)
            continue
        now = time.monotonic()
        recent = [when for when in deaths.get(dead.program.name, []) if now - when < MINUTE]
        deaths[dead.program.name] = [*recent, now]
        if len(recent) + 1 == MANY_DEATHS:
            raise StartError(f"Given up after {MANY_DEATHS} ends within a minute: {dead.epitaph()}")
        say(f"{dead.program.name} {dead.end()}; starting it again.")
        crew.restart(dead)
