"""The account that PostgreSQL runs under: the caller's own, or `nobody` when the caller is root.

PostgreSQL refuses to run as root. Where `nobody` cannot enter the folders (a checkout below /root, say), the server
keeps one capability of root, to search folders; it still cannot write what is not its own.
"""

import ctypes
import os
import pwd
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from config.local.errors import StartError

LIBC = ctypes.CDLL(None, use_errno=True)
LINUX = sys.platform == "linux"
# linux/prctl.h and linux/capability.h
PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
OTHERS_MAY_ENTER = 0o001


@dataclass(frozen=True)
class Account:
    """Who owns the database files; `capability` is what the server keeps of root, if anything."""

    uid: int
    gid: int
    switch: bool = False
    capability: int | None = None

    def own(self, path: Path) -> None:
        """Make the account the owner of a file or folder."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def become(self) -> None:
        """Turn this process into the account for good; called in a child before it starts its program."""
        if not self.switch:
            return
        if self.capability is not None:
            LIBC.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setresgid(self.gid, self.gid, self.gid)
        os.setresuid(self.uid, self.uid, self.uid)
        if self.capability is not None:
            bits = 1 << self.capability
            header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
            LIBC.capset(header, struct.pack("6I", bits, bits, bits, 0, 0, 0))
            LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, self.capability, 0, 0)


def choose(*needed: Path) -> Account:
    """The account that can run the database with the needed folders; StartError when there is none."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise StartError(
            "PostgreSQL does not run as root and this machine has no user 'nobody': start as an ordinary user."
        ) from error
    closed = [path for path in needed if not _anyone_may_enter(path)]
    if not closed:
        return Account(nobody.pw_uid, nobody.pw_gid, switch=True)
    capability = _search_capability()
    if capability is None:
        raise StartError(
            f"PostgreSQL does not run as root, and other users cannot enter {closed[0]}: "
            "start as an ordinary user, or use folders that everyone may enter."
        )
    return Account(nobody.pw_uid, nobody.pw_gid, switch=True, capability=capability)


def _anyone_may_enter(path: Path) -> bool:
    folders = [path, *path.parents]
    return all(folder.stat().st_mode & OTHERS_MAY_ENTER for folder in folders if folder.exists())


def _search_capability() -> int | None:
    """The weakest capability that this root process has and that lets a process search any folder."""
    if not LINUX:
        return None
    status = Path("/proc/self/status").read_text(encoding="ascii")
    permitted = next(int(line.split()[1], 16) for line in status.splitlines() if line.startswith("CapPrm:"))
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        if permitted & (1 << capability):
            return capability
    return None


def die_with_parent(death_signal: int) -> None:
    """Ask the kernel to send this process a signal when its parent dies, however it dies (Linux only)."""
    if LINUX:
        LIBC.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
