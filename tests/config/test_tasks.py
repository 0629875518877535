"""A worker knows every task that the timetable calls: it loads the application, and nobody has opened a page yet."""

import subprocess
import sys

LOADED = """
import django
django.setup()
from config.celery import app
app.loader.import_default_modules()
app.finalize()
planned = {one["task"] for one in app.conf.beat_schedule.values()}
print(len(planned), *sorted(planned - app.tasks.keys()))
"""


def test_every_task_of_the_timetable_is_known_to_a_worker():
    """In a process of its own: here the tests have imported the tasks themselves."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    number, *missing = done.stdout.split()
    assert int(number) > 5
    assert missing == []
