"""`python -m config.probe web|worker|beat`: what a container's health check asks; exit code 0 when all is well."""

import argparse
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from config.celery import app
from config.env import env

TIMEOUT = 5  # seconds
BEAT_SILENCE = 600.0  # seconds; beat saves its schedule every three minutes, as long as it has something to send
BEAT_FILES = Path("/tmp")  # noqa: S108  docker-compose.yml puts the schedule there


def web() -> bool:
    """Whether this container's web server is ready, asked under a name that it answers to."""
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


def worker() -> bool:
    """Whether the worker of this container answers through the queue; docker-compose.yml names it so."""
    return bool(app.control.ping(destination=[f"worker@{socket.gethostname()}"], timeout=TIMEOUT))


def beat(folder: Path = BEAT_FILES) -> bool:
    """Whether beat has saved its schedule lately."""
    saved = [path.stat().st_mtime for path in folder.glob("beat*")]
    return bool(saved) and time.time() - max(saved) < BEAT_SILENCE


PROBES: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat}


def main(arguments: list[str] | None = None) -> int:
    """Ask the one part that is named; 0 when it is well, else 1."""
    parser = argparse.ArgumentParser(prog="python -m config.probe", description=__doc__)
    parser.add_argument("part", choices=sorted(PROBES))
    return 0 if PROBES[parser.parse_args(arguments).part]() else 1


if __name__ == "__main__":
    sys.exit(main())
