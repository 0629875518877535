"""The two addresses for whatever watches the system."""

import socket
import subprocess
import sys

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from config.env import ROOT
from config.web.health import ADDRESSES
from tests.factories.cases import UserFactory

pytestmark = pytest.mark.servers


@pytest.mark.django_db
def test_ready_says_so_of_every_part(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "broker": "ok", "migrations": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_makes_it_unready(client):
    (last,) = MigrationLoader(connection).graph.leaf_nodes("cases")
    MigrationRecorder(connection).record_unapplied(*last)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "broker": "ok", "migrations": "1 not applied"}


def test_alive_touches_nothing(client, django_assert_num_queries):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_the_session_of_whoever_asks_is_neither_read_nor_ended(client, django_assert_num_queries):
    client.force_login(UserFactory())
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.content, response.cookies) == (b"ok\n", {})


def test_the_session_is_left_out_where_the_addresses_are():
    assert {reverse("healthz"), reverse("readyz")} == ADDRESSES


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_nothing_can_be_sent(client, path):
    assert client.post(path).status_code == 405


WITHOUT_SERVERS = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
for cookie in ("", "a" * 32):
    for path in ("/healthz", "/readyz"):
        client.cookies["hjemvej_8000"] = cookie
        response = client.get(path, headers={"host": "localhost"})
        print(response.status_code, response.content.decode().strip())
"""


NOTHING = '503 {"database": "does not answer", "broker": "does not answer", "migrations": "not known"}'


def asked(*, database: str) -> list[str]:
    """What both addresses say where the queue is away, and the database is at that address."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_SERVERS],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"postgres://me:planted-password@{database}/none",
            "REDIS_URL": "redis://:planted-password@127.0.0.1:1/0",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "planted-password" not in done.stderr
    return done.stdout.splitlines()


def test_without_servers_it_is_alive_but_not_ready_and_names_no_secret():
    assert asked(database="127.0.0.1:1") == ["200 ok", NOTHING] * 2  # without a session, and with one


def test_a_silent_database_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as door:
        assert asked(database=f"127.0.0.1:{door.getsockname()[1]}") == ["200 ok", NOTHING] * 2
