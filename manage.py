"""Django's command line for this project, with any Python: `python3 manage.py COMMAND`.

Goes on with the Python of `.venv` where this one lacks the packages. Where the environment names no database, the
command gets the local one: that of a running `make run`, or else started for this one command. Not in production.
"""

import importlib.util
import os
import sys
from pathlib import Path

OWN_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> int:
    """Run the command line; the exit code."""
    if importlib.util.find_spec("django") is None or importlib.util.find_spec("environ") is None:
        if not OWN_PYTHON.exists() or os.environ.get("HJEMVEJ_OWN_PYTHON"):
            sys.exit("The packages of Hjemvej are not installed here: `make run` installs them and starts everything.")
        os.execve(str(OWN_PYTHON), [str(OWN_PYTHON), *sys.argv], {**os.environ, "HJEMVEJ_OWN_PYTHON": "1"})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if not os.environ.get("DATABASE_URL"):
        os.environ.pop("DATABASE_URL", None)
    if "DATABASE_URL" not in os.environ and os.environ["DJANGO_SETTINGS_MODULE"] != "config.settings.prod":
        from config.local import manage

        code = manage(sys.argv)
        if code is not None:
            return code
    return django()


def django() -> int:
    """Run the command with the database that the settings name."""
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError, ProgrammingError
    from psycopg.errors import UndefinedTable

    from config.env import SettingError
    from config.local import no_database

    try:
        execute_from_command_line(sys.argv)
    except SettingError as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(no_database(error))
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.exit("The database has no tables yet: `make run` makes them, and so does `python3 manage.py migrate`.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
