"""`make check`: everything that a machine can check without a person looking on."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from cryptography.fernet import Fernet

from config.env import ROOT


@dataclass(frozen=True)
class Check:
    """One check: what it is called, its command, and what it needs in its environment."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


def python(*arguments: str) -> list[str]:
    """A command of this environment; its scripts would break in a path with spaces."""
    return [sys.executable, *arguments]


def production(static_root: str) -> dict[str, str]:
    """Settings of production with values made up for the check."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.prod",
        "SECRET_KEY": Fernet.generate_key().decode() * 2,
        "CPR_KEYS": Fernet.generate_key().decode(),
        "CPR_HASH_KEY": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "hjemvej.example",
        "EMAIL_URL": "smtp://localhost",
        "EMAIL_FROM": "hjemvej@hjemvej.example",
        "STATIC_ROOT": static_root,
    }


def checks(static_root: str) -> list[Check]:
    """The checks, the longest of those that use one core first: two run at a time."""
    prod = production(static_root)
    return [
        Check("types", python("-m", "mypy")),
        Check("style", python("-m", "ruff", "check", "--quiet", ".")),
        Check("format", python("-m", "ruff", "format", "--check", "--quiet", ".")),
        Check("templates", python("-m", "djlint", "--lint", "--quiet", "templates")),
        Check("texts", python("-m", "config.texts", "check")),
        Check("migrations", python("manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1")),
        Check("deployment", python("manage.py", "check", "--deploy", "--fail-level", "WARNING"), prod),
        Check("static files", python("manage.py", "collectstatic", "--no-input", "--verbosity", "0"), prod),
        Check("architecture", python("-m", "pytest", "-q", "-n", "2", "-m", "not sweep", "tests/architecture")),
    ]


@dataclass(frozen=True)
class Outcome:
    """How a check went, in seconds and in its own words."""

    check: Check
    passed: bool
    seconds: float
    words: str


def run(check: Check) -> Outcome:
    """Run one check."""
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, **check.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, done.returncode == 0, time.monotonic() - began, done.stdout)


def main() -> int:
    """Run all checks, say of each how it went, and show what the failed ones found; 1 if any failed."""
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as static_root, ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(run, checks(static_root)):
            print(
                f"{outcome.check.name:<14}{'ok' if outcome.passed else 'FAILED':<8}{outcome.seconds:5.1f} s",
                flush=True,
            )
            if not outcome.passed:
                failed.append(outcome.check.name)
                print("".join(f"    {line}\n" for line in outcome.words.splitlines()))
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
