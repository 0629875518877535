"""Whom a contact is with: who stands there to tick, who is folded away, and who is searched for."""

import re
from datetime import timedelta

import pytest

from cases.audit.codes import AuditAction
from cases.audit.models import AuditEvent
from cases.contacts.models import Contact
from tests.clock import NOW
from tests.factories.cases import AssignmentFactory, ContactFactory, EnrolmentFactory, PersonFactory, staff

NEW = "/contacts/new/"
HTMX = {"HX-Request": "true"}


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
    assert [chip.person for chip in page.get(NEW).context["in_sight"]] == [new, old, never]


def test_a_long_list_is_folded_but_everyone_ticked_is_in_sight(page, worker, team):
    people = [follows(worker, team, last_name=chr(65 + n)) for n in range(11)]
    context = page.post(NEW, {"people": [people[10].reference]}).context
    assert [chip.person for chip in context["in_sight"]] == [people[10], *people[:7]]
    assert [chip.person for chip in context["more"]] == people[7:10]


def test_opened_for_one_young_person_the_others_are_all_folded_away(page, worker, team):
    first, second, third = (follows(worker, team, last_name=name) for name in "ABC")
    address = f"{NEW}?person={second.reference}"
    context = page.get(address).context
    assert [(chip.person, chip.is_ticked) for chip in context["in_sight"]] == [(second, True)]
    assert [chip.person for chip in context["more"]] == [first, third]
    context = page.post(address, {"people": [third.reference]}).context
    assert [(chip.person, chip.is_ticked) for chip in context["in_sight"]] == [(third, True), (second, False)]


def test_a_correction_shows_those_who_took_part_and_folds_the_others_away(page, worker, team):
    others, taken_part = [follows(worker, team, last_name=name) for name in "AB"], follows(worker, team, last_name="C")
    contact = ContactFactory(by=worker, people=[taken_part])
    context = page.get(f"/contacts/{contact.pk}/change/").context
    assert [chip.person for chip in context["in_sight"]] == [taken_part]
    assert [chip.person for chip in context["more"]] == others


# Searching for more young people


def test_search_finds_those_one_may_see_and_keeps_what_is_ticked(page, worker, team):
    mine = follows(worker, team)
    found = PersonFactory(team=team, first_name="Bjørn", last_name="Ågård")
    PersonFactory(first_name="Bjørn", last_name="Andenhold")
    PersonFactory(team=team, first_name="Bjørn", last_name="Skjult", is_restricted=True)
    response = page.post("/contacts/people/", {"q": "bjørn", "people": [mine.reference]}, headers=HTMX)
    assert [chip.person for chip in response.context["hits"]] == [found]
    assert ticked(response) == [mine.reference]
    assert [name in response.content.decode() for name in ("Ågård", "Andenhold", "Skjult")] == [True, False, False]
    event = AuditEvent.objects.get(action=AuditAction.SEARCHED)
    assert event.facts == {"page": "contact", "criteria": "bjørn", "found": 1, "shown": [found.reference]}


def test_a_search_beside_the_folded_list_brings_back_only_what_it_exchanges(page, worker, team):
    """Those of the folded list stand on the page, ticked or not: they come neither again nor as hits."""
    about, folded = follows(worker, team, last_name="A"), follows(worker, team, first_name="Bjørn")
    found = PersonFactory(team=team, first_name="Bjørn", last_name="Ågård")
    response = page.post(
        "/contacts/people/", {"q": "bjørn", "about": about.reference, "people": [about.reference]}, headers=HTMX
    )
    assert [chip.person for chip in response.context["hits"]] == [found]
    assert ticked(response) == [about.reference]
    assert folded.reference not in response.text


def test_search_is_a_post_and_asks_for_two_letters(page):
    assert page.get("/contacts/people/").status_code == 405
    assert page.post("/contacts/people/", {"q": "b"}, headers=HTMX).context["hits"] == []
    assert AuditEvent.objects.count() == 0


# Without a script the whole form is sent, and comes back whole

TYPED = {
    "happened_at": "03.06.2025",
    "happened_at_time": "14.05",
    "kind": "phone",
    "minutes": "tolv",
    "note": "Talte om værelset",
    "find": "people",
    "q": "bjørn",
}


def test_without_a_script_a_search_brings_back_the_page_with_everything_typed(page, worker, team):
    mine = follows(worker, team)
    found = PersonFactory(team=team, first_name="Bjørn", last_name="Ågård")
    response = page.post(NEW, TYPED | {"people": [mine.reference]})
    assert (response.status_code, "<html" in response.text, "form-error" in response.text) == (200, True, False)
    assert [chip.person for chip in response.context["hits"]] == [found]
    form = response.context["form"]
    assert ticked(response) == [mine.reference]
    assert [form[name].value() for name in ("kind", "minutes", "note")] == ["phone", "tolv", "Talte om værelset"]
    assert ['value="03.06.2025"' in response.text, 'value="14.05"' in response.text] == [True, True]
    assert not Contact.objects.exists()
    event = AuditEvent.objects.get(action=AuditAction.SEARCHED)
    assert event.facts == {"page": "contact", "criteria": "bjørn", "found": 1, "shown": [found.reference]}


def test_without_a_script_what_a_search_found_is_ticked_and_saved_with_the_rest(page, worker, team):
    found = PersonFactory(team=team, first_name="Bjørn", last_name="Ågård")
    drawn = page.post(NEW, TYPED)
    key = re.search(r'name="client_key" value="([^"]*)"', drawn.text)[1]
    answers = {name: value for name, value in TYPED.items() if name != "find"} | {
        "minutes": "12",
        "outcome": "reached",
    }
    saved = page.post(NEW, answers | {"people": [found.reference], "client_key": key})
    assert saved.status_code == 302
    contact = Contact.objects.get()
    assert ([*contact.people.all()], contact.minutes, contact.note) == ([found], 12, "Talte om værelset")


def test_without_a_script_a_correction_searches_too_and_keeps_its_version(page, worker, team):
    mine = follows(worker, team)
    PersonFactory(team=team, first_name="Bjørn", last_name="Ågård")
    contact = ContactFactory(by=worker, people=[mine], happened_at=NOW, registered_at=NOW)
    typed = TYPED | {"people": [mine.reference], "seen": mine.reference, "version": "7"}
    response = page.post(f"/contacts/{contact.pk}/change/", typed)
    assert [chip.person.last_name for chip in response.context["hits"]] == ["Ågård"]
    assert [response.context["form"][name].value() for name in ("version", "seen")] == ["7", mine.reference]


def test_the_piece_is_no_page(page):
    """Whoever comes to its address without HTMX gets the whole form."""
    answer = page.post("/contacts/people/", {"q": "bjørn"})
    assert (answer.status_code, answer["Location"]) == (302, NEW)
