"""The night the clock is set back, an hour comes twice; the night it is set forward, an hour never comes."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.contacts.models import Contact
from cases.pages.widgets import MomentField
from tests.api.conftest import client_of
from tests.clock import NOW
from tests.factories.cases import PersonFactory, staff

pytestmark = pytest.mark.django_db

TWICE, NEVER = "2024-10-27T02:30", "2025-03-30T02:30"
SUMMER, WINTER = datetime(2024, 10, 27, 0, 30, tzinfo=UTC), datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
NEW = "/api/v1/contacts/"


@pytest.fixture
def worker():
    return staff()


@pytest.fixture
def person(worker):
    return PersonFactory(team=worker.memberships.get().team)


@pytest.fixture
def send(client, worker, person):
    client.force_login(worker)

    def act(**fields):
        facts = {"people": person.reference, "kind": "meeting", "outcome": "reached", "note": "Ringede om natten"}
        return client.post(reverse("cases:contact_create"), facts | fields)

    return act


def chosen(page):
    return re.findall(r'name="happened_at_turn" value="(\w+)"[^>]*? checked', page)


def shown(page):
    return [re.search(rf'name="happened_at{part}"[^>]* value="([^"]*)"', page)[1] for part in ("", "_time")]


def test_the_hour_that_comes_twice_is_asked_about_and_nothing_typed_is_lost(send):
    page = send(happened_at=TWICE).content.decode()
    assert "Uret blev stillet tilbage den nat: klokken blev 02.30 to gange." in page
    assert "Sommertid: den første 02.30" in page
    assert "Vintertid: den anden 02.30" in page
    assert shown(page) == ["27.10.2024", "02.30"]
    assert "Ringede om natten" in page
    assert chosen(page) == []


@pytest.mark.parametrize(("turn", "instant"), [("summer", SUMMER), ("winter", WINTER)])
def test_the_chosen_turn_is_saved_shown_again_and_no_change_by_itself(turn, instant, send, client):
    assert send(happened_at=TWICE, happened_at_turn=turn).status_code == 302
    contact = Contact.objects.get()
    assert contact.happened_at == instant
    address = reverse("cases:contact_change", args=[contact.pk])
    page = client.get(address).content.decode()
    assert chosen(page) == [turn]
    shown = {
        "people": contact.people.get().reference,
        "kind": "meeting",
        "outcome": "reached",
        "seen": "",
        "version": 1,
    }
    fields = {"happened_at": TWICE, "happened_at_turn": turn, "note": "Ringede om natten"}
    assert client.post(address, shown | fields).status_code == 302
    contact.refresh_from_db()
    assert (contact.happened_at, contact.version) == (instant, 1)


def test_another_fault_keeps_the_chosen_turn(send):
    assert chosen(send(happened_at=TWICE, happened_at_turn="winter", kind="").content.decode()) == ["winter"]


def test_a_turn_left_from_another_time_is_passed_over(send):
    assert send(happened_at="2025-06-04T09:00", happened_at_turn="winter").status_code == 302
    assert Contact.objects.get().happened_at == datetime(2025, 6, 4, 7, tzinfo=UTC)


def test_the_hour_that_never_comes_is_said_with_the_next_one(send):
    page = send(happened_at=NEVER).content.decode()
    assert "klokken blev aldrig 02.30. Det næste tidspunkt er 03.00." in page
    assert shown(page) == ["30.03.2025", "02.30"]


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("27.10.2024 01.59", datetime(2024, 10, 26, 23, 59, tzinfo=UTC)),
        ("27.10.2024 03.00", datetime(2024, 10, 27, 2, 0, tzinfo=UTC)),
        ("2024-10-27T02:30+01:00", WINTER),
        ("2025-03-30T03:00", datetime(2025, 3, 30, 1, 0, tzinfo=UTC)),
    ],
)
def test_every_other_time_is_taken_as_it_stands(typed, instant):
    assert MomentField().clean(typed) == instant


@pytest.mark.parametrize("sent", [TWICE, NEVER])
def test_the_api_wants_the_offset_and_says_so_in_words(sent, worker, person):
    facts = {"people": [person.reference], "kind": "meeting", "outcome": "reached", "happened_at": sent}
    response = client_of(worker).post(NEW, facts, format="json")
    assert (response.status_code, list(response.data)) == (400, ["happened_at"])
    assert "2025-06-02T10:00:00+02:00" in response.data["happened_at"][0]


def test_the_api_takes_an_offset_and_knows_the_same_contact_again(worker, person):
    key = "5f0c7a35-8f3c-4e6b-9a8e-2f1d6b1c0a11"
    facts = {"people": [person.reference], "kind": "meeting", "outcome": "reached", "client_key": key}
    answers = [
        client_of(worker).post(NEW, facts | {"happened_at": f"{TWICE}+01:00"}, format="json").status_code
        for _time in range(2)
    ]
    assert (answers, Contact.objects.get().happened_at) == ([201, 200], WINTER)


def test_the_api_asks_about_an_unusual_value_and_takes_a_yes(worker, person):
    facts = {"people": [person.reference], "kind": "meeting", "outcome": "reached", "happened_at": NOW.isoformat()}
    response = client_of(worker).post(NEW, facts | {"minutes": 600}, format="json")
    assert (response.status_code, response.data) == (
        409,
        {"minutes": ["Mere end 480 er usædvanligt. Er det rigtigt?"]},
    )
    response = client_of(worker).post(NEW, facts | {"minutes": 600, "confirm": ["minutes"]}, format="json")
    assert (response.status_code, Contact.objects.get().confirmed) == (201, ["minutes"])
