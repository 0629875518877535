"""The environment variables the system reads, all named here and in docs/operations.md."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()


def data_dir() -> Path:
    """Folder for embedded databases, secrets and produced files; never holds the only copy of case data."""
    return Path(env.str("DATA_DIR", default=str(ROOT / "var"))).resolve()


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


def cache(redis_url: str) -> dict[str, object]:
    """The cache on the same server as the queue, which may be away, or in its folder."""
    if redis_url.startswith("filesystem://"):
        folder = redis_url.removeprefix("filesystem://") + "/cache"
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": folder}
    return {"BACKEND": "config.fallback.FallbackCache", "LOCATION": redis_url}
