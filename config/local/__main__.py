"""`python -m config.local run` or `python -m config.local exec [--scratch] -- COMMAND`."""

import argparse
import sys
from collections.abc import Sequence

from config.local.application import data_dir
from config.local.commands import execute_with_services, sentences
from config.local.launcher import run
from config.local.places import Places


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
    with sentences(places):
        if options.action == "run":
            run(places)
            return 0
        return execute_with_services(options.command, places, throw_away=options.scratch)


if __name__ == "__main__":
    sys.exit(main())
