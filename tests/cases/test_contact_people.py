"""Who took part in a contact is put right like everything else in it, by those who may see them."""

from datetime import timedelta

import pytest

from cases.enums import AuditAction
from cases.models import AuditEvent, ContactAmendment
from tests.cases.test_contact_pages import EARLIER, correction, ticked
from tests.clock import NOW
from tests.factories.cases import ContactFactory, PersonFactory, staff

HOUR = timedelta(hours=1)


@pytest.fixture
def worker(db):
    return staff(name="Sofie Lund")


@pytest.fixture
def team(worker):
    return worker.memberships.get().team


@pytest.fixture
def person(team):
    return PersonFactory(team=team, first_name="Emil", last_name="Ærø")


@pytest.fixture
def page(client, worker):
    client.force_login(worker)
    return client


def put_right(page, contact, *people, **fields):
    """Save the correction with these young people ticked."""
    references = [person.reference for person in people]
    return page.post(f"/contacts/{contact.pk}/change/", correction(contact, people=references, **fields))


def changes(response):
    return [[(str(row.label), row.mine, row.theirs) for row in one.rows] for one in response.context["amendments"]]


def test_who_took_part_stands_ticked_and_can_be_put_right(page, worker, person, team):
    wrong, forgotten = (PersonFactory(team=team, first_name=name, last_name="") for name in ("Bo", "Ida"))
    when = NOW - HOUR
    contact = ContactFactory(by=worker, people=[person, wrong], happened_at=when, registered_at=when, note="På café")
    assert set(ticked(page.get(f"/contacts/{contact.pk}/change/"))) == {person.reference, wrong.reference}
    assert put_right(page, contact, person, forgotten).url == f"/contacts/{contact.pk}/"
    assert set(contact.people.all()) == {person, forgotten}
    shown = {who: "På café" in page.get(f"/people/{who.reference}/").text for who in (person, wrong, forgotten)}
    assert shown == {person: True, wrong: False, forgotten: True}


def test_an_amendment_keeps_who_took_part_readable_and_reading_it_is_logged(page, worker, person, team):
    wrong = PersonFactory(team=team, first_name="Bo", last_name="")
    contact = ContactFactory(by=worker, people=[person, wrong], **EARLIER)
    assert list(put_right(page, contact, person).context["form"].errors) == ["reason"]
    put_right(page, contact, person, reason="Forkert afkrydset")
    earlier = list(AuditEvent.objects.values_list("pk", flat=True))
    response = page.get(f"/contacts/{contact.pk}/")
    assert changes(response) == [[("Hvem", "Emil Ærø, Bo", "Emil Ærø")]]
    assert set(AuditEvent.objects.exclude(pk__in=earlier).values_list("action", "person")) == {
        (AuditAction.OPENED, person.pk),
        (AuditAction.OPENED, wrong.pk),
    }


def test_an_amendment_from_before_people_could_be_changed_is_readable(page, worker, person):
    contact = ContactFactory(by=worker, people=[person], note="Først", **EARLIER)
    page.post(f"/contacts/{contact.pk}/change/", correction(contact, note="Siden", reason="Husket mere"))
    amendment = ContactAmendment.objects.get()
    del amendment.before["people"]
    amendment.save()
    assert changes(page.get(f"/contacts/{contact.pk}/")) == [[("Notat", "Først", "Siden")]]


def test_whom_the_user_may_not_see_stays_in_the_contact_untouched(page, worker, person, team):
    hidden = PersonFactory(first_name="Hemmelig", last_name="Person")
    added, stranger = PersonFactory(team=team), PersonFactory()
    contact = ContactFactory(by=worker, people=[person, hidden], **EARLIER)
    part = contact.participations.get(person=hidden)
    html = page.get(f"/contacts/{contact.pk}/change/").content.decode()
    assert [text in html for text in ("Hemmelig", hidden.reference, "1 mere deltog")] == [False, False, True]
    for others, fault in (((), "people"), ((person, stranger), "people"), ((person, hidden), "people")):
        response = put_right(page, contact, *others, reason="Forkert")
        assert (list(response.context["form"].errors), "Hemmelig" in response.text) == ([fault], False)
    put_right(page, contact, added, reason="Forkert ung")
    assert set(contact.people.all()) == {hidden, added}
    after = contact.participations.get(person=hidden)
    assert (after.pk, after.version, after.registered_at) == (part.pk, part.version, part.registered_at)
    assert changes(page.get(f"/contacts/{contact.pk}/")) == [
        [("Hvem", f"{person.name}, 1 anden", f"{added.name}, 1 anden")]
    ]


def test_what_was_written_while_somebody_else_took_part_is_not_shown_for_their_being_taken_out(client, person, team):
    """Planted: the first wording names a young person out of the colleague's reach, and so does the reason."""
    author, colleague = staff(team=team), staff(team=team)
    other = PersonFactory(team=team, first_name="Hemmelig", last_name="Person")
    contact = ContactFactory(by=author, people=[person, other], note="Hemmelig var med", **EARLIER)
    client.force_login(author)
    put_right(client, contact, person, note="Emil alene", reason="Hemmelig var der ikke")
    type(other).objects.filter(pk=other.pk).update(is_restricted=True)
    for path in (f"/contacts/{contact.pk}/", f"/people/{person.reference}/"):
        client.force_login(colleague)
        text = client.get(path).text
        assert [words in text for words in ("Emil alene", "Hemmelig")] == [True, False]
    client.force_login(author)
    assert "Hemmelig var der ikke" in client.get(f"/contacts/{contact.pk}/").text


def test_a_stale_page_compares_the_young_people_one_may_see(page, worker, person, team):
    hidden = PersonFactory(first_name="Hemmelig", last_name="Person")
    bo, ida = (PersonFactory(team=team, first_name=name, last_name="") for name in ("Bo", "Ida"))
    when = NOW - HOUR
    contact = ContactFactory(by=worker, people=[person, hidden], happened_at=when, registered_at=when)
    put_right(page, contact, person, bo)
    response = put_right(page, contact, ida)
    assert [tuple(row) for row in response.context["form"].stale] == [("Hvem", "Ida", "Bo, Emil Ærø")]
    assert (ticked(response), "Hemmelig" in response.text) == ([ida.reference], False)
    assert set(contact.people.all()) == {person, bo, hidden}
    contact.refresh_from_db()
    put_right(page, contact, ida)
    assert set(contact.people.all()) == {ida, hidden}


def test_who_came_into_reach_while_the_page_was_open_stays_in_the_contact(page, worker, person, team):
    added, hidden = PersonFactory(team=team), PersonFactory(team=team, is_restricted=True)
    contact = ContactFactory(by=worker, people=[person, hidden])
    opened = page.get(f"/contacts/{contact.pk}/change/").context["form"]
    shown = {name: opened[name].value() for name in ("seen", "version")}
    type(hidden).objects.filter(pk=hidden.pk).update(is_restricted=False)
    put_right(page, contact, added, reason="Forkert ung", **shown)
    assert set(contact.people.all()) == {added, hidden}


def test_a_stale_page_shows_whoever_it_says_took_part(page, worker, person, team):
    """Somebody else added Bo meanwhile: he stands unticked on the page that names him, to be kept or left out."""
    bo = PersonFactory(team=team, first_name="Bo", last_name="")
    contact = ContactFactory(by=worker, people=[person])
    put_right(page, contact, person, bo, reason="Bo var med")
    response = put_right(page, contact, person, reason="Rettet", seen=person.reference)
    assert (response.context["form"].stale is not None, ticked(response)) == (True, [person.reference])
    assert f'value="{bo.reference}"' in response.text


def test_naming_somebody_out_of_reach_as_seen_takes_nobody_out(page, worker, person, team):
    hidden = PersonFactory(team=team, is_restricted=True)
    contact = ContactFactory(by=worker, people=[person, hidden])
    put_right(page, contact, person, note="Ny", reason="Mere", seen=f"{person.reference} {hidden.reference}")
    assert (contact.people.count(), contact.participations.filter(person=hidden).count()) == (2, 1)
