"""What a contact's pages leave behind: audit rows for every name shown, drafts, and no faults."""

import pytest
from django.urls import reverse

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.drafts.models import Draft
from tests.cases.contacts.test_contact_pages import typed
from tests.cases.contacts.test_contact_people import HTMX, NEW
from tests.clock import NOW
from tests.factories.cases import ContactFactory, PersonFactory, staff


@pytest.fixture
def worker(db):
    return staff(name="Sofie Lund")


@pytest.fixture
def person(worker):
    return PersonFactory(team=worker.memberships.get().team, first_name="Emil", last_name="Ærø")


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def test_every_name_that_a_search_shows_is_logged(page, person):
    """The ticked ones too, and without a search: names are had by ticking references."""
    page.post("/contacts/people/", {"people": [person.reference]}, headers=HTMX)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.facts["shown"]) == (AuditAction.LISTED, [person.reference])


def test_a_note_pasted_into_the_search_is_cut(page, person):
    page.post("/contacts/people/", {"q": "Emil talte længe om det hele, 010203-1234. " * 300}, headers=HTMX)
    criteria = AuditEvent.objects.filter(action=AuditAction.SEARCHED).latest("pk").facts["criteria"]
    assert (len(criteria), "######-####" in criteria) == (100, True)


@pytest.mark.parametrize("name", ["contact_withdraw", "contact_undo"])
def test_what_is_shown_before_taking_back_is_logged(page, worker, person, name):
    contact = ContactFactory(by=worker, people=[person], happened_at=NOW, registered_at=NOW)
    page.get(reverse(f"cases:{name}", args=[contact.pk]))
    assert AuditEvent.objects.latest("pk").person == person


def test_undo_twice_without_a_body_is_no_fault(page, worker, person):
    contact = ContactFactory(by=worker, people=[person], happened_at=NOW, registered_at=NOW)
    path = reverse("cases:contact_undo", args=[contact.pk])
    answers = [page.post(path, content_type="application/x-www-form-urlencoded").status_code for _ in range(2)]
    assert answers == [302, 200]


def test_a_withdrawn_contact_is_read_not_corrected_and_leaves_no_draft(page, worker, person):
    contact = ContactFactory(by=worker, people=[person])
    Draft.objects.create(user=worker, key=f"cases-contact-change:{contact.pk}", fields={"note": "Halvt"})
    page.post(f"/contacts/{contact.pk}/withdraw/", {"why": "Forkert ung"})
    assert (page.get(f"/contacts/{contact.pk}/change/").url, Draft.objects.count()) == (f"/contacts/{contact.pk}/", 0)


@pytest.mark.parametrize("minutes", ["-5", "99999", "en time"])
def test_wrong_minutes_are_said_in_our_own_words(page, person, minutes):
    response = page.post(NEW, typed(person, minutes=minutes))
    assert response.context["form"].errors["minutes"] == ["Skriv mellem 0 og 1440 minutter."]
