"""The environment variables the system reads, all named here and in docs/operations.md."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()


def data_dir() -> Path:
    """Folder for embedded databases, secrets and produced files; never holds the only copy of case data."""
    return Path(env.str("DATA_DIR", default=str(ROOT / "var"))).resolve()
