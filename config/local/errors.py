"""Faults that the person at the keyboard can mend: each is one sentence."""

import errno
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}


class StartError(Exception):
    """The system cannot start (or go on); the text says why and what to do."""


class BusyError(StartError):
    """Another launcher uses the data folder."""


class StoppedError(Exception):
    """Somebody asked the launcher to stop."""


def disk_full(path: Path) -> str:
    """The sentence for a disk without room."""
    return f"The disk that holds {path} is full: free some space, or choose another folder with DATA_DIR=."


def complaint(error: Exception) -> str:
    """What a database driver says went wrong: the last line that is no indented hint."""
    lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith("\t")]
    return lines[-1].strip() if lines else type(error).__name__


def sentence(error: OSError, path: Path) -> str:
    """What an operating system error about the folder means, and what to do."""
    if error.errno in FULL:
        return disk_full(path)
    if error.errno in FORBIDDEN:
        return f"The folder {path} cannot be written by this user: mend its rights, or choose another with DATA_DIR=."
    if error.errno in NO_FOLDER:
        return f"{path} is not a folder: choose another place with DATA_DIR=."
    return f"The folder {path} cannot be used ({error.strerror}): choose another with DATA_DIR=."
