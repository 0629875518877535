"""Read, make and show tables of 20,000 courses with 200,000 status reports: `python -m tests.bench.outcomes`.

PEOPLE says how many courses, each with ten reports and five contacts. Run it as `make bench` runs the other, in a scratch database. Each stage is measured in a process of its own.
"""

import os
import random
import sys
from datetime import date, timedelta

import django
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cases.enrolments.models import Enrolment  # noqa: E402
from cases.statusreports.models import StatusReport  # noqa: E402
from reporting.outcomes.declarations import TABLES  # noqa: E402
from reporting.outcomes.queries import items_of, material, table  # noqa: E402
from tests.bench import seed as rows  # noqa: E402
from tests.bench.__main__ import page  # noqa: E402
from tests.bench.measure import HEADING, Figures, measure  # noqa: E402
from tests.bench.tables import answers  # noqa: E402
from tests.clock import NOW, TODAY  # noqa: E402
from tests.factories.statusreports import asks  # noqa: E402

PEOPLE = int(os.environ.get("PEOPLE", "20000"))
SETS, MONTHS, EACH = 3_000, 91, 10


def report_on_all(seeded: rows.Seeded) -> int:
    """Ten reports for each course, three months apart, with every question answered or blank."""
    chance = random.Random(1)
    asked = asks(seeded.programme, "housing_now", "domains", "methods")
    pool = [answers(chance) for _ in range(SETS)]
    made = 0
    Enrolment.objects.update(start=TODAY - timedelta(days=MONTHS * EACH), end=None, closing_reasons=[])
    courses = list(Enrolment.objects.filter(programme=seeded.programme).values_list("pk", flat=True))
    for place in range(EACH):
        on: date = TODAY - timedelta(days=MONTHS * (EACH - place))
        rows = (
            StatusReport(
                enrolment_id=pk,
                questionnaire=asked,
                kind="quarterly" if place else "start",
                report_on=on,
                answers=chance.choice(pool),
            )
            for pk in courses
        )
        made += len(StatusReport.objects.bulk_create(rows, batch_size=2_000))
    return made


def stages(seeded: rows.Seeded, key: str) -> list[Figures]:
    """Reading, making, the page as each sees it, and those behind a count."""
    programme = seeded.programme
    row = {"housing": "almen", "development": "alkohol"}.get(key)
    read = material(programme, [key], as_of=TODAY)
    found = [
        measure(f"{key}: read", lambda: len(material(programme, [key], as_of=TODAY).population.courses), times=3),
        measure(f"{key}: made", lambda: table(read, key).n, times=3),
    ]
    url = f"/reports/tables/{programme.code}/{key}/"
    found.append(measure(f"{key}: page", page(seeded.lead, url), times=3))
    if row:
        found.append(measure(f"{key}: those behind", page(seeded.lead, f"{url}people/?row={row}"), times=3))
    return found


def main() -> None:
    """Seed, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", interactive=False, verbosity=0)
    rows.PEOPLE, rows.CONTACTS, rows.EVENTS = PEOPLE, 5 * PEOPLE, PEOPLE // 2
    seeded = rows.seed(TODAY)
    sys.stdout.write(f"{report_on_all(seeded)} status reports\n")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    sys.stdout.write(f"\n{HEADING}\n")
    sys.stdout.write(f"{measure('Questions', lambda: len(items_of(seeded.programme)), times=3).line()}\n")
    for key in ("housing", "development", "visits", "continuous_use", "waits"):
        for figures in stages(seeded, key):
            sys.stdout.write(f"{figures.line()}\n")
            sys.stdout.flush()
    every = measure(
        "All tables: read", lambda: len(material(seeded.programme, list(TABLES), as_of=TODAY).items), times=1
    )
    sys.stdout.write(f"{every.line()}\n")


if __name__ == "__main__":
    with time_machine.travel(NOW, tick=False):
        main()
