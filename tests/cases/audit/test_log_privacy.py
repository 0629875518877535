"""Nothing about a person reaches the log: a whole day's work with planted data, and then the log is searched."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from cases.contacts.models import Contact
from cases.handovers.models import Handover
from cases.staff.codes import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import OrganisationFactory, PersonFactory, TeamFactory, cpr_fields, staff

pytestmark = pytest.mark.django_db

NOTE = "Fortalte om angst og gæld"
EMAIL = "plantet.ung@example.org"
PLANTED = ("Plantagenet", "Ærøfine", "610304-4237", "6103044237", "60606060", EMAIL, "gæld", "angst", "Rikke Ringer")


@pytest.fixture
def journey(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    caplog.set_level(logging.DEBUG)
    team = TeamFactory()
    person = PersonFactory(
        team=team,
        first_name="Ærøfine",
        last_name="Plantagenet",
        phone="60606060",
        email=EMAIL,
        **cpr_fields("6103044237"),
    )
    return {
        "person": person,
        "team": team,
        "worker": staff(Role.CASEWORKER, team, name="Rikke Ringer"),
        "partner": staff(Role.PARTNER),
        "administrator": staff(Role.ADMINISTRATOR),
    }


def inside(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def work(desk: Client, journey: dict[str, Any]) -> None:
    """Search, open, log a contact well and badly, hand over."""
    reference = journey["person"].reference
    desk.get("/people/")
    desk.post("/people/search/", {"q": "Plantagenet"})
    desk.get(f"/people/{reference}/")
    contact = {
        "people": [reference],
        "happened_at": (NOW - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "kind": "meeting",
        "outcome": "reached",
        "note": NOTE,
    }
    desk.post("/contacts/new/", contact)
    desk.post("/contacts/new/", contact | {"happened_at": (NOW + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")})
    desk.post(
        f"/people/{reference}/handovers/new/",
        {
            "receiver": journey["partner"].organisation_id,
            "purpose": "community",
            "message": NOTE,
            "scope": ["name", "contact_details"],
            "basis": "consent",
            "basis_detail": NOTE,
            "shared_until": (TODAY + timedelta(days=30)).isoformat(),
        },
    )
    desk.post(f"/handovers/{Handover.objects.get().pk}/send/")


def answer(desk: Client) -> None:
    row = Handover.objects.get()
    desk.get("/inbox/")
    desk.post(reverse("cases:inbox_open", args=[row.pk]))
    desk.get(reverse("cases:inbox_handover", args=[row.pk]))
    row.refresh_from_db()
    no = {"version": row.version, "reason": "no_capacity", "note": NOTE}
    desk.post(reverse("cases:inbox_reject", args=[row.pk]), no)


def administer(desk: Client) -> None:
    desk.post("/administration/users/search/", {"q": "Rikke Ringer"})
    form = {"name": "Ærøfine Plantagenet", "email": EMAIL, "organisation": OrganisationFactory().pk, "language": "da"}
    desk.post("/administration/users/new/", form)
    desk.post("/administration/users/new/", form)


def go_wrong(desk: Client) -> None:
    """Refusals, pages that are not there, wrong passwords, forged forms."""
    desk.get("/people/U99999/")
    desk.get("/administration/")
    desk.post("/handovers/", {"q": "Plantagenet"})
    Client().post("/account/login/", {"login": EMAIL, "password": NOTE})
    Client(enforce_csrf_checks=True).post("/account/login/", {"login": EMAIL, "password": NOTE})


def written(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> str:
    """Everything that was logged or printed, with the facts beside the sentences."""
    facts = "".join(str(record.__dict__) for record in caplog.records)
    return caplog.text + facts + "".join(capfd.readouterr())


def test_a_whole_days_work_leaves_nothing_personal_in_the_log(journey, caplog, capfd):
    work(inside(journey["worker"]), journey)
    answer(inside(journey["partner"]))
    administer(inside(journey["administrator"]))
    go_wrong(inside(journey["worker"]))
    assert (Contact.objects.count(), Handover.objects.get().state) == (1, "rejected")
    assert get_user_model().objects.filter(email=EMAIL).exists()
    log = written(caplog, capfd)
    assert log
    assert [secret for secret in PLANTED if secret in log] == []


def test_a_name_that_is_logged_is_found(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("cases").info("Opened %s", "Plantagenet")
    assert "Plantagenet" in written(caplog, capfd)
