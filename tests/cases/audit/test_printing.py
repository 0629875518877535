"""Printing is logged as the reading was: about whom, on which record, by whom and when; and nobody logs for another."""

import csv
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.audit.printing import HEADER
from tests.clock import NOW
from tests.factories.cases import AssignmentFactory, ContactFactory, EnrolmentFactory, PersonFactory, staff

pytestmark = pytest.mark.django_db

ADDRESS = "/session/printed"
SEAL = re.compile(r'data-seal="([^"]*)"')


@pytest.fixture
def worker():
    return staff("caseworker", name="Sofie Lund")


@pytest.fixture
def person(worker):
    team = worker.memberships.get().team
    person = PersonFactory(reference="U00042", team=team)
    AssignmentFactory(enrolment=EnrolmentFactory(person=person, team=team), worker=worker)
    return person


@pytest.fixture
def client(worker):
    client = Client()
    client.force_login(worker)
    return client


def seal_on(response):
    return SEAL.search(response.content.decode())[1]


def opened(client, person):
    return client.get(reverse("cases:person", args=[person.reference]))


def printed():
    return AuditEvent.objects.filter(action=AuditAction.PRINTED)


def test_the_printing_of_a_page_is_logged_about_the_person_on_it(client, worker, person):
    seal = seal_on(opened(client, person))
    assert not printed().exists()
    response = client.post(ADDRESS, {"seal": seal})
    assert response.status_code == 201
    [event] = printed()
    assert (event.person, event.target, event.target_id, event.by, event.at) == (
        person,
        "cases.person",
        str(person.pk),
        worker,
        NOW,
    )


def test_the_printing_of_a_record_names_the_record(client, worker, person):
    contact = ContactFactory(by=worker, people=[person], happened_at=NOW, registered_at=NOW)
    client.post(ADDRESS, {"seal": seal_on(client.get(reverse("cases:contact", args=[contact.pk])))})
    assert [(row.person, row.target, row.target_id) for row in printed()] == [
        (person, "cases.contact", str(contact.pk))
    ]


def test_the_printing_of_a_list_names_everyone_who_was_on_it(client, person):
    client.post(ADDRESS, {"seal": seal_on(client.get("/my-day/"))})
    assert [row.facts["shown"] for row in printed() if row.facts["page"] == "my_day"] == [["U00042"]]


def test_the_paper_says_when_and_by_whom_in_the_user_s_language(client, worker):
    """At `NOW`, as a clock in Copenhagen shows it."""
    assert client.post(ADDRESS).content.decode() == "Udskrevet 04.06.2025 kl. 10.00 af Sofie Lund"
    worker.language = "en"
    worker.save()
    client.cookies["django_language"] = "en"
    assert client.post(ADDRESS).content.decode() == "Printed 04.06.2025 at 10:00 by Sofie Lund"


def test_a_page_about_nobody_has_no_seal_and_its_printing_leaves_no_line(client):
    client.force_login(staff("lead"))
    assert seal_on(client.get("/board/")) == ""
    assert client.get("/board/", headers={"HX-Request": "true"})[HEADER] == ""
    assert client.post(ADDRESS).status_code == 201
    assert not printed().exists()


def test_what_a_search_put_on_the_page_is_printed_with_it(client, person):
    """The piece that HTMX exchanges brings a seal of its own."""
    page = client.get(reverse("cases:person_list"))
    piece = client.post(reverse("cases:person_search"), {"q": "U00042"}, headers={"HX-Request": "true"})
    client.post(ADDRESS, {"seal": [seal_on(page), piece[HEADER]]})
    assert {(row.facts["shown"][0], row.facts.get("criteria")) for row in printed()} == {
        ("U00042", None),
        ("U00042", "U00042"),
    }


def test_what_is_on_the_page_twice_is_logged_once(client, person):
    seal = seal_on(opened(client, person))
    client.post(ADDRESS, {"seal": [seal, seal]})
    assert printed().count() == 1


@pytest.mark.parametrize("change", [lambda _seal: "x", lambda seal: seal[:-1], lambda seal: "A" + seal])
def test_a_seal_that_was_changed_is_refused_and_nothing_is_logged(client, person, change):
    seal = seal_on(opened(client, person))
    assert client.post(ADDRESS, {"seal": [seal, change(seal)]}).status_code == 400
    assert not printed().exists()


def test_the_seal_of_another_user_is_refused(client, person):
    seal = seal_on(opened(client, person))
    other = Client()
    other.force_login(staff("caseworker"))
    assert other.post(ADDRESS, {"seal": seal}).status_code == 400
    assert not printed().exists()


def test_a_page_the_user_may_not_see_has_no_seal_to_print_it_with(client):
    stranger = PersonFactory()
    response = opened(client, stranger)
    assert response.status_code == 404
    assert seal_on(response) == ""


def test_more_seals_than_a_page_can_have_are_refused(client, person):
    seal = seal_on(opened(client, person))
    assert client.post(ADDRESS, {"seal": [seal] * 51}).status_code == 400
    assert not printed().exists()


def test_it_asks_for_the_token_of_the_site_and_for_a_post(worker, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    assert client.post(ADDRESS, {"seal": seal_on(opened(client, person))}).status_code == 403
    assert client.get(ADDRESS).status_code == 405
    assert not printed().exists()


def test_a_printing_that_cannot_be_logged_is_not_answered_with_a_yes(client, person):
    """The database refuses the row, and the script prints on 201 alone."""
    seal = seal_on(opened(client, person))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_auditevent ADD CONSTRAINT full_disk CHECK (action <> 'printed')")
    client.raise_request_exception = False
    assert client.post(ADDRESS, {"seal": seal}).status_code == 500


def test_it_stands_in_the_account_of_who_has_seen_the_case(client, person, tmp_path):
    client.post(ADDRESS, {"seal": seal_on(opened(client, person))})
    call_command("audit", person="U00042", out=tmp_path / "audit.csv", verbosity=0)
    rows = list(csv.DictReader((tmp_path / "audit.csv").open(encoding="utf-8-sig"), delimiter=";"))
    assert [(row["action"], row["person"]) for row in rows] == [("opened", "U00042"), ("printed", "U00042")]


@pytest.mark.parametrize(("language", "word"), [("da", "Udskrevet"), ("en", "Printed")])
def test_it_has_a_name_in_both_languages(language, word):
    with translation.override(language):
        assert str(AuditAction.PRINTED.label) == word
