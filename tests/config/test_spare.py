"""A busy web server, started as in production: whoever watches it is answered whatever the pages do."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from config.env import ROOT
from config.web.spare import ADDRESSES, asked_for
from tests.local.conftest import wait_for

pytestmark = pytest.mark.services
THREADS = 2


class Local(HTTPConnection):
    """A connection to a socket in a folder."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self) -> None:
        """Connect."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(str(self.path))


@pytest.fixture
def server(tmp_path) -> Iterator[Path]:
    path = tmp_path / "web"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        str(ROOT / "config" / "web" / "gunicorn.py"),
        "--chdir",
        str(ROOT),
    ]
    process = subprocess.Popen(
        [*command, "--bind", f"unix:{path}", "tests.config.busy:application"],
        env=os.environ | {"WEB_WORKERS": "1", "WEB_THREADS": str(THREADS), "BUSY_UNTIL": str(tmp_path / "go")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_for(path.exists)
        yield path
    finally:
        (tmp_path / "go").touch()
        process.terminate()
        process.wait(20)


def get(server: Path, path: str) -> str:
    connection = Local(server)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def test_health_is_answered_while_every_thread_is_busy_and_more_pages_wait(server, tmp_path):
    pages = [f"/page-{n}" for n in range(3 * THREADS)]
    with ThreadPoolExecutor(len(pages)) as visitors:
        answers = [visitors.submit(get, server, page) for page in pages]
        try:
            assert wait_for(lambda: len(list(tmp_path.glob("in-page-*"))) == THREADS)
            assert [get(server, path) for path in (*ADDRESSES, *ADDRESSES, "/healthz?x=1")] == [
                *ADDRESSES, *ADDRESSES, "/healthz",
            ]  # fmt: skip
            assert [answer.done() for answer in answers] == [False] * len(pages)
        finally:
            (tmp_path / "go").touch()
        assert [answer.result(20) for answer in answers] == pages


def test_a_connection_that_says_nothing_takes_no_thread(server, tmp_path):
    """As many silent visitors as there are threads, and three times as many: a page is answered all the same."""
    (tmp_path / "go").touch()
    silent = [Local(server) for _ in range(4 * THREADS)]
    for one in silent:
        one.connect()
    assert get(server, "/page-0") == "/page-0"
    for one in silent:
        one.close()


def test_one_connection_may_ask_for_a_page_and_then_for_health(server, tmp_path):
    (tmp_path / "go").touch()
    connection = Local(server)
    for path in ("/page-0", "/healthz", "/page-1"):
        connection.request("GET", path)
        assert connection.getresponse().read().decode() == path
    connection.close()


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (b"GET /healthz HTTP/1.1\r\n", "/healthz"),
        (b"HEAD /readyz?a=b HTTP/1.1\r\n", "/readyz"),
        (b"GET /people/?next=/healthz HTTP/1.1", "/people/"),
        (b"GET /hea", ""),
        (b"\xff\xfe\x00", ""),
        (b"", ""),
    ],
)
def test_the_first_line_says_who_answers_and_stays_where_it_is(sent, found):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent)
        assert asked_for(ours) == found
        assert not sent or ours.recv(100) == sent
