"""What happens on the last day of an enrolment belongs to it: in the report, in the export and on the pages alike."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cases.core.periods import Period
from cases.enrolments.models import Enrolment
from cases.staff.codes import Role
from reporting.csvfiles.codes import ExportForm
from reporting.figures.facts import Facts
from reporting.midterm.tasks import produce
from tests.factories.cases import (
    AssignmentFactory,
    ContactFactory,
    EnrolmentFactory,
    PhaseSpellFactory,
    PhaseTemplateFactory,
    staff,
)
from tests.factories.reporting import ReportRunFactory
from tests.reporting.export.test_export_files import export_of, rows
from tests.reporting.reported import LATER, counts, table

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

NOVEMBER = Period(date(2025, 11, 1), date(2025, 12, 1))


@pytest.fixture
def closed(client, clock):
    """Enrolled on 1 September, reached on 20 November at 14, closed an hour later with the day the page proposes."""
    clock.move_to(datetime(2025, 11, 20, 14, tzinfo=UTC))
    enrolment = EnrolmentFactory(start=date(2025, 9, 1))
    phase = PhaseTemplateFactory(programme=enrolment.programme, code="opstart")
    PhaseSpellFactory(enrolment=enrolment, phase=phase, start=enrolment.start)
    worker = staff(team=enrolment.team)
    AssignmentFactory(enrolment=enrolment, worker=worker)
    at_14 = datetime(2025, 11, 20, 13, tzinfo=UTC)
    ContactFactory(people=[enrolment.person], happened_at=at_14, registered_at=at_14, outcome="reached")
    client.force_login(worker)
    page = reverse("cases:enrolment_close", args=[enrolment.pk])
    form = client.get(page).context["form"]
    answers = {"on": form["on"].value().isoformat(), "version": form["version"].value(), "reasons": ["completed"]}
    assert client.post(page, answers)["Location"] == reverse("cases:person", args=[enrolment.person.reference])
    return Enrolment.objects.get()


def november(enrolment, as_of=date(2025, 11, 30)):
    return Facts(programme=enrolment.programme, period=NOVEMBER, as_of=as_of, known_at=LATER)


@pytest.mark.django_db(transaction=True)
def test_a_contact_on_the_day_of_the_closing_counts_everywhere(closed):
    """Committed, as the export reads over a connection of its own."""
    asked = november(closed)
    assert counts("share_reached", "outcomes", asked) == {"reached": 1, "total": 1}
    assert counts("contacts_per_month", "kinds", asked)["total"] == 1
    files = export_of(closed.programme, staff(Role.LEAD, closed.team), at=LATER)
    assert len(rows(files["contacts.csv"], ExportForm.MACHINE)) == 1
    [enrolment] = rows(files["enrolments.csv"], ExportForm.MACHINE)
    assert (enrolment["start"], enrolment["end"], enrolment["days"]) == ("2025-09-01", "2025-11-20", "81")
    [phase] = rows(files["phases.csv"], ExportForm.MACHINE)
    assert (phase["end"], phase["days"]) == ("2025-11-20", "81")


@pytest.mark.parametrize(("day", "closings", "running"), [(19, 0, 1), (20, 1, 0), (21, 1, 0)])
def test_the_last_day_closes_it(closed, day, closings, running):
    """At the end of 19 November it runs, at the end of the 20th it is closed: no day counts it as both or neither."""
    asked = november(closed, as_of=date(2025, 11, day))
    assert counts("closed", "reasons", asked).get("total", 0) == closings
    assert counts("phases", "now", asked).get("total", 0) == running
    assert table("phases", "length", asked)["opstart"]["n"] == closings


def test_a_closing_on_the_last_day_of_a_month_is_that_months():
    enrolment = EnrolmentFactory(start=date(2025, 9, 1), end=date(2025, 12, 1), closing_reasons=["moved"])
    assert counts("closed", "reasons", november(enrolment)) == {"moved": 1, "total": 1}
    december = Facts(enrolment.programme, Period(date(2025, 12, 1), date(2026, 1, 1)), date(2025, 12, 31), LATER)
    assert counts("closed", "reasons", december) == {}


def test_the_page_says_the_last_day_and_asks_nothing_more(client, closed):
    page = client.get(reverse("cases:person", args=[closed.person.reference])).content.decode()
    assert "Forløbet blev afsluttet 20.11.2025" in page
    assert reverse("cases:enrolment_close", args=[closed.pk]) not in page
    assert closed.person.reference not in client.get(reverse("cases:my_day")).content.decode()


def test_the_api_says_the_last_day(client, closed):
    answer = client.get("/api/v1/enrolments/").json()["results"][0]
    assert (answer["start"], answer["end"], answer["state"]) == ("2025-09-01", "2025-11-20", "closed")
    assert [phase["end"] for phase in answer["phases"]] == ["2025-11-20"]


def test_the_api_and_its_description_say_the_last_day_of_a_report(client, closed):
    """A report of 2025 is stored until 1 January 2026; the answer says 31 December, and so does what describes it."""
    ReportRunFactory(programme=closed.programme)
    client.force_login(staff(Role.LEAD, closed.team))
    answer = client.get("/api/v1/report-runs/").json()["results"][0]
    assert (answer["start"], answer["end"]) == ("2025-01-01", "2025-12-31")
    described = client.get("/api/v1/schema/?format=json").json()["components"]["schemas"]["ReportRun"]["description"]
    assert described == "A report run. `end` is the last day of the period."


def test_figures_follow_a_correction_and_a_finished_report_stays(client, closed):
    """Closed on the 20th by mistake: it was the 19th, the day before the contact."""
    run = ReportRunFactory(programme=closed.programme)
    produce(run.pk)
    frozen = type(run).objects.get(pk=run.pk).result
    page = reverse("cases:correction", args=["enrolment", closed.pk])
    assert client.get(page).context["form"]["end"].value() == date(2025, 11, 20)
    answers = {"start": "2025-09-01", "end": "2025-11-19", "reasons": ["moved"], "why": "Tastefejl"}
    assert client.post(page, answers | {"version": closed.version}).status_code == 302
    assert counts("share_reached", "outcomes", november(closed)) == {}
    assert counts("closed", "reasons", november(closed)) == {"moved": 1, "total": 1}
    assert type(run).objects.get(pk=run.pk).result == frozen
    assert counts("closed", "reasons", november(closed, as_of=date(2025, 11, 19))) == {"moved": 1, "total": 1}
