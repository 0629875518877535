"""The account that PostgreSQL runs under: the caller's own, or `nobody` when the caller is root.

PostgreSQL refuses to run as root.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.local.errors import StartError


@dataclass(frozen=True)
class Account:
    """Who runs the database and owns its files. `switch`: the caller is root and becomes somebody else for it."""

    uid: int
    gid: int
    switch: bool = False

    def own(self, path: Path) -> None:
        """Make the account the owner of a file or folder, not of what lies in it."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def become(self) -> None:
        """Turn this process into the account for good; called in a child before it starts its program."""
        if self.switch:
            os.setgroups([])
            os.setresgid(self.gid, self.gid, self.gid)
            os.setresuid(self.uid, self.uid, self.uid)

    def succeeds(self, command: Sequence[str]) -> bool:
        """Whether a command can be started by the account, and ends well.

        Asking the system beats reading the modes of folders: they do not tell of access lists or mounts.
        """
        try:
            done = subprocess.run(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                preexec_fn=self.become,
            )
        except OSError:
            return False
        except subprocess.SubprocessError as error:
            raise StartError(
                "PostgreSQL does not run as root, and root may not become another user here: "
                "start as an ordinary user, or set DATABASE_URL=."
            ) from error
        return done.returncode == 0

    def may_enter(self, folder: Path) -> bool:
        """Whether the account can reach what lies in the folder. Only root asks for somebody else."""
        return not self.switch or self.succeeds(["/bin/sh", "-c", 'cd "$0"', str(folder)])


def choose() -> Account:
    """The account that runs the database; StartError when there is none."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise StartError(
            "PostgreSQL does not run as root and this machine has no user 'nobody': start as an ordinary user."
        ) from error
    return Account(nobody.pw_uid, nobody.pw_gid, switch=True)
