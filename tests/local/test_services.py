"""The embedded services: they start anywhere, keep what they should, and never stand in their own way."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.env import EXPLAINED, ROOT
from config.local.places import Places
from tests.local.conftest import environment, execute, launch, processes_of, read_until, wait_for
from tests.local.users import ROOT_USER, only_root, open_programs, ordinary_account, ordinary_user

pytestmark = pytest.mark.services

SEARCH = """
import os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("SELECT 'SØREN ÅGE ÆGIR' ILIKE '%åge æ%', version()").fetchone()[0])
print(redis.Redis.from_url(os.environ["REDIS_URL"]).ping())
"""


def test_database_and_queue_answer_and_leave_nothing_behind(data):
    done = execute(data, sys.executable, "-c", SEARCH)
    assert (done.stdout, done.stderr, done.returncode) == ("True\nTrue\n", "", 0)
    assert processes_of(data) == []
    assert not Places(data).sockets.exists()


def test_the_exit_code_is_that_of_the_command(data):
    assert execute(data, "sh", "-c", "exit 7").returncode == 7


def test_data_survives_a_restart_and_the_keys_stay(data):
    execute(data, "psql", "-qc", "CREATE TABLE kept AS SELECT 42 AS answer")
    first = (data / "secrets.json").read_bytes()
    assert execute(data, "psql", "-Atc", "SELECT answer FROM kept").stdout == "42\n"
    assert (data / "secrets.json").read_bytes() == first
    assert (data / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_scratch_data_is_gone_afterwards(data):
    command = [sys.executable, "-m", "config.local", "exec", "--scratch", "--", "sh", "-c", "echo $DATA_DIR"]
    done = subprocess.run(command, cwd=ROOT, env=environment(data), capture_output=True, text=True, check=True)
    scratch = Path(done.stdout.strip())
    assert (scratch.name.startswith("hjemvej-scratch-"), scratch.exists(), data.exists()) == (True, False, False)


def test_a_launcher_killed_outright_leaves_nothing_that_runs_or_blocks(data):
    launcher = launch(data, "exec", "--", "sh", "-c", "echo ready; exec sleep 60")
    read_until(launcher, "ready")
    launcher.kill()
    launcher.wait()
    assert wait_for(lambda: processes_of(data) == [])
    assert execute(data, sys.executable, "-c", SEARCH).stdout == "True\nTrue\n"


def test_a_database_server_that_outlived_its_launcher_is_ended(data):
    execute(data, "true")
    places = Places(data)
    cluster = places.postgres.resolve()
    owner = cluster.stat()
    places.make_sockets(owner.st_uid, owner.st_gid)
    server = [f"{open_programs()}/postgres", "-D", str(cluster), "-k", str(places.sockets), "-h", ""]
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if ROOT_USER else {}
    orphan = subprocess.Popen(server, stderr=subprocess.PIPE, text=True, start_new_session=True, **as_owner)
    try:
        assert orphan.stderr is not None
        assert any("ready to accept connections" in line for line in orphan.stderr)
        assert execute(data, sys.executable, "-c", SEARCH).stdout == "True\nTrue\n"
        assert orphan.poll() == 0
    finally:
        orphan.kill()
        orphan.wait()


def test_a_lock_file_whose_number_another_program_now_has_does_not_block(data):
    execute(data, "true")
    stale = Places(data).postgres / "postmaster.pid"
    owner = stale.parent.stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if ROOT_USER else {}
    # PostgreSQL itself would believe a living process of its own user.
    stranger = subprocess.Popen(["sleep", "60"], **as_owner)
    try:
        stale.write_text(f"{stranger.pid}\n{data}/postgres\n1700000000\n5432\n/tmp\n\n\n")
        os.chown(stale, owner.st_uid, owner.st_gid)
        assert execute(data, sys.executable, "-c", SEARCH).stdout == "True\nTrue\n"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_first_start_killed_in_the_middle_does_not_block(data):
    (data / "postgres.new").mkdir(parents=True)
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")
    assert execute(data, sys.executable, "-c", SEARCH).stdout == "True\nTrue\n"


def test_two_folders_side_by_side(data, other_data):
    first = launch(data, "exec", "--", "sh", "-c", "echo ready; exec sleep 60")
    read_until(first, "ready")
    assert execute(other_data, sys.executable, "-c", SEARCH).stdout == "True\nTrue\n"
    first.send_signal(signal.SIGTERM)
    first.wait(30)
    assert processes_of(data) == []


def test_a_command_joins_the_services_that_already_run(data):
    first = launch(
        data, "exec", "--", "sh", "-c", "psql -qc 'CREATE TABLE joined (id int)'; echo ready; exec sleep 60"
    )
    read_until(first, "ready")
    assert execute(data, "psql", "-Atc", "SELECT count(*) FROM joined").stdout == "0\n"
    first.send_signal(signal.SIGTERM)
    first.wait(30)


@only_root
def test_an_ordinary_user_can_start_it(data):
    user = ordinary_account()
    user.own(data.parent)
    done = execute(data, sys.executable, "-c", SEARCH, become=ordinary_user, POSTGRES_BIN=open_programs())
    assert done.stdout == "True\nTrue\n"
    assert (data / "postgres").stat().st_uid == user.uid
    assert not (data / "postgres").is_symlink()


def test_servers_named_in_the_environment_are_used_instead(data):
    url = "postgresql:///named?host=/nowhere&user=me"
    done = execute(data, "true", DATABASE_URL=url, REDIS_URL="redis://127.0.0.1:1/0")
    assert done.returncode == 1
    assert done.stderr.startswith("The database at DATABASE_URL cannot be used: ")
    assert not (data / "postgres").exists()


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


class TestOneClearSentence:
    """What goes wrong at the start is said in one line, without a traceback."""

    def said(self, data: Path, become: Callable[[], None] | None = None, **extra: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "config.local", "run"],
            cwd=ROOT,
            env=environment(data, **{"PORT": "0"} | extra),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            preexec_fn=become,
        )
        assert done.returncode == 1
        lines = done.stderr.splitlines()
        assert len(lines) == 1, done.stderr
        return str(lines[0])

    def test_second_start_in_the_same_folder(self, data):
        first = launch(data, "exec", "--", "sh", "-c", "echo ready; exec sleep 60")
        read_until(first, "ready")
        assert self.said(data) == (
            f"Hjemvej already runs in {data} (process {first.pid}): stop it first, "
            "or start a second one with another DATA_DIR= and PORT=."
        )
        first.send_signal(signal.SIGTERM)
        first.wait(30)

    def test_busy_port(self, data, busy_port):
        assert self.said(data, PORT=str(busy_port)) == (
            f"Port {busy_port} is in use by another program: stop it, or choose another port, as PORT=8001."
        )

    @pytest.mark.parametrize("port", ["nonsense", "99999"])
    def test_a_port_that_is_none(self, data, port):
        assert self.said(data, PORT=port) == (f"PORT={port} is no port number: choose one between 1024 and 65535.")

    def test_data_of_another_major_version(self, data):
        execute(data, "true")
        (data / "postgres" / "PG_VERSION").write_text("13\n")
        assert self.said(data) == (
            f"The data in {data}/postgres was made by PostgreSQL 13 and this is PostgreSQL 18: "
            "move it as docs/operations.md describes, or choose another folder with DATA_DIR=."
        )

    def test_data_folder_that_is_a_file(self, data):
        data.write_text("a file")
        assert self.said(data) == f"{data} is not a folder: choose another place with DATA_DIR=."

    def test_folder_that_cannot_be_written(self, data):
        data.mkdir(mode=0o500)
        assert self.said(data, become=ordinary_user if ROOT_USER else None) == (
            f"The folder {data} cannot be written by this user: mend its rights, or choose another with DATA_DIR=."
        )

    @only_root
    @pytest.mark.parametrize("size", ["4m", "280m"])
    def test_full_disk(self, other_data, size):
        data = other_data  # PostgreSQL can reach it, so its data lies there as well
        data.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(data)], check=True)
        try:
            if size == "280m":  # room enough to begin, not to end
                execute(data, "true")
                (data / "ballast").write_bytes(b"0" * (shutil.disk_usage(data).free - 8192))
            assert self.said(data) == (
                f"The disk that holds {data} is full: free some space, or choose another folder with DATA_DIR=."
            )
        finally:
            subprocess.run(["umount", "--lazy", str(data)], check=True)

    @pytest.mark.parametrize("address", ["nonsense", "redis://127.0.0.1:x/0", "redis://[/0"])
    def test_queue_that_is_no_address(self, data, address):
        assert self.said(data, REDIS_URL=address) == f"REDIS_URL is no address of a server: {EXPLAINED}"

    @pytest.mark.parametrize(
        "address", ["nonsense", "postgres://user:secret@host:x/name", "postgres://host", "sqlite://"]
    )
    def test_database_that_is_no_address(self, data, address):
        said = self.said(data, DATABASE_URL=address)
        assert said == f"DATABASE_URL is no address of a PostgreSQL database: {EXPLAINED}"

    @pytest.mark.parametrize(
        ("variable", "value", "said"),
        [
            ("SESSION_HOURS", "many", f"SESSION_HOURS=many is no number: {EXPLAINED}"),
            ("LOG_LEVEL", "loud", "LOG_LEVEL=loud is none of INFO, DEBUG, WARNING, ERROR."),
            ("DATABASE_URL", "nonsense", f"DATABASE_URL is no address of a PostgreSQL database: {EXPLAINED}"),
        ],
    )
    @pytest.mark.parametrize("command", ["manage.py check", "-m config.prepare"])
    def test_settings_that_cannot_be_read(self, data, command, variable, value, said):
        environ = environment(data, **{"DATABASE_URL": "postgres:///none", variable: value})
        done = subprocess.run(
            [sys.executable, *command.split()], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (1, f"{said}\n")

    def test_queue_that_does_not_answer(self, data):
        said = self.said(data, REDIS_URL="redis://127.0.0.1:1/0")
        assert said.startswith("The server at REDIS_URL does not answer: ")


def test_the_secrets_file_holds_the_three_keys(data):
    execute(data, "true")
    assert sorted(json.loads((data / "secrets.json").read_text())) == ["CPR_HASH_KEY", "CPR_KEYS", "SECRET_KEY"]


def test_a_command_beside_another_keeps_the_services_until_its_own_end(data, tmp_path):
    """The first one started them and is done first: it waits, and the second one still finds its database."""

    def waits_for(name: str) -> str:
        return f"while [ ! -e '{tmp_path / name}' ]; do sleep 0.05; done"

    first = launch(data, "exec", "--", "sh", "-c", f"echo ready; {waits_for('one')}; exit 7")
    read_until(first, "ready")
    ask = "psql --no-align --tuples-only --command 'SELECT 40 + 2'"
    second = launch(data, "exec", "--", "sh", "-c", f"echo beside; {waits_for('two')}; {ask}")
    read_until(second, "beside")
    (tmp_path / "one").touch()
    read_until(first, "waiting for its end")
    (tmp_path / "two").touch()
    said, _nothing = second.communicate(timeout=30)
    assert (said.strip(), second.returncode) == ("42", 0)
    assert first.wait(30) == 7
    assert processes_of(data) == []
