"""One command on one machine: embedded PostgreSQL and Valkey, web server, worker and beat, as one whole.

Production does not use this package: there every process has its own container or service unit. What stands here is
all that other code may import from it; `python -m config.local` is its command line. See docs/local.md.
"""

from config.local.commands import manage, no_database

__all__ = ["manage", "no_database"]
