"""What must be done before the application can start: tables, static files, and demo data on the first run."""

import os
import sys

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.utils import Error

from config.env import SettingError


def main() -> int:
    """Prepare the database that the environment names; 1 with a sentence when that fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        django.setup()
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except Error as error:
        sys.stderr.write(f"The database could not be brought up to date: {error}\n")
        return 1
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO:
        if not get_user_model().objects.exists():
            sys.stdout.write("Building the demo: invented people and their cases (only the first time) ...\n")
        call_command("demo", if_empty=True)
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
