"""Files that a command writes for the owner's eyes only."""

from pathlib import Path

from django.core.management.base import CommandError

PRIVATE_FILE = 0o600


def write_private(path: Path, content: bytes) -> None:
    """Write the file; raises `CommandError` with the reason where that cannot be done."""
    try:
        path.touch(mode=PRIVATE_FILE)
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"Cannot write {path}: {error.strerror}") from error
