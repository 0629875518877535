"""Seed a large project and print what the pages, the report and the export cost.

Pages are asked for through the whole application in one process, so that the time is the server's, without network.
"""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.urls import reverse  # noqa: E402

from cases.core.periods import Period  # noqa: E402
from cases.staff.models import User  # noqa: E402
from reporting.csvfiles.codes import ExportForm  # noqa: E402
from reporting.datasets.package import Export  # noqa: E402
from reporting.datasets.plan import Plan  # noqa: E402
from reporting.figures.facts import Facts  # noqa: E402
from reporting.indicators.registry import INDICATORS  # noqa: E402
from reporting.midterm.tasks import produce  # noqa: E402
from reporting.runs.actions import request_run  # noqa: E402
from reporting.runs.codes import ReportKind  # noqa: E402
from reporting.runs.models import ReportRun  # noqa: E402
from reporting.tables.registry import TABLES  # noqa: E402
from tests.bare import Bare  # noqa: E402
from tests.bench.measure import HEADING, Figures, measure  # noqa: E402
from tests.bench.plain import STATEMENTS, disagreements, run, values_of  # noqa: E402
from tests.bench.seed import CONTACTS, EVENTS, PEOPLE, Seeded, seed  # noqa: E402
from tests.clock import NOW, TODAY  # noqa: E402


def page(user: User, url: str, data: dict[str, str] | None = None) -> Callable[[], int]:
    """One turn: the page as the signed-in user gets it, or the part of it that is sent for `data`."""
    client = Bare()
    client.force_login(user)

    def turn() -> int:
        answer = client.get(url) if data is None else client.post(url, data, headers={"HX-Request": "true"})
        if answer.status_code != 200:
            raise SystemExit(f"{url} answers {answer.status_code}")
        return len(answer.content)

    return turn


def pages(seeded: Seeded) -> list[Figures]:
    """My day, board, person page, list and search."""
    person = reverse("cases:person", args=[seeded.person.reference])
    search = {"q": f"{seeded.person.first_name} {seeded.person.last_name}"}
    return [
        measure("My day", page(seeded.worker, reverse("cases:my_day"))),
        measure("Board", page(seeded.lead, reverse("cases:board"))),
        measure("Person page", page(seeded.worker, person)),
        measure("List of young people", page(seeded.worker, reverse("cases:person_list"))),
        measure("Search by name", page(seeded.worker, reverse("cases:person_search"), search)),
        measure("List of referrals", page(seeded.lead, reverse("housing:referrals"))),
    ]


def reports(seeded: Seeded) -> list[Figures]:
    """The whole report, its figures alone, and the same figures in plain SQL."""
    start, end = TODAY - timedelta(days=365), TODAY
    facts = Facts(seeded.programme, Period(start, end), TODAY, NOW)
    values = values_of(facts)

    def whole() -> None:
        asked = request_run(
            by=seeded.evaluator,
            at=NOW,
            kind=ReportKind.MIDTERM,
            programme=seeded.programme,
            start=start,
            last_day=end - timedelta(days=1),
            as_of=TODAY,
        )
        produce(asked.pk)
        if not ReportRun.objects.get(pk=asked.pk).is_done:
            raise SystemExit("The report was not produced.")

    def figures() -> dict[str, Any]:
        return {
            key: {name: [row.frozen() for row in rows] for name, rows in indicator.compute(facts).items()}
            for key, indicator in INDICATORS.items()
        }

    ours = measure("Report figures", figures, times=5)
    plain = measure("The same in plain SQL", lambda: {key: run(key, values) for key in STATEMENTS}, times=5)
    for key, rows in plain.result.items():
        for fault in disagreements(rows, ours.result[key]):
            sys.stdout.write(f"DISAGREES {key}: {fault}\n")
    return [measure("Report run, saved step by step", whole, times=5), ours, plain]


def exports(seeded: Seeded) -> list[Figures]:
    """The export as files, and a bare COPY of the rows of the same tables."""

    def ours(*, deidentified: bool) -> Callable[[], int]:
        plan = Plan(seeded.programme, ExportForm.MACHINE, deidentified, seeded.lead)

        def turn() -> int:
            with Export(plan, NOW) as export:
                return sum(len(chunk) for table in plan.tables for chunk in export.csv(table))

        return turn

    def zipped() -> int:
        plan = Plan(seeded.programme, ExportForm.MACHINE, deidentified=True, user=seeded.evaluator)
        with Export(plan, NOW) as export:
            return sum(len(chunk) for chunk in export.zip())

    return [
        measure("Export with names", ours(deidentified=False), times=5),
        measure("Export de-identified", ours(deidentified=True), times=5),
        measure("Export de-identified, as ZIP", zipped, times=5),
        measure("Bare COPY of the same rows", bare_copy, times=5),
    ]


BARE = (
    "SELECT p.* FROM cases_person p",
    "SELECT e.* FROM cases_enrolment e",
    "SELECT s.* FROM cases_phasespell s",
    "SELECT c.*, cp.person_id FROM cases_contact c JOIN cases_contactperson cp ON cp.contact_id = c.id",
    "SELECT s.* FROM housing_stay s",
    "SELECT r.* FROM housing_housingreferral r",
    "SELECT v.* FROM housing_referralevent v",
    "SELECT h.* FROM cases_handover h",
    "SELECT s.* FROM cases_handoverstep s",
    "SELECT s.* FROM cases_screening s",
    "SELECT p.* FROM cases_pause p",
    "SELECT a.* FROM cases_assignment a",
    "SELECT o.* FROM housing_offer o",
    "SELECT c.* FROM housing_supportcase c",
    "SELECT s.* FROM housing_supportstep s",
    "SELECT r.* FROM cases_statusreport r",
)


def bare_copy() -> int:
    """What the database alone takes to write the rows of the exported tables as CSV."""
    size = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in BARE:
            with cursor.cursor.copy(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)") as copy:
                size += sum(len(chunk) for chunk in copy)
    return size


def main() -> None:
    """Seed, measure, print."""
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", interactive=False, verbosity=0)
    sys.stdout.write(f"Seeding {PEOPLE} young people, {CONTACTS} contacts, {EVENTS} referral events ...\n")
    seeded = seed(TODAY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the database does by itself in time
    sys.stdout.write(f"\n{HEADING}\n")
    found = []
    for part in (pages, reports, exports):
        for figures in part(seeded):
            found.append(figures)
            sys.stdout.write(f"{figures.line()}\n")
            sys.stdout.flush()
    by_name = {figures.name: figures.median for figures in found}
    sys.stdout.write("\nRatios of medians\n")
    for name, base in (
        ("Report figures", "The same in plain SQL"),
        ("Report run, saved step by step", "The same in plain SQL"),
        ("Export with names", "Bare COPY of the same rows"),
        ("Export de-identified", "Bare COPY of the same rows"),
        ("Export de-identified, as ZIP", "Bare COPY of the same rows"),
    ):
        sys.stdout.write(f"{name} / {base}: {by_name[name] / by_name[base]:.2f}\n")
    sys.stdout.write(f"\nTables exported: {', '.join(TABLES)}\n")


if __name__ == "__main__":
    # The rows are of fixed days, so the pages are asked for on the last of them. The measuring clock runs on.
    with time_machine.travel(NOW, tick=False):
        main()
