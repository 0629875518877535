"""Read, make and show tables of 20,000 courses with 200,000 status reports: `python -m tests.bench.outcomes`.

PEOPLE says how many courses, each with ten reports and fifty contacts. Run it as `make bench` runs the other, in a
scratch database. Each stage is measured in a process of its own; two tables are beside one plain SQL statement each.
"""

import os
import random
import sys
from datetime import date, timedelta
from functools import partial

import django
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cases.core.periods import Period  # noqa: E402
from cases.enrolments.models import Enrolment  # noqa: E402
from cases.programmes.models import Programme  # noqa: E402
from cases.statusreports.models import StatusReport  # noqa: E402
from reporting.chapters.freezing import across_tables  # noqa: E402
from reporting.chapters.steps import ACROSS, Making, steps_of  # noqa: E402
from reporting.editions.protecting import Counted  # noqa: E402
from reporting.figures.facts import Facts  # noqa: E402
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


LATEST = """
    SELECT DISTINCT ON (r.enrolment_id) r.enrolment_id AS course, r.answers FROM cases_statusreport r
    JOIN cases_enrolment e ON e.id = r.enrolment_id AND e.programme_id = %(programme)s AND e.start <= %(as_of)s
    JOIN cases_person p ON p.id = e.person_id AND NOT p.is_restricted AND NOT p.has_protected_address
    WHERE r.is_standing AND r.report_on <= %(as_of)s
    ORDER BY r.enrolment_id, r.report_on {way}, r.id {way}
"""
PLAIN = {
    "housing": f"SELECT answers->>'housing_now', count(*) FROM ({LATEST.format(way='DESC')}) AS latest GROUP BY 1",
    "development": f"""
        SELECT part, count(*) FILTER (WHERE a > b), count(*) FILTER (WHERE a = b), count(*) FILTER (WHERE a < b)
        FROM (SELECT part, (first.answers->>part)::int AS a, (latest.answers->>part)::int AS b
              FROM ({LATEST.format(way="")}) AS first JOIN ({LATEST.format(way="DESC")}) AS latest USING (course)
              CROSS JOIN unnest(%(parts)s::text[]) AS part
              WHERE first.answers->>part ~ '^[0-9]$' AND latest.answers->>part ~ '^[0-9]$') AS pairs
        GROUP BY part""",
}


def plain(programme: Programme, key: str) -> int:
    """How many rows one plain SQL statement of a table gives."""
    parts = list(items_of(programme)["domains"].keys[:8])
    with connection.cursor() as cursor:
        cursor.execute(PLAIN[key], {"programme": programme.pk, "as_of": TODAY, "parts": parts})
        return len(cursor.fetchall())


def whole(programme: Programme) -> list[Figures]:
    """All tables of a report, what they share, and what an edition of it would hide."""
    facts = Facts(programme, Period(TODAY - timedelta(days=MONTHS * EACH), None), TODAY, NOW + timedelta(days=1))
    keys = [key for key in steps_of(programme) if key in TABLES]

    def every(*, across: bool) -> int:
        making = Making(facts)
        return len(str([making.part(key) for key in (*keys, *([ACROSS] if across else []))]))

    making = Making(facts)
    parts = [making.part(key) for key in keys]
    relations = {**across_tables(starts_with_programme=True), "outcomes": making.part(ACROSS)}
    counted = Counted({"chapters": [{"parts": parts}], "relations": relations})
    return [
        measure(f"All {len(keys)} tables, frozen", partial(every, across=False), times=1),
        measure("The same, with what they share", partial(every, across=True), times=1),
        measure(f"Hidden, of {len(counted.system.quantities)} counts", lambda: len(counted.hidden()), times=1),
    ]


def main() -> None:
    """Seed, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", interactive=False, verbosity=0)
    rows.PEOPLE, rows.CONTACTS, rows.EVENTS = PEOPLE, 50 * PEOPLE, PEOPLE // 2
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
    every = partial(material, seeded.programme, list(TABLES), as_of=TODAY)
    last = [measure(f"{key}: plain SQL", partial(plain, seeded.programme, key), times=3) for key in PLAIN]
    last += [measure("All tables: read", lambda: len(every().items), times=1), *whole(seeded.programme)]
    for figures in last:
        sys.stdout.write(f"{figures.line()} {figures.result}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with time_machine.travel(NOW, tick=False):
        main()
