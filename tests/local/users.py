"""Other users than the one who runs the tests, for the child that starts the launcher. Only root can become them."""

import ctypes
import os
import pwd
import struct
from pathlib import Path

import pytest

from config.local import postgres
from config.local.account import Account, choose

ROOT_USER = os.geteuid() == 0
only_root = pytest.mark.skipif(not ROOT_USER, reason="only root can become another user")

LIBC = ctypes.CDLL(None, use_errno=True)
# linux/prctl.h and linux/capability.h
PR_SET_KEEPCAPS, PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 24, 47, 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_READ_SEARCH = 2
LAST_CAPABILITY = int(Path("/proc/sys/kernel/cap_last_cap").read_text()) if ROOT_USER else 0
# What a container engine leaves root by default: enough to own files and to become somebody else, no more.
CONTAINER = {
    "chown": 0,
    "dac_override": 1,
    "fowner": 3,
    "fsetid": 4,
    "kill": 5,
    "setgid": 6,
    "setuid": 7,
    "setpcap": 8,
    "net_bind_service": 10,
    "net_raw": 13,
    "sys_chroot": 18,
    "mknod": 27,
    "audit_write": 29,
    "setfcap": 31,
}


def root_of_a_container() -> None:
    """Give up, for this process and its children, what root in a container does not have."""
    for capability in range(LAST_CAPABILITY + 1):
        if capability not in CONTAINER.values():
            LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def ordinary_account() -> Account:
    """Some user of this machine who is not root."""
    user = next((entry for entry in pwd.getpwall() if 1000 <= entry.pw_uid < 60000), pwd.getpwnam("nobody"))
    return Account(user.pw_uid, user.pw_gid, switch=True)


def ordinary_user() -> None:
    """Become that user, able to search folders: the Python and the checkout of a root's test may lie below /root."""
    user = ordinary_account()
    LIBC.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    user.become()
    bits = 1 << CAP_DAC_READ_SEARCH
    LIBC.capset(struct.pack("Ii", CAPABILITY_VERSION_3, 0), struct.pack("6I", bits, bits, bits, 0, 0, 0))
    LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0)


def open_programs() -> str:
    """PostgreSQL's programs where an ordinary user can run them."""
    return str(postgres.reachable(postgres.binaries(), choose()))
