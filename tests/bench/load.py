"""Seed a large project, start the web server with two processes, and let a crowd of caseworkers work on it.

Run by `make load`. Server, database and crowd share the machine. Exits with 1 if anything was answered with an error.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cases.staff.models import User  # noqa: E402
from tests.bench.seed import CONTACTS, PEOPLE, Seeded, seed  # noqa: E402

ROOT = Path(__file__).parents[2]
CROWDS = [int(number) for number in os.environ.get("CROWDS", "50 200").split()]
SECONDS = int(os.environ.get("LASTING", "120"))  # for each crowd, coming in included
PATIENCE = 60.0  # seconds until the server must answer
PASSWORD = "correct horse battery"
COLUMNS = f"{'':<24} {'asked':>7} {'p50 ms':>8} {'p95 ms':>8} {'errors':>7}"


@contextmanager
def server(port: int) -> Iterator[None]:
    """Gunicorn as it is run elsewhere, with two processes."""
    settings = str(ROOT / "config" / "web" / "gunicorn.py")
    command = [sys.executable, "-m", "gunicorn", "--config", settings, "--bind", f"127.0.0.1:{port}"]
    environ = os.environ | {"WEB_WORKERS": "2"}
    with subprocess.Popen([*command, "config.web.wsgi:application"], cwd=ROOT, env=environ, **_QUIET) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield
        finally:
            process.terminate()


_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own server
            return
        time.sleep(0.2)
    raise SystemExit("The web server does not answer.")


def crowd(number: int, port: int, seeded: Seeded) -> tuple[list[dict[str, Any]], bool]:
    """What locust measured of each page when all had come in and were at work, and whether anything went wrong."""
    workers = User.objects.filter(assignments__isnull=False).distinct().values_list("email", flat=True)
    environ = os.environ | {
        "LOAD_WORKERS": " ".join(workers),
        "LOAD_LEAD": seeded.lead.email,
        "LOAD_PASSWORD": PASSWORD,
    }
    options = [
        "--headless",
        "--json",
        "--reset-stats",
        "--users",
        str(number),
        "--spawn-rate",
        str(max(number // 20, 1)),
    ]
    options += ["--run-time", f"{SECONDS}s", "--host", f"http://127.0.0.1:{port}", "--loglevel", "ERROR"]
    command = [sys.executable, "-m", "locust", "--locustfile", str(ROOT / "tests" / "bench" / "crowd.py"), *options]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stdout.write(done.stderr)
    return json.loads(done.stdout), done.returncode != 0


def line(page: dict[str, Any]) -> str:
    """One row of the table."""
    times = {int(float(ms)): count for ms, count in page["response_times"].items()}
    middle, slow = _percentile(times, 0.5), _percentile(times, 0.95)
    return f"{page['name']:<24} {page['num_requests']:>7} {middle:>8} {slow:>8} {page['num_failures']:>7}"


def _percentile(times: dict[int, int], part: float) -> int:
    left = part * sum(times.values())
    for ms, count in sorted(times.items()):
        left -= count
        if left <= 0:
            return ms
    return 0


def main() -> None:
    """Seed, start, let them work, print."""
    call_command("migrate", interactive=False, verbosity=0)
    sys.stdout.write(f"Seeding {PEOPLE} young people and {CONTACTS} contacts ...\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_date")
        (today,) = cursor.fetchone()  # the server runs by the machine's own clock
        seeded = seed(today)
        cursor.execute("VACUUM ANALYZE")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    has_failed = False
    with server(port):
        for number in CROWDS:
            sys.stdout.write(f"\n{number} caseworkers for {SECONDS} seconds\n{COLUMNS}\n")
            sys.stdout.flush()
            pages, went_wrong = crowd(number, port, seeded)
            has_failed |= went_wrong
            for page in sorted(pages, key=lambda page: str(page["name"])):
                sys.stdout.write(f"{line(page)}\n")
    sys.exit(1 if has_failed else 0)


if __name__ == "__main__":
    main()
