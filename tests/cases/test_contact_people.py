"""Whom a contact is with: who stands there to tick, who is folded away, and who is searched for."""

import re
from datetime import timedelta

import pytest

from cases.enums import AuditAction
from cases.models import AuditEvent
from tests.clock import NOW
from tests.factories.cases import AssignmentFactory, ContactFactory, EnrolmentFactory, PersonFactory, staff

NEW = "/contacts/new/"


@pytest.fixture
def worker(db):
    return staff(name="Sofie Lund")


@pytest.fixture
def team(worker):
    return worker.memberships.get().team


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def ticked(response):
    """References of the young people that stand ticked on the page."""
    html = response.content.decode()
    boxes = re.findall(r'<input class="form-checkbox"[^>]*name="people"[^>]*>', html)
    return [re.search('value="([^"]*)"', box)[1] for box in boxes if "checked" in box]


def follows(worker, team, **fields):
    person = PersonFactory(team=team, **fields)
    AssignmentFactory(enrolment=EnrolmentFactory(person=person), worker=worker)
    return person


def test_nobody_is_ticked_unless_the_form_is_opened_from_a_young_person(page, worker, team):
    person = follows(worker, team)
    assert ticked(page.get(NEW)) == []
    assert ticked(page.get(NEW, {"person": person.reference})) == [person.reference]


def test_my_young_people_come_with_the_last_reached_first(page, worker, team):
    old, new, never = (follows(worker, team, last_name=name) for name in "ABC")
    for person, days in ((old, 9), (new, 1)):
        when = NOW - timedelta(days=days)
        ContactFactory(people=[person], happened_at=when, registered_at=when)
    PersonFactory(team=team)
    assert [chip.person for chip in page.get(NEW).context["few"]] == [new, old, never]


def test_a_long_list_is_folded_but_everyone_ticked_is_in_sight(page, worker, team):
    people = [follows(worker, team, last_name=chr(65 + n)) for n in range(11)]
    context = page.post(NEW, {"people": [people[10].reference]}).context
    assert [chip.person for chip in context["few"]] == [people[10], *people[:7]]
    assert [chip.person for chip in context["more"]] == people[7:10]


def test_opened_for_one_young_person_the_others_are_all_folded_away(page, worker, team):
    first, second, third = (follows(worker, team, last_name=name) for name in "ABC")
    address = f"{NEW}?person={second.reference}"
    context = page.get(address).context
    assert [(chip.person, chip.is_ticked) for chip in context["few"]] == [(second, True)]
    assert [chip.person for chip in context["more"]] == [first, third]
    context = page.post(address, {"people": [third.reference]}).context
    assert [(chip.person, chip.is_ticked) for chip in context["few"]] == [(third, True), (second, False)]


def test_a_correction_shows_those_who_took_part_and_folds_the_others_away(page, worker, team):
    others, taken_part = [follows(worker, team, last_name=name) for name in "AB"], follows(worker, team, last_name="C")
    contact = ContactFactory(by=worker, people=[taken_part])
    context = page.get(f"/contacts/{contact.pk}/change/").context
    assert [chip.person for chip in context["few"]] == [taken_part]
    assert [chip.person for chip in context["more"]] == others


# Searching for more young people


def test_search_finds_those_one_may_see_and_keeps_what_is_ticked(page, worker, team):
    mine = follows(worker, team)
    found = PersonFactory(team=team, first_name="Bjørn", last_name="Ågård")
    PersonFactory(first_name="Bjørn", last_name="Andenhold")
    PersonFactory(team=team, first_name="Bjørn", last_name="Skjult", is_restricted=True)
    response = page.post("/contacts/people/", {"q": "bjørn", "people": [mine.reference]})
    assert [chip.person for chip in response.context["hits"]] == [found]
    assert ticked(response) == [mine.reference]
    assert [name in response.content.decode() for name in ("Ågård", "Andenhold", "Skjult")] == [True, False, False]
    event = AuditEvent.objects.get(action=AuditAction.SEARCHED)
    assert event.facts == {"page": "contact", "criteria": "bjørn", "found": 1, "shown": [found.reference]}


def test_a_search_beside_the_folded_list_brings_back_only_what_it_exchanges(page, worker, team):
    """Those of the folded list stand on the page, ticked or not: they come neither again nor as hits."""
    about, folded = follows(worker, team, last_name="A"), follows(worker, team, first_name="Bjørn")
    found = PersonFactory(team=team, first_name="Bjørn", last_name="Ågård")
    response = page.post("/contacts/people/", {"q": "bjørn", "about": about.reference, "people": [about.reference]})
    assert [chip.person for chip in response.context["hits"]] == [found]
    assert ticked(response) == [about.reference]
    assert folded.reference not in response.text


def test_search_is_a_post_and_asks_for_two_letters(page):
    assert page.get("/contacts/people/").status_code == 405
    assert page.post("/contacts/people/", {"q": "b"}).context["hits"] == []
    assert AuditEvent.objects.count() == 0
