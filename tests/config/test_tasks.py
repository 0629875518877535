"""A worker knows every task that the timetable calls, and the timetable calls all that sweep and drop.

A worker loads the application, and nobody has opened a page yet.
"""

import subprocess
import sys

LOADED = """
import django
django.setup()
from config.celery import app
app.loader.import_default_modules()
app.finalize()
planned = {one["task"] for one in app.conf.beat_schedule.values()}
regular = {name for name in app.tasks if name.rpartition(".")[2].startswith(("drop_", "sweep_"))}
print(len(planned), *sorted(planned ^ regular))
"""


def test_the_timetable_and_the_workers_know_the_same_tasks():
    """In a process of its own: here the tests have imported the tasks themselves."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    number, *differing = done.stdout.split()
    assert int(number) > 5
    assert differing == []
