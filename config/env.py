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


def broker_options(redis_url: str) -> dict[str, object]:
    """What the queue needs beside its address: its folder, where it is one."""
    if not redis_url.startswith("filesystem://"):
        return {}
    folder = redis_url.removeprefix("filesystem://")
    # One folder for both directions: what one process sends, another one fetches.
    return {"data_folder_in": folder, "data_folder_out": folder, "control_folder": f"{folder}/control"}


def cache(redis_url: str) -> dict[str, object]:
    """The cache on the same server as the queue, or in its folder."""
    if redis_url.startswith("filesystem://"):
        folder = redis_url.removeprefix("filesystem://") + "/cache"
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": folder}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
