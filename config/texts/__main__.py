"""`python -m config.texts update|check|missing|fill FILE.json|compile`: the catalogues from the command line."""

import argparse
import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.texts import messages


@contextmanager
def _locked() -> Iterator[None]:
    """Only one process at a time reads and writes the catalogue."""
    folder = messages.catalogue_file().parent
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def main(arguments: list[str] | None = None) -> int:
    """Run one command of the catalogue; 0 when all is well, 1 when something must be mended."""
    parser = argparse.ArgumentParser(prog="python -m config.texts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("update", "check", "missing", "compile"):
        commands.add_parser(name)
    commands.add_parser("fill").add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    try:
        with _locked():
            lines = _run(options)
    except messages.MessagesError as error:
        lines = [str(error)]
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


def _run(options: argparse.Namespace) -> list[str]:
    """Do what was asked; return what is left to mend."""
    if options.command == "update":
        left = len(messages.missing(messages.update()))
        messages.compile_catalogue()
        sys.stdout.write(f"{left} strings without Danish text.\n")
    elif options.command == "missing":
        sys.stdout.write(json.dumps(messages.missing(messages.read()), ensure_ascii=False, indent=1) + "\n")
    elif options.command == "compile":
        messages.compile_catalogue()
    elif options.command == "fill":
        unknown = messages.fill(json.loads(options.file.read_text(encoding="utf-8")))
        messages.compile_catalogue()
        return [f"not in the code: {key!r}" for key in unknown]
    else:
        return messages.faults()
    return []


if __name__ == "__main__":
    sys.exit(main())
