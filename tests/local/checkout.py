"""A copy of this checkout in another folder, with an environment of its own on the packages of this one."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from config.env import ROOT


def copy_checkout(folder: Path) -> None:
    """Copy what git knows, or would take in, to the folder, and prepare it as if `make` had installed everything."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, names.split(b"\0")):
        source, target = ROOT / os.fsdecode(name), folder / os.fsdecode(name)
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    environment = folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    packages = next(environment.glob("lib/python*/site-packages"))
    packages.rmdir()
    packages.symlink_to(sysconfig.get_path("purelib"))
    for stamp in ("base.stamp", "dev.stamp"):
        (environment / stamp).touch()
