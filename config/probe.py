"""`python -m config.probe web|worker|beat`: what a health check asks on the host of the part; 0 when all is well.

A worker is asked by its name, `worker --name`, this host's if none is given; beat by its file, `beat --schedule`.
"""

import argparse
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from kombu.exceptions import OperationalError

from config.celery import app
from config.env import env

TIMEOUT = 5  # seconds
BEAT_SILENCE = 600.0  # seconds; beat saves its schedule every three minutes, as long as it has something to send


def web() -> bool:
    """Whether this host's web server is ready, asked under a name that it answers to."""
    hosts = env.list("ALLOWED_HOSTS", default=["localhost"])
    request = urllib.request.Request(
        f"http://127.0.0.1:{env.int('PORT', default=8000)}/readyz",
        headers={"Host": hosts[0].removeprefix("."), "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310  our own address
            return True
    except (urllib.error.URLError, OSError):
        return False


def worker(name: str) -> bool:
    """Whether the worker of this name answers through the queue; a queue that does not answer says nothing of it."""
    try:
        return bool(app.control.ping(destination=[name], timeout=TIMEOUT))
    except OperationalError:
        return False


def beat(schedule: Path) -> bool:
    """Whether beat has saved its schedule lately. Its file may have an ending of the system's own."""
    saved = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(saved) and time.time() - max(saved) < BEAT_SILENCE


PROBES: dict[str, Callable[[argparse.Namespace], bool]] = {
    "web": lambda _given: web(),
    "worker": lambda given: worker(given.name),
    "beat": lambda given: beat(given.schedule),
}


def main(arguments: list[str] | None = None) -> int:
    """Ask the one part that is named; 0 when it is well, else 1."""
    parser = argparse.ArgumentParser(prog="python -m config.probe", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    parts.add_parser("web")
    name = f"worker@{socket.gethostname()}"
    parts.add_parser("worker").add_argument("--name", default=name, help="as given to the worker with --hostname")
    parts.add_parser("beat").add_argument("--schedule", type=Path, required=True, help="as given to beat")
    given = parser.parse_args(arguments)
    return 0 if PROBES[given.part](given) else 1


if __name__ == "__main__":
    sys.exit(main())
