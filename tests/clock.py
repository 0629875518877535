"""When the tests happen: every test begins at the same moment, so that what it expects is a known date.

`NOW` is a Wednesday morning in the early summer of the year in which the invented records lie: no night, no weekend,
no change of the clocks. A test that needs time to pass moves the `clock` of tests/conftest.py.
Other processes (a worker, the launcher, the browser) keep the machine's own time.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

NOW = datetime(2025, 6, 4, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
TODAY = NOW.date()
