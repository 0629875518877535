"""What is run here: all that this package knows of the application.

No other module of it looks outside. To run another application, this file is written anew and the rest stays.
"""

import json
import secrets
import sys
from pathlib import Path

from cryptography.fernet import Fernet

from config.env import EXPLAINED, ROOT, SettingError, data_dir, env

__all__ = [
    "EXPLAINED",
    "HEALTH",
    "NAME",
    "PREPARE",
    "ROOT",
    "SETTINGS",
    "SHORT_NAME",
    "SettingError",
    "data_dir",
    "env",
    "keys",
    "logins",
    "parts",
]

NAME = "Hjemvej"
SHORT_NAME = "hjemvej"  # of the database, and in the names of folders
SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}  # for every process, unless the environment has others
HEALTH = "/healthz"  # the address that answers as soon as the web server works
# Every program is started as a module: scripts would break in a path with spaces.
PYTHON = (sys.executable, "-m")
PREPARE = (*PYTHON, "config.prepare")  # brings the database in step with the code


def keys() -> dict[str, str]:
    """Fresh keys for a new data folder, by the variables that name them."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "CPR_KEYS": Fernet.generate_key().decode(),
        "CPR_HASH_KEY": Fernet.generate_key().decode(),
    }


def parts(run: Path, listener: int) -> dict[str, list[str]]:
    """The parts by name, in the order of their start: the web server last, so that it is stopped first.

    `run` is a folder for what matters only while they run, `listener` the socket that the web server answers on.
    """
    celery = [*PYTHON, "celery", "--app", "config", "--workdir", str(ROOT)]
    settings = str(ROOT / "config" / "web" / "gunicorn.py")
    gunicorn = [*PYTHON, "gunicorn", "--config", settings, "--chdir", str(ROOT), "--bind", f"fd://{listener}"]
    # Only one worker listens to this queue: nobody to talk with about the others.
    alone = ["--without-gossip", "--without-mingle"]
    return {
        "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", *alone],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--schedule", str(run / "beat")],
        "web": [*gunicorn, "config.web.wsgi:application"],
    }


def logins(data: Path) -> list[str]:
    """A line for each role that somebody can sign in with; none where there is no demo."""
    path = data / "demo-logins.json"
    if not path.exists():
        return []
    by_role: dict[str, str] = {}
    for login in json.loads(path.read_text(encoding="utf-8")):
        by_role.setdefault(login["role"], f"  {login['role']:<18} {login['email']:<38} {login['password']}")
    return ["Demo logins (all people and cases are invented):", *by_role.values()]
