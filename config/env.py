"""The environment variables the system reads, all named here and in docs/operations.md."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
EXPLAINED = "docs/operations.md says what it may be."
POSTGRES = {"postgres", "postgresql"}


class SettingError(ImproperlyConfigured):
    """A variable is missing or cannot be read.

    The text is for whoever starts the system, and shows no address: that may hold a password.
    """


class Environment(environ.Env):  # type: ignore[misc]
    """The variables; one of a wrong form is named in a sentence."""

    def get_value(self, var: Any, cast: Any = None, *arguments: Any, **named: Any) -> Any:
        """The value, of the kind that is asked for."""
        try:
            return super().get_value(var, cast, *arguments, **named)
        except ImproperlyConfigured as error:
            raise SettingError(f"{var} is missing: {EXPLAINED}") from error
        except ValueError as error:
            raise SettingError(f"{var}={self.ENVIRON[var]} is no number: {EXPLAINED}") from error

    @classmethod
    def db_url_config(cls, url: Any, engine: str | None = None) -> dict[str, Any]:
        """The database that an address names."""
        try:
            if urlsplit(url).scheme in POSTGRES and (found := super().db_url_config(url, engine)).get("NAME"):
                return dict(found)
        except ValueError:
            pass
        raise SettingError(f"DATABASE_URL is no address of a PostgreSQL database: {EXPLAINED}")

    def one_of(self, var: str, *choices: str) -> str:
        """One of a few words; the first, where there is no such variable."""
        value = str(self.str(var, default=choices[0]))
        if value not in choices:
            raise SettingError(f"{var}={value} is none of {', '.join(choices)}.")
        return value


env = Environment()


def data_dir() -> Path:
    """Folder for embedded databases, secrets and produced files; never holds the only copy of case data."""
    return Path(env.str("DATA_DIR", default="") or ROOT / "var").resolve()


def broker_url(redis_url: str) -> str:
    """The address of the queue in Celery's spelling, which names a socket differently from the cache."""
    if redis_url.startswith("unix://"):
        return "redis+socket://" + redis_url.removeprefix("unix://").replace("?db=", "?virtual_host=")
    return "filesystem://" if redis_url.startswith("filesystem://") else redis_url


# Seconds for one answer of the queue. A worker that waits for work is answered each second, work or not.
BROKER_PATIENCE = 2.0


def broker_options(redis_url: str) -> dict[str, object]:
    """What the queue needs beside its address: how long to wait for it, or its folder, where it is one."""
    if not redis_url.startswith("filesystem://"):
        return {"socket_timeout": BROKER_PATIENCE, "socket_connect_timeout": BROKER_PATIENCE}
    folder = redis_url.removeprefix("filesystem://")
    # One folder for both directions: what one process sends, another one fetches.
    return {"data_folder_in": folder, "data_folder_out": folder, "control_folder": f"{folder}/control"}


def cache(redis_url: str, prefix: str = "") -> dict[str, object]:
    """The cache with a `prefix`, on the same server as the queue, which may be away, or in its folder."""
    own: dict[str, object] = {"KEY_PREFIX": prefix}
    if redis_url.startswith("filesystem://"):
        folder = redis_url.removeprefix("filesystem://") + "/cache"
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": folder} | own
    return {"BACKEND": "config.fallback.FallbackCache", "LOCATION": redis_url} | own
