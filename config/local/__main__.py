"""`python -m config.local run` or `python -m config.local exec [--scratch] -- COMMAND`."""

import argparse
import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from config.env import data_dir
from config.local.account import die_with_parent
from config.local.errors import FULL, StartError, StoppedError, disk_full
from config.local.launcher import run, stoppable
from config.local.places import Places, is_running, scratch
from config.local.services import environment, held, services


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m config.local", description=__doc__)
    commands = parser.add_subparsers(dest="action", required=True)
    commands.add_parser("run", help="start everything and wait")
    execute = commands.add_parser("exec", help="run a command with database and queue up")
    execute.add_argument("--scratch", action="store_true", help="on services that are thrown away afterwards")
    execute.add_argument("command", nargs="+", help="the command and its arguments, after --")
    options = parser.parse_args(arguments)
    places = Places(data_dir())
    try:
        if options.action == "run":
            run(places)
            return 0
        return execute_with_services(options.command, places, throw_away=options.scratch)
    except StartError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        if error.errno not in FULL:
            raise
        sys.stderr.write(f"{disk_full(Path(error.filename or places.data))}\n")
    return 1


def execute_with_services(command: Sequence[str], places: Places, *, throw_away: bool) -> int:
    """Run one command with the services of the data folder (those already running, if any) or with scratch ones."""
    with ExitStack() as stack:
        stack.enter_context(stoppable())
        try:
            if throw_away:
                places = stack.enter_context(scratch())
            if is_running(places) and places.services_file.exists():
                environ = environment(places, json.loads(places.services_file.read_text(encoding="utf-8")))
            else:
                lock = stack.enter_context(held(places))
                _crew, environ = stack.enter_context(services(places, lock))
            return call(command, environ)
        except StoppedError:
            return 128 + signal.SIGINT


def call(command: Sequence[str], environ: dict[str, str]) -> int:
    """Run a command in the foreground; Ctrl-C is its own affair, a request to stop is passed on."""
    launcher = os.getpid()

    def prepare() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(signal.SIGTERM)
        if os.getppid() != launcher:
            os._exit(1)

    try:
        process = subprocess.Popen(command, env=environ, preexec_fn=prepare)
    except FileNotFoundError as error:
        raise StartError(f"There is no program {command[0]}.") from error
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # With a limit it looks again and again; without one, a signal that comes just before it sleeps would be lost.
        code = process.wait(math.inf)
    except StoppedError:
        process.terminate()
        code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
